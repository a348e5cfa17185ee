import { resolve } from "node:path";
import type { BuildFailure, Location, Message } from "esbuild";
import { type Diagnostic, HabcError, type Span } from "../ir/index.ts";
import { outsideMark } from "./confinement.ts";

/** esbuild counts columns from 0 in bytes of UTF-8. */
function spanOf(location: Location, folder: string): Span {
  const bytes = Buffer.from(location.lineText);
  const columnAt = (byte: number) => bytes.toString("utf8", 0, byte).length + 1;
  const { line, column, length } = location;
  return {
    file: resolve(folder, location.file),
    start: { line, column: columnAt(column) },
    end: { line, column: columnAt(column + length) },
  };
}

function diagnosticOf(message: Message, folder: string): Diagnostic {
  const outside = message.detail === outsideMark;
  const notes = message.notes.map(({ text }) => text).filter((text) => text !== "");
  const hint = outside
    ? "copy the file into the source tree, or install the package beside the plan"
    : notes.join(" ").replaceAll("\n", " ");
  return {
    code: outside ? "plan-import-outside" : "plan-syntax",
    severity: "error",
    message: outside ? `the import ${message.text}, outside the source tree` : message.text,
    ...(hint === "" ? {} : { hint }),
    spans: message.location === null ? [] : [spanOf(message.location, folder)],
  };
}

/**
 * @param failure What esbuild refuses; what is no such thing is a defect and thrown as it is.
 * @param folder The folder to which its paths are relative.
 */
export function failureError(failure: BuildFailure, folder: string): HabcError {
  const [first, ...others] = (failure.errors ?? []).map((error) => diagnosticOf(error, folder));
  if (first === undefined) throw failure;
  const { code, message, hint, spans } = first;
  return new HabcError(code, message, { spans, others, ...(hint === undefined ? {} : { hint }) });
}
