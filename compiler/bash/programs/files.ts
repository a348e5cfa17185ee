import { isUnknown, type Text } from "../cause.ts";
import { write } from "../commands/channel.ts";
import { complain } from "../commands/redirect.ts";
import { lookUp } from "../files/files.ts";
import { isAscii } from "../text/text.ts";
import { linesOf, type Program, parseOptions, readInput, textOf } from "./input.ts";

/** `cat [files]`. */
export const cat: Program = (shell, args) => {
  const parsed = parseOptions(args, "u", "");
  if (parsed === undefined) return undefined;
  const { text, missing } = readInput(shell, parsed.operands);
  write(shell, 1, text);
  if (isUnknown(text)) return text;
  return missing ? 1 : 0;
};

/** `head -n N` and `tail -n N`, of one file or standard input. */
export function ends(which: "head" | "tail"): Program {
  return (shell, args) => {
    const modern = args.map((arg) => (/^-[0-9]+$/.test(arg) ? `-n${arg.slice(1)}` : arg));
    const parsed = parseOptions(modern, "q", "n");
    const given = parsed?.options.get("n")?.at(-1) ?? "10";
    const count = /^(\+?)([0-9]{1,9})$/.exec(given);
    if (parsed === undefined || count === null || parsed.operands.length > 1) return undefined;
    const { text, missing } = readInput(shell, parsed.operands);
    write(shell, 1, isUnknown(text) ? text : part(text, which, Number(count[2]), count[1] === "+"));
    if (isUnknown(text)) return text;
    return missing ? 1 : 0;
  };
}

function part(text: string, which: "head" | "tail", count: number, from: boolean): string {
  const { lines, complete } = linesOf(text);
  const all = lines.map((line, at) => (at < lines.length - 1 || complete ? `${line}\n` : line));
  if (which === "head") return all.slice(0, count).join("");
  if (from) return all.slice(Math.max(0, count - 1)).join("");
  return count === 0 ? "" : all.slice(-count).join("");
}

/** `rev [file]`: every line from its end to its beginning. */
export const rev: Program = (shell, args) => {
  if (args.length > 1 || args[0]?.startsWith("-")) return undefined;
  const { text, missing } = readInput(shell, args);
  const cause = { reason: "reverses characters beyond ASCII", span: shell.here };
  const result: Text = isUnknown(text)
    ? text
    : isAscii(text)
      ? text.replace(/[^\n]+/g, (line) => [...line].reverse().join(""))
      : { cause };
  write(shell, 1, result);
  return isUnknown(result) ? result : missing ? 1 : 0;
};

/** `wc -l` of standard input. */
export const wc: Program = (shell, args) => {
  if (args.length !== 1 || args[0] !== "-l") return undefined;
  const { text } = readInput(shell, []);
  write(shell, 1, isUnknown(text) ? text : `${text.split("\n").length - 1}\n`);
  return isUnknown(text) ? text : 0;
};

/** `realpath path` and `readlink -f path`. */
export const realpath: Program = (shell, args, { name }) => {
  const parsed = parseOptions(args, name === "readlink" ? "fen" : "e", "");
  const [file, ...others] = parsed?.operands ?? [];
  if (parsed === undefined || file === undefined || others.length > 0) return undefined;
  if (name === "readlink" && !parsed.options.has("f") && !parsed.options.has("e")) return undefined;
  const found = lookUp(shell, file);
  const end = parsed.options.has("n") ? "" : "\n";
  if ("cause" in found) {
    write(shell, 1, found);
    return found;
  }
  // Of a file that is missing, only its last part may be.
  if (found.kind === "missing") return undefined;
  write(shell, 1, `${found.path}${end}`);
  return 0;
};

/** `xargs` alone: the words of its input on one line. */
export const xargs: Program = (shell, args) => {
  if (args.length > 0 && !(args.length === 1 && args[0] === "echo")) return undefined;
  const { text } = readInput(shell, []);
  if (isUnknown(text)) {
    write(shell, 1, text);
    return text;
  }
  const words = text.split(/[ \t\n]+/).filter((word) => word !== "");
  if (/["'\\]/.test(text) || text.length > 4000 || words[0]?.startsWith("-")) {
    complain(shell);
    const cause = { reason: "splits quoted text with `xargs`", span: shell.here };
    write(shell, 1, { cause });
    return { cause };
  }
  write(shell, 1, textOf([words.join(" ")]));
  return 0;
};

/** `seq [first] last`. */
export const seq: Program = (shell, args) => {
  if (args.length === 0 || args.length > 2 || args.some((arg) => !/^[0-9]{1,6}$/.test(arg)))
    return undefined;
  const last = Number(args.at(-1));
  const first = args.length === 2 ? Number(args[0]) : 1;
  if (last - first > 10_000) return undefined;
  const numbers = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) =>
    String(first + at),
  );
  write(shell, 1, textOf(numbers));
  return 0;
};

/** `basename path [suffix]`. */
export const basename: Program = (shell, args) => {
  const operands = args[0] === "--" ? args.slice(1) : args;
  const [file, suffix = ""] = operands;
  if (file === undefined || operands.length > 2 || file.startsWith("-")) return undefined;
  const trimmed = file.replace(/\/+$/, "");
  const name = trimmed === "" && file !== "" ? "/" : trimmed.slice(trimmed.lastIndexOf("/") + 1);
  const cut =
    suffix !== "" && name !== suffix && name.endsWith(suffix)
      ? name.slice(0, -suffix.length)
      : name;
  write(shell, 1, `${cut}\n`);
  return 0;
};

/** `dirname paths`. */
export const dirname: Program = (shell, args) => {
  const operands = args[0] === "--" ? args.slice(1) : args;
  if (operands.length === 0 || operands[0]?.startsWith("-")) return undefined;
  for (const file of operands) write(shell, 1, lineOf(folderOf(file)));
  return 0;
};

function lineOf(text: string): Text {
  return `${text}\n`;
}

function folderOf(file: string): string {
  const trimmed = file.replace(/\/+$/, "");
  if (trimmed === "") return file === "" ? "." : "/";
  const slash = trimmed.lastIndexOf("/");
  if (slash < 0) return ".";
  return trimmed.slice(0, slash).replace(/\/+$/, "") || "/";
}
