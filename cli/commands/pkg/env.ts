import { commandEnvironment } from "../../../runtime/installed/command-environment.ts";
import { findInstalled } from "../../../runtime/installed/find.ts";
import type { Run } from "../../command.ts";
import { tell } from "../../render/answer.ts";
import { storeOf } from "../../store.ts";
import type { pkgEnvSpec } from "../pkg-store.spec.ts";

/** Prints the environment of a package as commands of a POSIX shell. */
export const run: Run<typeof pkgEnvSpec> = async ({ arguments: { IDENT }, options }, context) => {
  const { store } = storeOf(context);
  const found = findInstalled(store, IDENT);
  const inherited = context.environment;
  const variables = [...commandEnvironment(found, { store, inherited })];
  return tell(context, options.json, {
    value: { ok: true, ident: found.name, environment: Object.fromEntries(variables) },
    text: () => variables.map(([name, value]) => `export ${name}=${quoted(value)}\n`).join(""),
  });
};

function quoted(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
