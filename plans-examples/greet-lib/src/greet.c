#include "greet.h"

#include <stdio.h>

void greet(const char *name) { printf("Greetings, %s!\n", name); }
