/**
 * The parser is native code without a guard for its stack: a text of some thousand brackets inside
 * each other ends the process. Such texts are not given to it.
 */

/** Less than half of what the parser takes with the usual stack of 8 MB. */
const limits = { marks: 2000, brackets: 500 };

/** What can be inside one of its own kind without a bracket around it. */
const marks = /[([{<?:=]|\b(?:case|do|else|for|if|keyof|new|return|while|with)\b/g;

/** Whether a text may be nested more deeply than the parser can bear. Brackets in texts count too. */
export function tooDeep(text: string): boolean {
  if ((text.match(marks)?.length ?? 0) <= limits.marks) return false;
  let depth = 0;
  let chain = 0;
  for (const [mark] of text.matchAll(
    /=>|[()[\]{}<>?:=;,]|\b(?:do|else|for|if|keyof|new|while|with)\b/g,
  )) {
    if ("([{<".includes(mark)) depth += 1;
    else if (")]}>".includes(mark)) depth = Math.max(0, depth - 1);
    else if (mark === "," || mark === ";") chain = 0;
    else chain += 1;
    if (depth > limits.brackets || chain > limits.marks) return true;
  }
  return (text.match(/\belse\b/g)?.length ?? 0) > limits.marks;
}
