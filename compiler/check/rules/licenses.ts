/** Licences that are no SPDX expressions. */
import type { Diagnostic, Span } from "../../ir/index.ts";
import { finding, type Rule, type RuleContext } from "../context.ts";
import { literalText } from "../script/facts.ts";
import { itemSpans, settingSpan } from "../setting-spans.ts";
import { currentForm, isExpression, licenseAdvice, sameLicense } from "../spdx.ts";

export const licensesRule: Rule = (context) => {
  const licenses = context.ir.settings.pkg_license ?? [];
  if (isComputed(context)) return judgeTogether(context, licenses);
  return licenses.flatMap((license, index) => {
    const before = licenses.slice(0, index).filter((other) => other === license).length;
    const place = itemSpans(context, "pkg_license", license)[before];
    return judge(license, place, settingSpan(context.ir, "pkg_license"));
  });
};

/** The items come from an expansion: a text that falls into words, for instance. */
function isComputed({ scripts }: RuleContext): boolean {
  return scripts.some(({ writes }) =>
    writes.some(
      ({ name, items }) =>
        name === "pkg_license" && items.some((word) => literalText(word) === undefined),
    ),
  );
}

function judgeTogether({ ir }: RuleContext, licenses: readonly string[]): Diagnostic[] {
  const wrong = licenses.filter((license) => !isExpression(license));
  const [first] = wrong;
  if (first === undefined) return [];
  const count = wrong.length === 1 ? "an item" : `${wrong.length} items`;
  return [
    finding("license-unknown", {
      message: `pkg_license has ${count} that ${wrong.length === 1 ? "is" : "are"} no SPDX licence expression: ${JSON.stringify(first)}${wrong.length === 1 ? "" : " …"}`,
      hint: own,
      spans: [settingSpan(ir, "pkg_license")],
    }),
  ];
}

const own =
  "an SPDX identifier such as MIT or Apache-2.0, or LicenseRef-NAME for a licence of its own";

/** @param place Where it is written out, if it is. */
function judge(license: string, place: Span | undefined, setting: Span): Diagnostic[] {
  const spans = [place ?? setting];
  const fix = (text: string) =>
    place === undefined
      ? {}
      : { fixes: [{ title: `write ${text}`, edits: [{ span: place, text }] }] };
  if (isExpression(license)) {
    const current = currentForm(license);
    if (current === license) return [];
    const message = `SPDX has replaced ${license}`;
    return [
      finding("license-deprecated", { message, hint: `write ${current}`, spans, ...fix(current) }),
    ];
  }
  const same = sameLicense(license);
  const message = `${JSON.stringify(license)} is no SPDX licence expression`;
  const hint = same === undefined ? (licenseAdvice(license) ?? own) : `write ${same}`;
  return [
    finding("license-unknown", { message, hint, spans, ...(same === undefined ? {} : fix(same)) }),
  ];
}
