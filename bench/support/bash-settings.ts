/** What bash itself makes of a plan.sh: the settings as a build would take them. */
import { spawnSync } from "node:child_process";
import { dirname } from "node:path";
import {
  type SettingName,
  type SettingSpec,
  type SettingValue,
  settingNames,
  settings,
  variables,
} from "../../compiler/ir/index.ts";

/** Variables that a plan finds, as a build sets them. */
const given = Object.entries(variables).flatMap(([name, spec]) =>
  "loading" in spec
    ? [`${name}=${spec.loading.replace("$pkg_svc_path", variables.pkg_svc_path.loading)}`]
    : [],
);

/** @returns The settings that the plan sets: each of the table that it left with another value. */
export function bashSettings(
  file: string,
  env: Readonly<Record<string, string>>,
): Partial<Record<SettingName, SettingValue>> {
  const script = `
    ${given.join("\n")}
    HAB_CACHE_SRC_PATH=/hab/cache/src PLAN_CONTEXT=$PWD SRC_PATH=$PWD pkg_target=x86_64-linux
    declare -A pkg_exports pkg_binds pkg_binds_optional
    source "$1" > /dev/null
    for name in ${settingNames.join(" ")}; do
      declare -p "$name" &> /dev/null || continue
      declare -n value=$name
      # A map that only the build has declared.
      [[ \${value@a} == *A* ]] && (( \${#value[@]} == 0 )) && continue
      printf '%s\\0%s\\0' "$name" "\${#value[@]}"
      for key in "\${!value[@]}"; do printf '%s\\0%s\\0' "$key" "\${value[$key]}"; done
      unset -n value
    done`;
  const { stdout, status, stderr } = spawnSync("bash", ["-c", script, "bash", file], {
    cwd: dirname(file),
    env: { PATH: process.env["PATH"] ?? "", ...env },
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return read(stdout.split("\0"));
}

function read(words: readonly string[]): Partial<Record<SettingName, SettingValue>> {
  const values: Partial<Record<SettingName, SettingValue>> = {};
  for (let at = 0; at + 1 < words.length; ) {
    const name = words[at] as SettingName;
    const count = Number(words[at + 1]);
    const pairs = Array.from({ length: count }, (_, index): [string, string] => [
      words[at + 2 + index * 2] ?? "",
      words[at + 3 + index * 2] ?? "",
    ]);
    at += 2 + count * 2;
    const { type }: SettingSpec = settings[name];
    const texts = pairs.map(([, text]) => text);
    const value =
      type === "map" ? Object.fromEntries(pairs) : type === "list" ? texts : (texts[0] ?? "");
    // Where the empty text is what the table has, it says nothing.
    if (value !== "" || name !== "pkg_scaffolding") Object.assign(values, { [name]: value });
  }
  const text = JSON.stringify(values).replaceAll("@__pkg_name__@", String(values.pkg_name));
  return JSON.parse(text);
}
