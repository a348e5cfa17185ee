/** `local x=$(pkg_path_for …)`: nobody sees that the path was not found. */
import { positionAt, type SourceText, spanOf } from "../../bash/text/source-text.ts";
import type { Fix, Span } from "../../ir/index.ts";
import { finding, type Rule } from "../context.ts";
import type { Holder } from "../script/facts.ts";

const failing = new Set(["pkg_path_for", "pkg_interpreter_for"]);

export const hiddenStatusRule: Rule = ({ calls }) =>
  calls.flatMap((call) => {
    const { holder } = call.around;
    if (!failing.has(call.name) || holder === undefined) return [];
    const { source } = call.script;
    const fix = separation(holder, source);
    const how = holder.command.name?.value;
    return [
      finding("status-hidden", {
        message: `${how} hides whether ${call.name} fails`,
        hint: `declare ${holder.name} in a command of its own`,
        spans: [spanOf(source, holder.command)],
        ...(fix === undefined ? {} : { fixes: [fix] }),
      }),
    ];
  });

/** Two lines out of one, where the command has a line to itself and one plain assignment. */
function separation({ command, name }: Holder, source: SourceText): Fix | undefined {
  const { text } = source;
  const how = command.name?.value;
  const lineStart = text.lastIndexOf("\n", command.pos - 1) + 1;
  const indent = text.slice(lineStart, command.pos);
  const rest = text.slice(command.end, text.indexOf("\n", command.end));
  const [only] = command.suffix;
  const isPlain = command.suffix.length === 1 && only?.type === "Assignment" && !only.append;
  if (how === undefined || indent.trim() !== "" || rest.trim() !== "" || !isPlain) return undefined;
  const title = `set ${name} on a line of its own`;
  const at = (start: number, end: number): Span => ({
    file: source.file,
    start: positionAt(source, start),
    end: positionAt(source, end),
  });
  if (how === "export" || how === "readonly") {
    const edits = [
      { span: at(command.pos, only.pos), text: "" },
      { span: at(command.end, command.end), text: `\n${indent}${how} ${name}` },
    ];
    return { title, edits };
  }
  const after = only.pos + name.length;
  return { title, edits: [{ span: at(after, after), text: `\n${indent}${name}` }] };
}
