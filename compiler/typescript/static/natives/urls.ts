/** `URL`. */

import { fileURLToPath, pathToFileURL } from "node:url";
import { text } from "../convert.ts";
import { namedUnknown, throwError, unknownAt } from "../make.ts";
import { type Host, isUnknown, type Machine, unknown, type Value } from "../model.ts";
import { type KnownCall, method } from "./method.ts";

/** The properties of a URL that are texts. */
const parts = new Set(
  "hash host hostname href origin password pathname port protocol search username".split(" "),
);

/** `new URL(address, base)`; beside a file of the plan it stands for another one. */
export function newUrl(machine: Machine, { args, at }: KnownCall): Value {
  const [address, base] = args.map((arg) =>
    arg === undefined ? undefined : text(machine, arg, at),
  );
  if (isUnknown(address)) return unknown(address.cause, address.path && plainPath(address.path));
  if (isUnknown(base)) {
    const { path: basePath } = base;
    if (basePath === undefined || address === undefined) return unknown(base.cause);
    const file = attempt(() => fileURLToPath(new URL(address, pathToFileURL(plainPath(basePath)))));
    return unknown(base.cause, file);
  }
  const url = attempt(() => new URL(String(address), base));
  return url === undefined ? throwError(at, "a URL is not valid") : urlHost(url);
}

function attempt<Result>(compute: () => Result): Result | undefined {
  try {
    return compute();
  } catch {
    return undefined;
  }
}

/** The path of a text that may be a file URL. */
export function plainPath(text: string): string {
  return text.startsWith("file://") ? fileURLToPath(text) : text;
}

function urlHost(url: URL): Host {
  return {
    kind: "host",
    name: "URL",
    get(_, key, at) {
      if (parts.has(key)) return Reflect.get(url, key) as string;
      if (key === "toString" || key === "toJSON") return method(key, () => url.href);
      return namedUnknown(at, `URL.${key}`);
    },
    set(_, key, __, at) {
      throwError(at, `\`${key}\` of a URL is set`);
    },
  };
}

/** `fileURLToPath`. */
export const pathOfUrl = method("fileURLToPath", (machine, { args: [url = null], at }) => {
  const given = text(machine, url, at);
  if (isUnknown(given)) return unknown(given.cause, given.path && plainPath(given.path));
  return (
    attempt(() => fileURLToPath(given)) ??
    unknownAt(at, "asks for the path of a URL that is no file's")
  );
});
