/** Commands that run in the shell of `$`. */
import type { AndOr, Command, PipelineNode } from "unbash";
import type { Doc } from "../layout/doc.ts";
import type { Position } from "./position.ts";
import { use } from "./scope.ts";
import { editsOf, losesStatus } from "./shell-text.ts";
import { stretchText } from "./template.ts";

const width = 100;

/** A command as the text of `$`. */
export function shell(node: PipelineNode | AndOr, at: Position): Doc {
  const { scope, source } = at;
  const edits = editsOf(scope, source, node);
  const start = `await ${use(scope, "$")}\``;
  if (losesStatus(node)) {
    const text = stretchText({ source, node, edits, column: 6 });
    return `${start}\n      set +o pipefail\n      ${text}\n    \`;`;
  }
  const text = stretchText({ source, node, edits, column: 4 });
  if (
    node.type === "Command" &&
    !text.includes("\n") &&
    4 + start.length + text.length + 2 > width
  ) {
    return `${start}${folded(node, at, start.length)}\`;`;
  }
  return `${start}${text}\`;`;
}

/** A long command on several lines, cut between its words. */
function folded(command: Command, { scope, source }: Position, offset: number): string {
  const words = [
    ...command.prefix,
    ...(command.name ? [command.name] : []),
    ...command.suffix,
  ].toSorted((a, b) => a.pos - b.pos);
  let result = "";
  let column = 4 + offset;
  for (const [at, node] of words.entries()) {
    const edits = editsOf(scope, source, command).filter(
      ({ pos, end }) => pos >= node.pos && end <= node.end,
    );
    const text = stretchText({ source, node, edits, column: 4 });
    if (at > 0 && column + text.length + 3 > width) {
      result += ` \\\n${" ".repeat(6)}`;
      column = 6;
    } else if (at > 0) {
      result += " ";
      column += 1;
    }
    result += text;
    column += text.length;
  }
  return result;
}
