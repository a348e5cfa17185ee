/** SPDX licence expressions, and what was meant by texts that are none. */
import correct from "spdx-correct";
import parse from "spdx-expression-parse";
import deprecated from "spdx-license-ids/deprecated.json" with { type: "json" };
import ids from "spdx-license-ids/index.json" with { type: "json" };

/** Whether a text is an SPDX expression, of today's identifiers or replaced ones. */
export function isExpression(text: string): boolean {
  try {
    parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Replaced identifiers beside the GNU licences. Source: the SPDX licence list. */
const replacements: Readonly<Record<string, string>> = {
  "BSD-2-Clause-FreeBSD": "BSD-2-Clause-Views",
  "BSD-2-Clause-NetBSD": "BSD-2-Clause",
  "bzip2-1.0.5": "bzip2-1.0.6",
  "eCos-2.0": "GPL-2.0-or-later WITH eCos-exception-2.0",
  "GPL-2.0-with-autoconf-exception": "GPL-2.0-only WITH Autoconf-exception-2.0",
  "GPL-2.0-with-bison-exception": "GPL-2.0-or-later WITH Bison-exception-2.2",
  "GPL-2.0-with-classpath-exception": "GPL-2.0-only WITH Classpath-exception-2.0",
  "GPL-2.0-with-font-exception": "GPL-2.0-only WITH Font-exception-2.0",
  "GPL-2.0-with-GCC-exception": "GPL-2.0-or-later WITH GCC-exception-2.0",
  "GPL-3.0-with-autoconf-exception": "GPL-3.0-only WITH Autoconf-exception-3.0",
  "GPL-3.0-with-GCC-exception": "GPL-3.0-only WITH GCC-exception-3.1",
  "StandardML-NJ": "SMLNJ",
  wxWindows: "LGPL-2.0-or-later WITH WxWindows-exception-3.1",
};

const gnuIdentifier = /\b((?:A|L)?GPL-[0-9.]+[0-9]|GFDL-[0-9.]+[0-9])(\+)?(?![\w.+-])/g;

/** An expression with today's identifiers in place of replaced ones. */
export function currentForm(expression: string): string {
  const replacement = Object.hasOwn(replacements, expression)
    ? replacements[expression]
    : undefined;
  return (
    replacement ??
    expression.replace(gnuIdentifier, (whole, id: string, plus: string | undefined) =>
      deprecated.includes(id) ? `${id}-${plus === undefined ? "only" : "or-later"}` : whole,
    )
  );
}

const byLetters = new Map(ids.map((id) => [lettersOf(id), id]));

/** The identifier that a text is, but for its case, spaces and dashes; `Apache 2` is `Apache-2.0`. */
export function sameLicense(text: string): string | undefined {
  const letters = lettersOf(text);
  if (gnuFamily(text) !== undefined) return undefined;
  return byLetters.get(letters) ?? byLetters.get(`${letters}.0`);
}

function lettersOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^a-z0-9.+]/g, "")
    .replace(/licen[cs]e$/, "");
}

/** What to write instead of a text that is no expression, in words; undefined where nothing is near. */
export function licenseAdvice(text: string): string | undefined {
  const several = text.split(/\s*[,;/&]\s*|\s+(?:and|or)\s+/i).filter(Boolean);
  if (several.length > 1 && several.every((each) => isExpression(each) || sameLicense(each))) {
    const ids = several.map((each) => (isExpression(each) ? each : sameLicense(each)));
    return `write each as an item of its own, or say which counts: ${ids.join(" OR ")}`;
  }
  const likely = gnuFamily(text) ?? bsdFamily(text) ?? guess(text);
  return likely === undefined ? undefined : `did you mean ${likely}?`;
}

/** `GPLv2`, `gpl2+`, `LGPL-2.1 License`: whether a later version may be chosen is for the author. */
function gnuFamily(text: string): string | undefined {
  const pattern =
    /^\s*(?:gnu\s+)?(a|l)?gpl(?:[\s-]*v?\.?\s*([123])(?:\.([01]))?)?\s*(\+|[\s-]*or[\s-]later)?(?:\s*licen[cs]e)?\s*$/i;
  const [whole, letter = "", major, minor = "0", later] = pattern.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const family = `${letter.toUpperCase()}GPL-`;
  if (major !== undefined) {
    const id = `${family}${major}.${minor}`;
    if (!deprecated.includes(id)) return undefined;
    return later === undefined ? `${id}-only or ${id}-or-later` : `${id}-or-later`;
  }
  const versions = deprecated.filter((id) => id.startsWith(family) && /[0-9]$/.test(id));
  const some = versions.map((id) => `${id}-or-later`);
  return `${some.slice(0, -1).join(", ")} or ${some.at(-1)}, or one of them with -only`;
}

function bsdFamily(text: string): string | undefined {
  if (!/\bbsd/i.test(text)) return undefined;
  if (/3|revised|modified|new\b/i.test(text)) return "BSD-3-Clause";
  if (/2|simplified|free/i.test(text)) return "BSD-2-Clause";
  return "BSD-2-Clause or BSD-3-Clause";
}

/** A guess counts where the text has the name of that licence as a word, or begins with it. */
function guess(text: string): string | undefined {
  if (text.trim() === "" || text.length > 40) return undefined;
  const found = correct(text);
  const [name] = /^[A-Za-z]+/.exec(found ?? "") ?? [];
  if (found === null || name === undefined || /GPL/.test(found)) return undefined;
  const isNamed = new RegExp(`\\b${name}(?![a-uw-z])`, "i").test(text);
  return isNamed || (found === "BSL-1.0" && /^boost\b/i.test(text)) ? found : undefined;
}
