/** What a word with variables in it stands for, where the text itself says so. */
import type { Word } from "unbash";
import type { PlanIR } from "../../ir/index.ts";
import type { PlacedCall, Script } from "../plan-text.ts";
import { literalText, type Write } from "./facts.ts";

/** One text that a word can stand for. */
export interface KnownText {
  readonly text: string;
  /** The variable that gives it, and where that is set. */
  readonly from?: { readonly name: string; readonly script: Script; readonly write: Write };
}

/** What is known around a word. */
export interface Surroundings {
  readonly ir: Pick<PlanIR, "settings">;
  readonly scripts: readonly Script[];
}

/**
 * The texts that a word of a call can stand for: its own, or those that its one variable gets in the
 * same function, at the top level, or from the words of a loop.
 *
 * @returns Nothing where it can be anything else, too.
 */
export function knownTexts(
  word: Word,
  call: Pick<PlacedCall, "around" | "script">,
  around: Surroundings,
): readonly KnownText[] {
  const setting = (name: string) => textSetting(around, name);
  const own = literalText(word, setting);
  if (own !== undefined) return [{ text: own }];
  const name = onlyVariable(word, setting);
  if (name === undefined) return [];
  return valuesOf(name, call, around).flatMap(({ text, from }) => {
    const whole = literalText(word, (other) => (other === name ? text : setting(other)));
    return whole === undefined ? [] : [{ text: whole, ...(from === undefined ? {} : { from }) }];
  });
}

function textSetting({ ir }: Surroundings, name: string): string | undefined {
  return name === "pkg_origin" || name === "pkg_name" ? ir.settings[name] : undefined;
}

/** The one variable of a word that is no setting; undefined where there are several, or none. */
function onlyVariable(
  word: Word,
  setting: (name: string) => string | undefined,
): string | undefined {
  const names = new Set<string>();
  literalText(word, (name) => {
    if (setting(name) === undefined) names.add(name);
    return "";
  });
  const [name, ...others] = names;
  return others.length === 0 ? name : undefined;
}

/** What a variable can be where a call stands; nothing where that cannot be said of all of it. */
function valuesOf(
  name: string,
  { around: { definedAt }, script }: Pick<PlacedCall, "around" | "script">,
  { scripts }: Surroundings,
): KnownText[] {
  const writes = scripts.flatMap((each) =>
    each.writes
      .filter((write) => write.name === name && !write.isDeclaration)
      .map((write) => ({ script: each, write })),
  );
  const near = writes.filter(
    (one) => one.script === script && one.write.definedAt === definedAt && definedAt !== undefined,
  );
  const far = writes.filter(({ write }) => write.definedAt === undefined);
  // What another function sets may be there, too, whenever that runs.
  if (near.length === 0 && far.length < writes.length) return [];
  const values = (near.length > 0 ? near : far).map((from) =>
    from.write.choices?.map((choice) => {
      const text = literalText(choice);
      return text === undefined ? undefined : { text, from: { name, ...from } };
    }),
  );
  const texts = values.flatMap((each) => each ?? [undefined]);
  return texts.every((each) => each !== undefined) ? texts : [];
}
