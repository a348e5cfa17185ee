/**
 * An editor on a folder: TypeScript's own language server over LSP, as editors start it. Places in
 * a text are marked with `▮`.
 */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { project } from "./workshop.ts";

/** An error that is underlined. */
export interface Underlined {
  readonly at: string;
  readonly message: string;
}

/** What an author sees in one file. Each call opens the text as the file's unsaved content. */
export interface Editor {
  /** The names that are offered at the mark, sorted. */
  completions(file: string, marked: string): Promise<string[]>;
  /** The text that is shown for the word at the mark. */
  hover(file: string, marked: string): Promise<string>;
  errors(file: string, text: string): Promise<Underlined[]>;
  close(): void;
}

interface Position {
  readonly line: number;
  readonly character: number;
}

interface Found {
  /** 1 is an error, 2 a warning; hints are not underlined. */
  readonly severity: number;
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

/**
 * Starts the server in a folder, with nothing set but what lies there.
 *
 * @param folder An absolute path without links.
 */
export async function openEditor(folder: string): Promise<Editor> {
  const tsc = join(project, "node_modules/typescript/bin/tsc");
  const server = spawn(process.execPath, [tsc, "--lsp", "--stdio"], { cwd: folder });
  const { request, notify } = connection(server);
  const rootUri = pathToFileURL(folder).href;
  const capabilities = { textDocument: { diagnostic: {}, completion: {}, hover: {} } };
  await request("initialize", { processId: process.pid, rootUri, capabilities });
  notify("initialized", {});
  const versions = new Map<string, number>();

  function show(file: string, text: string): string {
    const uri = pathToFileURL(join(folder, file)).href;
    const version = (versions.get(uri) ?? 0) + 1;
    versions.set(uri, version);
    if (version === 1) {
      const textDocument = { uri, languageId: "typescript", version, text };
      notify("textDocument/didOpen", { textDocument });
    } else {
      const contentChanges = [{ text }];
      notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    }
    return uri;
  }

  function ask(method: string, file: string, marked: string): Promise<unknown> {
    const before = marked.slice(0, marked.indexOf("▮")).split("\n");
    const position = { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
    const uri = show(file, marked.replace("▮", ""));
    return request(method, { textDocument: { uri }, position });
  }

  return {
    async completions(file, marked) {
      const answer = (await ask("textDocument/completion", file, marked)) as {
        items: { label: string }[];
      } | null;
      return (answer?.items ?? []).map(({ label }) => label.replace(/\?$/, "")).sort();
    },
    async hover(file, marked) {
      const answer = (await ask("textDocument/hover", file, marked)) as {
        contents: { value: string };
      } | null;
      return answer?.contents.value ?? "";
    },
    async errors(file, text) {
      const uri = show(file, text);
      const answer = await request("textDocument/diagnostic", { textDocument: { uri } });
      const { items } = answer as { items: Found[] };
      const wrong = items.filter(({ severity }) => severity <= 2);
      return wrong.map(({ message, range }) => ({ message, at: textIn(text, range) }));
    },
    close: () => server.kill(),
  };
}

function textIn(text: string, { start, end }: Found["range"]): string {
  const lines = text.split("\n");
  const offset = ({ line, character }: Position) =>
    lines.slice(0, line).reduce((sum, each) => sum + each.length + 1, character);
  return text.slice(offset(start), offset(end));
}

/** JSON-RPC in frames with a `Content-Length`. Source: Language Server Protocol, base protocol. */
function connection({ stdin, stdout }: ChildProcessWithoutNullStreams) {
  const waiting = new Map<number, (message: { result?: unknown; error?: unknown }) => void>();
  let received = Buffer.alloc(0);
  const send = (message: object) => {
    const text = JSON.stringify({ jsonrpc: "2.0", ...message });
    stdin.write(`Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`);
  };
  stdout.on("data", (chunk: Buffer) => {
    received = Buffer.concat([received, chunk]);
    for (;;) {
      const end = received.indexOf("\r\n\r\n");
      const length = Number(/Content-Length: (\d+)/i.exec(received.toString("latin1"))?.[1]);
      if (end === -1 || received.length < end + 4 + length) return;
      const message = JSON.parse(received.subarray(end + 4, end + 4 + length).toString());
      received = received.subarray(end + 4 + length);
      if (message.method === undefined) waiting.get(message.id)?.(message);
      // What the server asks of an editor, such as to watch files.
      else if (message.id !== undefined) send({ id: message.id, result: null });
    }
  });
  let last = 0;
  return {
    notify: (method: string, params: object) => send({ method, params }),
    request: (method: string, params: object) =>
      new Promise<unknown>((resolve, reject) => {
        last += 1;
        waiting.set(last, ({ result, error }) =>
          error === undefined ? resolve(result) : reject(new Error(JSON.stringify(error))),
        );
        send({ id: last, method, params });
      }),
  };
}
