import { createHash } from "node:crypto";
import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { createServer, type IncomingMessage, type RequestListener } from "node:http";
import {
  type AddressInfo,
  createServer as createNetServer,
  type Server,
  type Socket,
} from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import type { HabcError } from "../../../compiler/ir/index.ts";
import type { BuildEvent } from "../../../runtime/events.ts";
import type { DownloadContext } from "../../../runtime/source/context.ts";
import { type DownloadRequest, downloadFile } from "../../../runtime/source/download.ts";

// The short time-outs of the tests are not for loading the library.
await import("undici");

/** Starts a server on a free port of 127.0.0.1; it ends with the test. */
export async function listen(server: Server): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return (server.address() as AddressInfo).port;
}

/** An http server, as its URL without a slash at the end. */
export async function httpServer(listener: RequestListener): Promise<string> {
  return `http://127.0.0.1:${await listen(createServer(listener))}`;
}

/** A server that says to each request what the function says, byte for byte. */
export async function rawServer(
  answer: (socket: Socket, request: string, count: number) => void,
): Promise<string> {
  let count = 0;
  const server = createNetServer((socket) => {
    let request = "";
    socket.on("data", (chunk) => {
      request += chunk.toString("latin1");
      if (!request.includes("\r\n\r\n")) return;
      count += 1;
      answer(socket, request, count);
      request = "";
    });
  });
  return `http://127.0.0.1:${await listen(server)}`;
}

/** Bytes that repeat nowhere near. */
export function noise(size: number): Buffer {
  const blocks: Buffer[] = [];
  for (let at = 0; at * 32 < size; at += 1) {
    blocks.push(createHash("sha256").update(String(at)).digest());
  }
  return Buffer.concat(blocks).subarray(0, size);
}

export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** The offset in the `Range` of a request. */
export function rangeStart(request: IncomingMessage): number | undefined {
  const match = /^bytes=(\d+)-$/.exec(request.headers.range ?? "");
  return match === null ? undefined : Number(match[1]);
}

/** A folder that goes with the test. */
export function scratch(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "habc-source-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** What came of a download. */
export interface Tried {
  readonly events: readonly BuildEvent[];
  /** The texts of the lines, warnings with a mark. */
  readonly lines: readonly string[];
  readonly error?: HabcError;
  /** The code, message and hint of the error. */
  readonly told: string;
}

/** Downloads with limits for tests: a try that may help follows at once. */
export async function download(
  request: DownloadRequest,
  context: Partial<DownloadContext> = {},
): Promise<Tried> {
  const events: BuildEvent[] = [];
  let error: HabcError | undefined;
  await downloadFile(request, {
    environment: { PATH: process.env["PATH"] },
    ...context,
    events: (event) => {
      events.push(event);
      context.events?.(event);
    },
    limits: { connectTimeout: 5000, stallTimeout: 5000, pauses: [1], ...context.limits },
  }).catch((thrown: HabcError) => {
    error = thrown;
  });
  const lines = events.flatMap((event) =>
    event.type === "line" ? [`${event.level === "warn" ? "! " : ""}${event.text}`] : [],
  );
  if (error === undefined) return { events, lines, told: "" };
  const { code, message, hint } = error.diagnostic;
  return { events, lines, error, told: `${code}: ${message}; ${hint}` };
}

/** A program that downloads in a process of its own and prints the code of the error, if any. */
export function downloadScript(
  request: DownloadRequest,
  environment: Readonly<Record<string, string>> = {},
): string {
  const loader = new URL("../../../scripts/lib/load-typescript.mjs", import.meta.url).href;
  const context = `{ environment: ${JSON.stringify(environment)}, events() {} }`;
  return `
    import { loadTypeScript } from ${JSON.stringify(loader)};
    const { downloadFile } = await loadTypeScript("runtime/source/download.ts");
    await downloadFile(${JSON.stringify(request)}, ${context}).catch(({ diagnostic }) => {
      console.log(diagnostic.code, diagnostic.message);
    });`;
}
