/** `cat > file <<EOF` as what it does: a file is written. */
import type { Command, HereDoc } from "unbash";
import { bracketed, type Doc, group } from "../layout/doc.ts";
import { templateText } from "../layout/literals.ts";
import { codeOf, templateOf } from "../values/code.ts";
import { type Expression, piecesOf } from "../values/expression.ts";
import { refuse, type Scope } from "./scope.ts";
import { expressionPieces, wordPieces } from "./value.ts";

/** @returns Nothing for a command that does something else. @throws Untranslatable */
export function fileStatement(command: Command, scope: Scope): Doc | undefined {
  if (command.name?.value !== "cat" || command.args.length > 0 || command.prefix.length > 0)
    return undefined;
  const [a, b, ...others] = command.redirects;
  const document = [a, b].find((one) => one?.type === "HereDoc");
  const file = [a, b].find((one) => one?.type === "Redirect");
  if (document?.type !== "HereDoc" || file?.type !== "Redirect" || others.length > 0)
    return undefined;
  if (
    document.descriptor !== undefined ||
    file.descriptor !== undefined ||
    file.target === undefined
  )
    return undefined;
  const writes: Readonly<Record<string, string>> = { ">": "writeFile", ">>": "appendFile" };
  const write = writes[file.operator];
  if (write === undefined) return undefined;
  const target = codeOf(wordPieces(scope, file.target));
  scope.imports.add(write);
  const args = bracketed("(", [target, documentCode(document, scope)], ")");
  return group(`await ${write}`, args, ";");
}

function documentCode({ operator, delimiter, body }: HereDoc, scope: Scope): string {
  if (operator === "<<-") refuse("strips tabs of a here-document");
  if (delimiter?.quoted) return `\`${templateText(body.text)}\``;
  if (body.parts === undefined) return `\`${templateText(unescaped(body.text))}\``;
  const expression = body.parts.flatMap((part): Expression => {
    if (part.type === "Literal") return [{ kind: "text", text: unescaped(part.text) }];
    return piecesOf([part], true) ?? refuse("expands a here-document");
  });
  return templateOf(expressionPieces(scope, expression));
}

/** What a backslash quotes in a here-document. */
function unescaped(text: string): string {
  return text.replace(/\\([$`\\]|\n)/g, (_, sign: string) => (sign === "\n" ? "" : sign));
}
