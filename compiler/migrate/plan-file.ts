/** The whole text of a plan.ts. */
import { basename, relative } from "node:path";
import { type SettingName, usesNetwork } from "../ir/index.ts";
import { type CallbackProperties, callbackProperties } from "./callbacks/properties.ts";
import { type Doc, hardline, indent, layOut } from "./layout/doc.ts";
import { property, stringLiteral } from "./layout/literals.ts";
import { type Property, propertyLines } from "./properties.ts";
import { noRemarks, type Remarks, remarkOf } from "./reading/comments.ts";
import { type Outline, outlineOf } from "./reading/outline.ts";
import type { Reading } from "./reading/reading.ts";
import { functionRemarks, type Remarked, settingRemarks } from "./reading/remarks.ts";
import type { Scenarios } from "./reading/scenarios.ts";
import { unsettledIn } from "./reading/unsettled.ts";
import { constantLines } from "./values/constant-lines.ts";
import { type Branch, orderedSettings, settingDocs } from "./values/decided.ts";
import { createConstants } from "./values/names.ts";

/** A plan.ts, and what its author has to do by hand. */
export interface PlanFile {
  readonly text: string;
  readonly outline: Outline;
  /** Settings whose value only running the plan shows. */
  readonly dynamic: readonly SettingName[];
  readonly callbacks: CallbackProperties;
}

export function planFile(scenarios: Scenarios): PlanFile {
  const unsettled = unsettledIn(scenarios);
  const branches = scenarios.all.map(
    (scenario): Branch => ({
      scenario,
      plan: { reading: scenario.reading, outline: outlineOf(scenario.reading), unsettled },
    }),
  );
  const [base] = branches;
  if (base === undefined) throw new RangeError("a plan that was never read");
  const { outline, reading } = base.plan;
  const constants = createConstants(base.plan);
  const names = orderedSettings(branches);
  // Whatever needs a constant asks for it in the first round; the second one uses all.
  settingDocs(names, branches, constants, scenarios.conditions);
  const callbacks = callbackProperties(base.plan, constants);
  const docs = settingDocs(names, branches, constants, scenarios.conditions);
  const readings = scenarios.all.map((scenario) => scenario.reading);
  const isDynamic = (name: SettingName) => readings.some(({ ir }) => name in ir.dynamic);
  // The callback of that name stands in the place of the setting.
  const computed = callbacks.properties.some(({ name }) => name === "pkg_version");
  const settings = names.flatMap((name): Property[] => {
    if (name === "pkg_version" && computed) return [];
    const remarked = settingRemarks(outline, readings, name);
    const doc = docs.get(name);
    if (doc !== undefined) return [{ doc, ...remarked, isCallback: false }];
    return isDynamic(name) ? [unknownSetting(reading, name, remarked)] : [];
  });
  const body = layOut([
    constantLines(base.plan, constants),
    hardline,
    headLines(reading, outline.head),
    "export default definePlan({",
    indent(
      propertyLines([
        ...settings,
        ...networkLines(readings),
        ...callbackLines(reading, outline, callbacks),
      ]),
      tailLines(outline),
    ),
    names.length + callbacks.properties.length === 0 ? "" : hardline,
    "});",
    hardline,
  ]);
  const dynamic = names.filter((name) => !docs.has(name) && isDynamic(name));
  return { text: importLines(callbacks, body) + body, outline, dynamic, callbacks };
}

/** What a plan.ts cannot be given without its author, as a comment in its place. */
function unknownSetting({ ir }: Reading, name: SettingName, { remarks }: Remarked): Property {
  const { reason = "" } = ir.dynamic[name] ?? {};
  const line = `// TODO: ${name}, which the plan.sh gets in another way: it ${reason}`;
  return { remarks: { ...remarks, lines: [...remarks.lines, line] }, isCallback: false };
}

/** A plan.sh has the network without asking; a plan.ts whose callbacks fetch something asks for it. */
function networkLines(readings: readonly Reading[]): Property[] {
  const isSet = readings.some(
    ({ ir }) => ir.settings.pkg_network !== undefined || ir.dynamic.pkg_network !== undefined,
  );
  const fetches = readings
    .flatMap(({ functions }) => [...functions.values()])
    .some(({ node, source }) => usesNetwork(source.text.slice(node.pos, node.end)));
  if (isSet || !fetches) return [];
  const doc = property("pkg_network", stringLiteral("on"), false);
  return [{ doc, remarks: noRemarks, isCallback: false }];
}

function callbackLines(
  { functions }: Reading,
  outline: Outline,
  { properties, refused }: CallbackProperties,
): Property[] {
  const written = properties.map(
    ({ name, doc }): Property => ({
      doc,
      ...functionRemarks(outline, functions.get(name)),
      isCallback: true,
    }),
  );
  const left = refused.flatMap(({ name }): Property[] => {
    const fn = functions.get(name);
    if (fn === undefined) return [];
    const text = fn.source.text.slice(fn.node.pos, fn.node.end);
    const lines = ["// TODO: this callback of the plan.sh", ...text.split("\n").map(remarkOf)];
    return [{ remarks: { lines, blank: true }, isCallback: true }];
  });
  return [...written, ...left];
}

function tailLines({ tail }: Outline): Doc {
  if (tail.lines.length === 0) return "";
  return [hardline, ...tail.lines.map((one): Doc => (one === "" ? hardline : [hardline, one]))];
}

function headLines({ ir }: Reading, head: Remarks): Doc {
  const sourced = ir.files
    .filter((file) => basename(file).endsWith(".sh"))
    .map((file) => relative(ir.plan.context, file));
  const note =
    sourced.length === 0 ? [] : [`// With what the plan.sh took from ${sourced.join(", ")}.`];
  return [...head.lines, ...note].flatMap((line): Doc[] => [line, hardline]);
}

function importLines({ properties }: CallbackProperties, body: string): string {
  const names = [
    ...(properties.some(({ reason }) => reason !== undefined) ? ["bash"] : []),
    ...(body.includes("customLicense(") ? ["customLicense"] : []),
    "definePlan",
  ];
  const files = new Set(properties.flatMap(({ imports }) => [...imports]));
  const node =
    files.size === 0 ? "" : `import { ${[...files].sort().join(", ")} } from "node:fs/promises";\n`;
  return `${node}import { ${names.join(", ")} } from "habc";\n`;
}
