import { HabcError } from "../../compiler/ir/index.ts";
import { versionText } from "../../compiler/ir/rules.ts";
import { type Assignment, decodeAssignments } from "../../stdlib/protocol/messages.ts";
import { unsetVersion } from "../../stdlib/unset-version.ts";
import { identify, identityAssignments } from "../build/identity.ts";
import { absorb } from "../build/snapshot.ts";
import { assign, type Build } from "../build/state.ts";
import type { Helper } from "./helper.ts";

/**
 * `update_pkg_version`, with what the plan's function `pkg_version` printed, if it has one, and
 * the settings that a plan.ts computes from it.
 */
export const updateVersion: Helper = async (build, { args: [version, ...computed] }) => {
  if (build.versionFixed) {
    throw new HabcError(
      "version-too-late",
      "update_pkg_version was called in do_prepare or later",
      {
        hint: "call it in do_before, do_download, do_verify or do_unpack",
      },
    );
  }
  if (version === undefined) return { status: 0 };
  absorb(build, decodeAssignments(computed));
  if (!new RegExp(versionText.pattern).test(version)) {
    throw new HabcError("setting-invalid", `pkg_version printed ${JSON.stringify(version)}`, {
      hint: `expected ${versionText.expected}`,
    });
  }
  return { status: 0, assignments: await changeVersion(build, version) };
};

async function changeVersion(build: Build, version: string): Promise<Assignment[]> {
  const { pkg_dirname: _dirname, pkg_prefix: _prefix, ...rest } = build.settings;
  build.settings = {
    ...rest,
    pkg_version: version,
    ...(build.ownDirname ? {} : { pkg_dirname: build.identity.dirname }),
  };
  const former = build.identity;
  build.identity = identify({
    settings: build.settings,
    release: build.identity.release,
    target: build.target,
    givenSource: former.srcPath,
  });
  build.request.events({ type: "line", level: "info", text: `Version updated to '${version}'` });
  build.prefixHost = await build.studio.openPrefix(build.identity.prefix);
  const path = (build.variables.get("PATH") ?? "").replaceAll(unsetVersion, version);
  for (const { values, provenance } of [build.runtime, build.buildtime]) {
    resolvePlaceholder(values, version);
    resolvePlaceholder(provenance, version);
  }
  const assignments: Assignment[] = [
    ...identityAssignments(build.identity),
    ...(path === "" ? [] : [{ kind: "export", name: "PATH", value: path } as const]),
  ];
  absorb(build, assignments);
  if (build.hosts.plan !== build.hosts.shell) assign(build, assignments);
  return assignments;
}

function resolvePlaceholder(map: Map<string, string>, version: string): void {
  for (const [name, text] of map) map.set(name, text.replaceAll(unsetVersion, version));
}
