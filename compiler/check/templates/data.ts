/** The data that the templates of a plan are rendered with. */
import {
  bindMembers,
  memberFields,
  memberPkgFields,
  memberSysFields,
  pkgFields,
  pkgInstallFields,
  svcFields,
  svcMembers,
  sysFields,
} from "../../ir/template-context.ts";
import type { RuleContext } from "../context.ts";
import type { TemplateFile } from "../folder.ts";
import { parseToml } from "../toml.ts";
import { any, type MissingCode, record, type Shape, shapeOfData } from "./shape.ts";

const unknown = "template-path-unknown";

/** The root of the data, a table of `cfg`, `pkg` and, in a service, the others. */
export function templateData(
  context: Pick<RuleContext, "ir" | "folder" | "packages">,
  when: TemplateFile["when"],
): Shape {
  const cfg = configuration(context);
  const pkg = packageFields(when);
  if (when === "install")
    return table([
      ["cfg", cfg],
      ["pkg", pkg],
    ]);
  return table([
    ["cfg", cfg],
    ["pkg", pkg],
    ["sys", table(record(sysFields, unknown))],
    ["svc", service(context)],
    ["bind", binds(context)],
  ]);
}

function table(fields: Iterable<readonly [string, Shape]>, code: MissingCode = unknown) {
  return { kind: "table", fields: new Map(fields), code } satisfies Shape;
}

function configuration({ folder }: Pick<RuleContext, "folder">): Shape {
  const text = folder.defaultToml?.text;
  if (text === undefined) return table([], "template-cfg-missing");
  try {
    const shape = shapeOfData(parseToml(text), "template-cfg-missing");
    return shape === any ? table([], "template-cfg-missing") : shape;
  } catch {
    return any;
  }
}

function packageFields(when: TemplateFile["when"]): Shape {
  const names = when === "install" ? [...pkgFields, ...pkgInstallFields] : pkgFields;
  const fields = record(names, unknown);
  for (const name of ["deps", "env", "exposes", "exports"]) fields.set(name, any);
  return table(fields);
}

function service({ ir }: Pick<RuleContext, "ir">): Shape {
  const exported =
    ir.dynamic.pkg_exports === undefined
      ? exportsTable(Object.keys(ir.settings.pkg_exports ?? {}), "template-export-unknown")
      : any;
  return table([...record(svcFields, unknown), ...members(svcMembers, exported)]);
}

function members(names: readonly string[], cfg: Shape): [string, Shape][] {
  const member = table([
    ...record(memberFields, unknown),
    ["sys", table(record(memberSysFields, unknown))],
    ["pkg", table(record(memberPkgFields, unknown))],
    ["cfg", cfg],
  ]);
  const list: Shape = { kind: "list", item: member, code: unknown };
  return [...names.map((name): [string, Shape] => [name, member]), ["members", list]];
}

function exportsTable(names: readonly string[], code: MissingCode) {
  return table(
    names.map((name) => [name, any]),
    code,
  );
}

function binds({ ir, packages }: Pick<RuleContext, "ir" | "packages">): Shape {
  const { settings, dynamic } = ir;
  if (dynamic.pkg_binds ?? dynamic.pkg_binds_optional) return any;
  const declared = Object.entries({ ...settings.pkg_binds_optional, ...settings.pkg_binds });
  const fields = declared.map(([name, keys]): [string, Shape] => {
    const asked = keys.trim().split(/\s+/).filter(Boolean);
    const [producer, ...others] = packages.named(name);
    const exported = others.length === 0 ? producer?.exports : undefined;
    const cfg: Shape = {
      ...exportsTable([...asked, ...(exported ?? [])], "template-bind-export"),
      // Any other service may be bound, and may export more.
      severity: exported === undefined ? "info" : "warning",
    };
    return [name, table(members(bindMembers, cfg))];
  });
  return table(fields, "template-bind-unknown");
}
