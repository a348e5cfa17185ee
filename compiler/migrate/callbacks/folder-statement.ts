/** `cd`, `pushd` and `popd`. */
import type { Command } from "unbash";
import type { Doc } from "../layout/doc.ts";
import { codeOf } from "../values/code.ts";
import type { Position } from "./position.ts";
import { refuse, use } from "./scope.ts";
import { wordPieces } from "./value.ts";

/** @throws Untranslatable */
export function changeFolder(command: Command, name: string, at: Position): Doc {
  const { args, redirects } = command;
  const [target] = args;
  const toNull = redirects.every(
    (one) =>
      one.type === "Redirect" && one.target?.value === "/dev/null" && /^&?>$/.test(one.operator),
  );
  if (args.length !== 1 || target?.type !== "Word" || !toNull)
    refuse(`calls ${name} in an unusual way`);
  if (/^[-+]|[*?[~]|(^|[^$]){/.test(target.text)) refuse(`calls ${name} ${target.text}`);
  if (name === "pushd") at.folders += 1;
  else if (at.folders > 0) refuse("calls cd below pushd");
  return `${use(at.scope, "cd")}(${codeOf(wordPieces(at.scope, target))});`;
}

/** The folder in which a callback began is known, and it is left at its end. */
export function leaveFolder({ args }: Command, at: Position): readonly Doc[] {
  if (args.length > 0 || at.folders !== 1) refuse("calls popd in an unusual way");
  at.folders = 0;
  if (at.isLast) return [];
  return [`${use(at.scope, "cd")}(${use(at.scope, at.scope.home)});`];
}
