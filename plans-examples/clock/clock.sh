#!/bin/sh
# usage: clock INTERVAL
while :; do
  date -u +%H:%M:%S
  sleep "${1:-1}"
done
