import { resolve } from "node:path";
import { closureOf } from "../../../runtime/export/closure.ts";
import { exportTar } from "../../../runtime/export/tar.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { storeOf } from "../../store.ts";
import type { pkgExportTarSpec } from "../pkg-export.spec.ts";

export const run: Run<typeof pkgExportTarSpec> = async (
  { arguments: { IDENT }, options },
  context,
) => {
  const closure = closureOf(storeOf(context).store, IDENT);
  const written = await exportTar(closure, resolve(context.cwd, options.out));
  const value = { ...written, packages: closure.packages.map(({ name }) => name) };
  return tell(context, options.json, { value, text: () => `${written.file}\n` });
};
