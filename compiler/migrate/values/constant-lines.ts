/** The constants above a plan. */
import { isSettingName } from "../../ir/index.ts";
import { type Doc, group, hardline } from "../layout/doc.ts";
import { ownRemarks } from "../reading/remarks.ts";
import { codeOf, textConstant } from "./code.ts";
import { type Form, ownForm, type PlanText, settingForm } from "./form.ts";
import type { Constants } from "./names.ts";
import { closed, list, settingValue } from "./settings.ts";

export function constantLines(plan: PlanText, constants: Constants): Doc {
  const lines: Doc[] = [];
  for (const [name, constant] of constants.wanted) {
    const form = isSettingName(name) ? settingForm(plan, name) : ownForm(plan, name);
    if (form === undefined) continue;
    const remarks = ownRemarks(plan.outline, name);
    if (remarks.length > 0 && lines.length > 0) lines.push(hardline);
    for (const remark of remarks) lines.push(remark === "" ? hardline : [remark, hardline]);
    lines.push(constantDoc(constant, form, plan, constants), hardline);
  }
  return lines.length === 0 ? "" : [hardline, ...lines];
}

function constantDoc(constant: string, form: Form, plan: PlanText, constants: Constants): Doc {
  if (form.kind === "text") return textConstant(constant, closed(form, { constants }));
  if (form.kind === "list") {
    return group(
      `const ${constant} = `,
      list(form, (item) => codeOf(closed(item, { constants }))),
      ";",
    );
  }
  return [`const ${constant} = `, settingValue("pkg_exports", form, { plan, constants }), ";"];
}
