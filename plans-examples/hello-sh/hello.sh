#!/bin/sh
echo "Hello, ${1:-world}! This is hello @version@."
