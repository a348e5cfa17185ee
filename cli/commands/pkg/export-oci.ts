import { resolve } from "node:path";
import { closureOf } from "../../../runtime/export/closure.ts";
import { entryPoint } from "../../../runtime/export/oci/entry-point.ts";
import { exportOci } from "../../../runtime/export/oci/layout.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { storeOf } from "../../store.ts";
import type { pkgExportOciSpec } from "../pkg-export.spec.ts";

export const run: Run<typeof pkgExportOciSpec> = async (
  { arguments: { IDENT }, options },
  context,
) => {
  const { store } = storeOf(context);
  const closure = closureOf(store, IDENT);
  const { origin, name, version, release } = closure.main.ident;
  const given = options.entrypoint.length === 0 ? undefined : options.entrypoint;
  const found = given === undefined ? entryPoint(closure) : undefined;
  const command = given ?? found?.command ?? [];
  const written = await exportOci({
    closure,
    target: store.target,
    entryPoint: command,
    folder: resolve(context.cwd, options.out ?? `${origin}-${name}-${version}-${release}-oci`),
  });
  if (command.length === 0) {
    context.stderr.write(
      `the image has no entry point: ${closure.main.name} names no command; give --entrypoint\n`,
    );
  }
  const value = { ...written, entryPoint: command };
  return tell(context, options.json, {
    value,
    text: () => `${written.folder}:${written.reference}\n`,
  });
};
