import type { Folder } from "../folder.ts";
import type { Draft, Facts, Names, PlanKind } from "../kind.ts";

/** A program that needs no compiler: the smallest package that does something. */
export const scriptKind: PlanKind = {
  markers: [],
  needs: { run: [], build: [] },
  read,
  draft: scriptDraft,
  starter: (names) => ({ [`${names.name}.sh`]: greeting(names) }),
};

/** The scripts that lie there, each as a program. */
function read(folder: Folder): Facts {
  const scripts = folder.entries.filter((name) => /^[\w.-]+\.(sh|bash)$/.test(name));
  const installs = scripts.map(
    (file) => `install -m 755 ${file} {pkg_prefix}/bin/${file.replace(/\.\w+$/, "")}`,
  );
  const todo = "# Copy here what the package needs to its pkg_prefix.";
  return { draft: filesDraft(installs.length > 0 ? installs : [todo]) };
}

function filesDraft(install: readonly string[]): Draft {
  return {
    settings: { pkg_bin_dirs: ["bin"] },
    callbacks: { do_build: ["# There is nothing to build."], do_install: install },
  };
}

/** Installs `NAME.sh` as the program NAME. */
export function scriptDraft({ name }: Names): Draft {
  return {
    settings: { pkg_bin_dirs: ["bin"] },
    callbacks: {
      do_build: [`sed s/@version@/{pkg_version}/ ${name}.sh > {CACHE_PATH}/${name}`],
      do_install: [`install -m 755 {CACHE_PATH}/${name} {pkg_prefix}/bin/${name}`],
    },
  };
}

function greeting({ name }: Names): string {
  return `#!/bin/sh
# Greets who is named, or everybody.
echo "Hello, \${1:-world}! This is ${name} @version@."
`;
}
