#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

/* usage: clock [INTERVAL [COUNT]]: tells the time every INTERVAL seconds, COUNT times or for ever */
int main(int argc, char **argv) {
  unsigned interval = argc > 1 ? (unsigned)atoi(argv[1]) : 1;
  long left = argc > 2 ? atol(argv[2]) : -1;
  for (; left != 0; left -= left > 0) {
    time_t now = time(NULL);
    char text[16];
    strftime(text, sizeof text, "%H:%M:%S", gmtime(&now));
    puts(text);
    fflush(stdout);
    if (left != 1) sleep(interval);
  }
  return 0;
}
