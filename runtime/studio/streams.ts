/**
 * The streams of a process inside. They are named pipes, not the sockets that Node.js would
 * make: `/dev/stdout` and `/dev/stderr` can be opened only where they are pipes.
 */
import { execFile } from "node:child_process";
import { closeSync, constants, openSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { Socket } from "node:net";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";
import { promisify } from "node:util";
import { program } from "./programs.ts";

const names = ["stdout", "stderr", "requests", "replies"] as const;

/** The driver's ends. */
export interface Streams {
  readonly stdout: Readable;
  readonly stderr: Readable;
  readonly requests: Readable;
  readonly replies: Writable;
}

/** Pipes that are ready for one process. */
export interface Pipes {
  /** The files, in the order of the process's descriptors 1, 2, 3 and 4. */
  readonly files: readonly [stdout: string, stderr: string, requests: string, replies: string];
  /** Begins to read. The process's ends must be open, else reading ends at once. */
  connect(): Streams;
  /** Closes what was not connected. */
  close(): void;
}

/**
 * Makes pipes in a folder, which is made as well: `0.stdout`, `0.stderr`, `0.requests`,
 * `0.replies`, `1.stdout` …, with the driver's ends open, so that opening the other ends does
 * not wait.
 *
 * @param first The number of the first process.
 */
export async function makePipes(folder: string, count: number, first = 0): Promise<Pipes[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const numbers = Array.from({ length: count }, (_, at) => at + first);
  const files = numbers.flatMap((number) => names.map((name) => join(folder, `${number}.${name}`)));
  await promisify(execFile)(program("mkfifo"), ["-m", "0600", "--", ...files]);
  return numbers.map((number) => openPipes(folder, number));
}

function openPipes(folder: string, number: number): Pipes {
  const { O_NONBLOCK, O_RDONLY, O_RDWR } = constants;
  const file = (name: (typeof names)[number]) => join(folder, `${number}.${name}`);
  const open = (name: (typeof names)[number], flags: number) =>
    openSync(file(name), flags | O_NONBLOCK);
  const ends = {
    stdout: open("stdout", O_RDONLY),
    stderr: open("stderr", O_RDONLY),
    requests: open("requests", O_RDONLY),
    // Write-only would be refused as long as nobody reads.
    replies: open("replies", O_RDWR),
  };
  let isConnected = false;
  return {
    files: [file("stdout"), file("stderr"), file("requests"), file("replies")],
    connect() {
      isConnected = true;
      const reader = (fd: number) => new Socket({ fd, readable: true, writable: false });
      return {
        stdout: reader(ends.stdout),
        stderr: reader(ends.stderr),
        requests: reader(ends.requests),
        replies: new Socket({ fd: ends.replies, readable: false, writable: true }),
      };
    },
    close() {
      if (!isConnected) for (const fd of Object.values(ends)) closeSync(fd);
      isConnected = true;
    },
  };
}

/** Lets go of streams whose process is gone. What nobody listens to is dropped. */
export function releaseStreams({ stdout, stderr, requests, replies }: Streams): void {
  replies.destroy();
  for (const stream of [stdout, stderr, requests]) {
    if (stream.readableFlowing === null) stream.destroy();
  }
}
