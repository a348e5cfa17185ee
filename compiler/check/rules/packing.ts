/** Copying the whole source tree into the package. */
import { spanOf } from "../../bash/text/source-text.ts";
import { finding, type Rule } from "../context.ts";
import type { PlacedCall } from "../plan-text.ts";

export const packingRule: Rule = ({ ir, calls }) => {
  // With a source, callbacks work in what was unpacked.
  if (ir.settings.pkg_source || ir.dynamic.pkg_source !== undefined) return [];
  return calls.filter(copiesTree).map((call) =>
    finding("packs-source-tree", {
      message: "this copies the whole source tree into the package, with results/ and .git",
      hint: "copy what the package needs; or leave those out, as in `git archive HEAD | tar -x -C DIR`",
      spans: [spanOf(call.script.source, call)],
    }),
  );
};

/** `cp -r . $pkg_prefix`, `rsync -a ./ $pkg_prefix`, and their like. */
function copiesTree(call: PlacedCall, _: number, all: readonly PlacedCall[]): boolean {
  if (call.name !== "cp" && call.name !== "rsync") return false;
  const words = call.node.args.map(({ text }) => plain(text));
  const options = words.filter((word) => word.startsWith("-"));
  const paths = words.filter((word) => !word.startsWith("-"));
  // What is left out by name was thought of.
  if (options.some((word) => word.startsWith("--exclude") || word.startsWith("--filter")))
    return false;
  const isDeep = options.some((word) => /^-[a-zA-Z]*[raR]|^--(recursive|archive)$/.test(word));
  const target = paths.at(-1) ?? "";
  if (!isDeep || !target.startsWith("@prefix")) return false;
  const hasMoved = all.some(
    ({ name, functionName, pos }) =>
      (name === "cd" || name === "pushd") && functionName === call.functionName && pos < call.pos,
  );
  return paths.slice(0, -1).some((path) => tree.test(path) || (!hasMoved && here.test(path)));
}

const tree = /^@tree(\/\.?|\/\*)?$/;
const here = /^(\.\/?\.?|\.\/\*|\*)$/;

/** A word with names for the places that it begins with, and without quotes. */
function plain(word: string): string {
  return word
    .replace(/["']/g, "")
    .replace(/^\$\{?(pkg_prefix|PREFIX)\}?/, "@prefix")
    .replace(/^\$\{?SRC_PATH\}?/, "@tree")
    .replace(/^\$\{?PWD\}?/, ".")
    .replace(/^\$\{?PLAN_CONTEXT\}?\/\.\./, "@tree");
}
