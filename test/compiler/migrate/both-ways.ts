/**
 * Runs a callback as the function of the plan.sh and as the method of the plan.ts, with programs
 * that only note how they were called.
 */
import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compileBashPlan } from "../../../compiler/bash/index.ts";
import { helperNames } from "../../../compiler/ir/index.ts";
import { openPlan } from "../../stdlib/host/driver.ts";

/** What a callback did. */
export interface Deeds {
  /** How it ended. */
  readonly status: number;
  /** Each call of a program: its name, arguments, folder and part of the environment. */
  readonly log: readonly string[];
  /** Files below the prefix and the source, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** What a build would show of it, without lines of helpers and the folders that `pushd` lists. */
  readonly shown: string;
}

/** Programs that note their calls instead of working. */
const programs = "autogen.sh configure go make patch sed tar".split(" ");

const note = `#!/bin/bash
printf '%q ' "\${0##*/}" "$@" >> "$NOTES"
printf '[%s] CFLAGS=%s GOPATH=%s CC=%s PATH=%s\\n' "$PWD" "$CFLAGS" "$GOPATH" "$CC" "\${PATH%%:*}" >> "$NOTES"
`;

interface Place {
  readonly folder: string;
  readonly notes: string;
  readonly env: Readonly<Record<string, string>>;
  readonly texts: Readonly<Record<string, string>>;
}

function openPlace(settings: Readonly<Record<string, unknown>>): Place {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "habc-both-")));
  for (const name of [
    "bin",
    "src/src/lantern",
    "src/doc",
    "src/tests",
    "prefix/bin",
    "prefix/etc",
  ]) {
    mkdirSync(join(folder, name), { recursive: true });
  }
  for (const name of programs) {
    writeFileSync(join(folder, "bin", name), note);
    chmodSync(join(folder, "bin", name), 0o755);
    symlinkSync(join(folder, "bin", name), join(folder, "src", name));
  }
  writeFileSync(join(folder, "src/README"), "read me\n");
  writeFileSync(join(folder, "src/fix.patch"), "");
  const texts = Object.fromEntries(
    Object.entries(settings).filter(
      (entry): entry is [string, string] => typeof entry[1] === "string",
    ),
  );
  return {
    folder,
    notes: join(folder, "notes"),
    env: {
      PATH: `${join(folder, "bin")}:${process.env["PATH"]}`,
      NOTES: join(folder, "notes"),
      CFLAGS: "-I/one -I/two",
    },
    texts: {
      ...texts,
      pkg_prefix: join(folder, "prefix"),
      pkg_ident: "acme/lantern/1.4.2/20240101000000",
      HAB_CACHE_SRC_PATH: join(folder, "src"),
      SRC_PATH: join(folder, "src"),
      PLAN_CONTEXT: join(folder, "src"),
    },
  };
}

function deeds({ folder, notes }: Place, status: number, stdout: string): Deeds {
  const text = (path: string) => readFileSync(path, "utf8").replaceAll(folder, "FOLDER");
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) => {
    const path = join(entry.parentPath, entry.name);
    if (!entry.isFile() || path === notes || path.startsWith(join(folder, "bin"))) return [];
    return [[path.slice(folder.length), text(path)] as const];
  });
  const log = existsSync(notes) ? text(notes) : "";
  return {
    status,
    log: log.split("\n").filter(Boolean),
    files: Object.fromEntries(files.sort()),
    shown: stdout
      .replaceAll(folder, "FOLDER")
      .replace(/^( {3}lantern: |FOLDER\S* FOLDER|FOLDER\S*$).*\n/gm, ""),
  };
}

const packages = (idents: readonly string[] = []) =>
  idents.map((ident) => `/hab/pkgs/${ident.split("/").slice(0, 2).join("/")}/1.0/20240101000000`);

/** Runs the function in bash. */
export function asFunction(file: string, name: string): Deeds {
  const { settings } = compileBashPlan({ file });
  const place = openPlace(settings);
  const known = packages([...(settings.pkg_build_deps ?? []), ...(settings.pkg_deps ?? [])]);
  const told = Object.entries(place.texts)
    .map(([key, value]) => `${key}=${quote(value)}`)
    .join("\n");
  const script = `
    for name in ${helperNames.join(" ")} do_default_{download,verify,unpack,install}; do
      eval "$name() { printf '%q ' $name \\"\\$@\\" >> \\"\\$NOTES\\"; echo >> \\"\\$NOTES\\"; }"
    done
    for name in build_line warn debug; do eval "$name() { :; }"; done
    pkg_path_for() { printf '%s\\n' ${known.join(" ")} | grep -E -m 1 "/$1/"; }
    ${told}
    source "$1"
    ${told}
    cd "$SRC_PATH"
    set -eE
    "$2"`;
  const { status, stdout, stderr } = spawnSync(
    "bash",
    ["--norc", "-c", script, "bash", file, name],
    {
      env: place.env,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  if (status === null) throw new Error(stderr);
  return deeds(place, status, stdout);
}

function quote(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** Runs the method in the phase host. */
export async function asMethod(plan: string, file: string, name: string): Promise<Deeds> {
  const { settings } = compileBashPlan({ file });
  const place = openPlace(settings);
  const session = await openPlan(plan, {
    environment: place.env,
    reply: ({ helper, flags, args }) => {
      const words = [helper, ...(flags === "" ? [] : [flags]), ...args].map(quote);
      const script = `printf '%q ' ${words.join(" ")} >> "$NOTES"; echo >> "$NOTES"`;
      spawnSync("bash", ["--norc", "-c", script], { env: place.env, stdio: "ignore" });
      return { status: 0 };
    },
  });
  session.host.assign([
    ...Object.entries(place.texts).map(
      ([key, value]) => ({ kind: "string", name: key, value }) as const,
    ),
    {
      kind: "list",
      name: "pkg_all_deps_resolved",
      value: packages([...(settings.pkg_build_deps ?? []), ...(settings.pkg_deps ?? [])]),
    },
  ]);
  const outcome = await session.run(name, join(place.folder, "src"));
  await session.end();
  if (outcome.kind === "gone") throw new Error(session.output.stderr);
  return deeds(place, outcome.status, session.output.stdout);
}
