import { resolve } from "node:path";
import { findInstalled } from "../../../runtime/installed/find.ts";
import {
  type HartInfo,
  hartInfo,
  type PackageInfo,
  packageInfo,
} from "../../../runtime/package/hart-info.ts";
import { isHart } from "../../../runtime/package/named-package.ts";
import type { Run } from "../../command.ts";
import type { CommandContext } from "../../context.ts";
import { tell } from "../../render/answer.ts";
import { visible } from "../../render/display.ts";
import { storeOf } from "../../store.ts";
import type { pkgInfoSpec } from "../pkg.spec.ts";

/** Prints what a package says about itself. */
export const run: Run<typeof pkgInfoSpec> = async (
  { arguments: { PACKAGE }, options },
  context,
) => {
  const info = await infoOf(PACKAGE, context);
  return tell(context, options.json, {
    value: { ok: true, ...info },
    text: () => infoText(info),
  });
};

type Info = PackageInfo & { readonly file?: string; readonly folder?: string } & Partial<HartInfo>;

async function infoOf(name: string, context: CommandContext): Promise<Info> {
  const { cwd } = context;
  if (isHart(name, cwd)) return { file: name, ...(await hartInfo(resolve(cwd, name))) };
  const found = findInstalled(storeOf(context).store, name);
  return { folder: found.hostPath, ...packageInfo(found.name, found.text) };
}

function infoText(info: Info): string {
  const service = info.is_a_service ? [`as ${info.svc_user ?? ""}:${info.svc_group ?? ""}`] : [];
  const rows: readonly (readonly [name: string, values: readonly string[]])[] = [
    ["target", [info.target]],
    ["folder", present(info.folder)],
    ["signed with", info.key_name === undefined ? [] : [`${info.key_name} (not verified)`]],
    ["checksum", present(info.checksum)],
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

function present(value: string | null | undefined): string[] {
  return value === null || value === undefined ? [] : [value];
}
