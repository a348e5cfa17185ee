/**
 * The hooks that run once: `install` and `uninstall`.
 *
 * Source: Habitat, `PackageMaintenanceHookExt` and `check_install_hooks`; the reference's
 * "Lifecycle event handlers".
 */
import { readFileSync } from "node:fs";
import { chown, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HabcError } from "../../compiler/ir/index.ts";
import { asideName, sweepAside, unwritable } from "../crypto/aside.ts";
import type { InstalledStore } from "../store/installed.ts";
import type { Package } from "../store/package.ts";
import { type Account, accountOf } from "./accounts.ts";
import { commandEnvironment } from "./command-environment.ts";
import type { StoreEvents } from "./events.ts";
import { renderHook } from "./hook-template.ts";
import { templateValues } from "./hook-values.ts";
import { withLock } from "./lock.ts";
import { startCommand } from "./start-command.ts";

/** Where the exit status of the install hook stands in the package. */
const statusFile = "INSTALL_HOOK_STATUS";

/** What hooks need to know. */
export interface HookContext {
  readonly store: InstalledStore;
  /** The caller's environment, which hooks get with the package's own on top. */
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly events: StoreEvents;
  /** Takes what hooks print, both streams together. */
  readonly output: (data: Uint8Array) => void;
}

/**
 * Runs the install hooks of packages that have not yet run with success, in order.
 *
 * @throws HabcError `hook-failed`, `results-unwritable`.
 */
export async function runInstallHooks(
  packages: readonly Package[],
  context: HookContext,
): Promise<void> {
  for (const found of packages) {
    if (hookText(found, "install") === undefined) continue;
    // Of two processes that install it at once, one runs the hook and the other waits for it.
    await withLock(found.hostPath, { kind: "exclusive" }, async () => {
      if (lastStatus(found) === "0") return;
      const status = await runHook(found, "install", context);
      if (status === undefined) return;
      await writeStatus(found, status);
      if (status !== 0) throw failed(found, "install", status);
    });
  }
}

/**
 * Runs the uninstall hook of a package that is about to go, if it has one.
 *
 * @throws HabcError `hook-failed`.
 */
export async function runUninstallHook(found: Package, context: HookContext): Promise<void> {
  const status = await runHook(found, "uninstall", context);
  if (status !== undefined && status !== 0) throw failed(found, "uninstall", status);
}

type HookName = "install" | "uninstall";

/** @returns The exit status; undefined where there is no hook, or none that can be run here. */
async function runHook(
  found: Package,
  hook: HookName,
  context: HookContext,
): Promise<number | undefined> {
  const template = hookText(found, hook);
  if (template === undefined) return undefined;
  const rendered = renderHook(template, templateValues(found, context.store));
  if ("notUnderstood" in rendered) {
    context.events({
      type: "warning",
      diagnostic: {
        code: "hook-not-run",
        severity: "warning",
        message: `the ${hook} hook of ${found.name} was not run: it needs the supervisor's rendering of ${rendered.notUnderstood}`,
        hint: `do by hand what ${join(found.hostPath, "hooks", hook)} does, where that is needed`,
        spans: [],
      },
    });
    return undefined;
  }
  context.events({ type: "hook", ident: found.name, hook });
  const account = serviceAccount(found);
  const folder = await scratchFolder(found, context.store);
  try {
    const file = join(folder, hook);
    await writeFile(file, rendered.text, { mode: 0o700 });
    if (account !== undefined) {
      for (const path of [folder, file]) await chown(path, account.uid, account.gid);
    }
    return await exitStatus(file, found, { ...context, account });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Beside the store, as programs may not be run from everywhere. */
async function scratchFolder(found: Package, store: InstalledStore): Promise<string> {
  const name = join(dirname(store.folder), "studios/hooks", found.name.replaceAll("/", "-"));
  const folder = asideName(name);
  try {
    await mkdir(dirname(folder), { recursive: true });
    await sweepAside(name);
    await mkdir(folder, { mode: 0o700 });
    return folder;
  } catch (thrown) {
    throw unwritable(folder, thrown);
  }
}

async function exitStatus(
  file: string,
  found: Package,
  context: HookContext & { readonly account: Account | undefined },
): Promise<number> {
  const { environment, store, output, account } = context;
  const own = commandEnvironment(found, { store, inherited: environment });
  const path = [own.get("PATH"), environment["PATH"]].filter(Boolean).join(":");
  const all = { ...environment, ...Object.fromEntries(own), PATH: path };
  const child = await startCommand({
    argv: [file],
    environment: Object.fromEntries(
      Object.entries(all).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
    ),
    cwd: "/",
    packages: store.folder,
    account,
    streams: "pipes",
  });
  child.stdout?.on("data", output);
  child.stderr?.on("data", output);
  return await new Promise((resolve) => {
    child.once("close", (code, signal) => resolve(code ?? (signal === null ? 1 : 128)));
  });
}

function hookText(found: Package, hook: HookName): string | undefined {
  try {
    return readFileSync(join(found.hostPath, "hooks", hook), "utf8");
  } catch {
    return undefined;
  }
}

/** Read from the disk each time: another process may have run the hook. */
function lastStatus(found: Package): string | undefined {
  try {
    return readFileSync(join(found.hostPath, statusFile), "utf8").trim();
  } catch {
    return undefined;
  }
}

async function writeStatus(found: Package, status: number): Promise<void> {
  const file = join(found.hostPath, statusFile);
  const aside = asideName(file);
  try {
    await writeFile(aside, String(status));
    await rename(aside, file);
  } catch (thrown) {
    throw unwritable(file, thrown);
  }
}

/** Root runs a hook as the package's user, or as `hab` where there is one, as Habitat does. */
function serviceAccount(found: Package): Account | undefined {
  if (process.geteuid?.() !== 0) return undefined;
  const user = found.text("SVC_USER");
  const group = found.text("SVC_GROUP") ?? user ?? "hab";
  const account = accountOf(user ?? "hab", group);
  if (account !== undefined || user === undefined) return account;
  throw new HabcError(
    "hook-failed",
    `the hook of ${found.name} runs as ${user}:${group}, which this machine does not have`,
    { hint: `add the user and the group, such as with \`useradd --system ${user}\`` },
  );
}

function failed(found: Package, hook: HookName, status: number): HabcError {
  return new HabcError(
    "hook-failed",
    `the ${hook} hook of ${found.name} ended with status ${status}`,
    {
      hint:
        hook === "install"
          ? "the package is installed; mend what the hook complains about, and install it again to run the hook again"
          : "the package stays; `--ignore-uninstall-hook` removes it without",
    },
  );
}
