import { resolve } from "node:path";
import { type HartInfo, hartInfo } from "../../../runtime/package/hart-info.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { visible } from "../../render/display.ts";
import type { pkgInfoSpec } from "../pkg.spec.ts";

/** Prints what a package says about itself. */
export const run: Run<typeof pkgInfoSpec> = async ({ arguments: { HART }, options }, context) => {
  const info = await hartInfo(resolve(context.cwd, HART));
  return tell(context, options.json, {
    value: { ok: true, file: HART, ...info },
    text: () => infoText(info),
  });
};

function infoText(info: HartInfo): string {
  const service = info.is_a_service ? [`as ${info.svc_user ?? ""}:${info.svc_group ?? ""}`] : [];
  const rows: readonly (readonly [name: string, values: readonly string[]])[] = [
    ["target", [info.target]],
    ["signed with", [`${info.key_name} (not verified)`]],
    ["checksum", [info.checksum]],
    ["service", service],
    ["ports", info.exposes.map(String)],
    ["deps", info.deps],
    ["tdeps", info.tdeps],
    ["build deps", info.build_deps],
    ["build tdeps", info.build_tdeps],
    ["LD_RUN_PATH", present(info.ld_run_path)],
    ["LDFLAGS", present(info.ldflags)],
    ["CFLAGS", present(info.cflags)],
  ];
  const width = Math.max(...rows.map(([name]) => name.length)) + 2;
  const lines = rows
    .filter(([, values]) => values.length > 0)
    .map(([name, values]) => {
      const separator = `\n  ${" ".repeat(width)}`;
      return `  ${`${name}:`.padEnd(width)}${values.map(visible).join(separator)}\n`;
    });
  return `${visible(info.ident)}\n${lines.join("")}`;
}

function present(value: string | null): string[] {
  return value === null ? [] : [value];
}
