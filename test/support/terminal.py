"""Runs a program on a pseudo-terminal, as a person at a terminal would.

Standard input brings commands, one JSON value a line: {"keys": text}, {"size": [rows, columns]}.
What the program shows comes out of standard output as it is. File descriptor 3 takes what is known of
it, one JSON value a line: {"pid": number} at the begin, {"status": number} at the end.
"""
import fcntl
import json
import os
import pty
import select
import struct
import sys
import termios


def tell(value):
    os.write(3, (json.dumps(value) + "\n").encode())


def obey(command):
    if "keys" in command:
        os.write(terminal, command["keys"].encode())
    if "size" in command:
        size = struct.pack("HHHH", *command["size"], 0, 0)
        fcntl.ioctl(terminal, termios.TIOCSWINSZ, size)


child, terminal = pty.fork()
if child == 0:
    os.close(3)
    os.execvp(sys.argv[1], sys.argv[1:])
tell({"pid": child})

pending = b""
sources = [terminal, 0]
while True:
    ready, _, _ = select.select(sources, [], [])
    if terminal in ready:
        try:
            shown = os.read(terminal, 65536)
        except OSError:
            break
        os.write(1, shown)
    if 0 in ready:
        given = os.read(0, 65536)
        if not given:
            sources.remove(0)
        *lines, pending = (pending + given).split(b"\n")
        for line in lines:
            obey(json.loads(line))
tell({"status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])})
