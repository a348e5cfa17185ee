/**
 * MANIFEST: the package in Markdown. The texts are the reference implementation's, to the
 * letter; the depot stores the file as it is.
 */
import type { Settings } from "../../compiler/ir/index.ts";

/** What a MANIFEST tells. */
export interface ManifestSource {
  readonly settings: Settings;
  readonly release: string;
  readonly target: string;
  readonly prefix: string;
  /** The build flags as they were at the end of the build. */
  readonly flags: Readonly<Record<(typeof flagNames)[number], string>>;
  /** The text of the plan file. */
  readonly planSource: string;
  /** The language of the plan file, for the fence. */
  readonly language: "bash" | "typescript";
}

/** The flags that a MANIFEST lists, in order. */
export const flagNames = ["CFLAGS", "CPPFLAGS", "CXXFLAGS", "LDFLAGS", "LD_RUN_PATH"] as const;

/** @returns The text of the file. */
export function renderManifest(source: ManifestSource): string {
  const { settings } = source;
  const bullets: readonly [string, string][] = [
    ["Maintainer", settings.pkg_maintainer ?? ""],
    ["Version", settings.pkg_version ?? ""],
    ["Release", source.release],
    ["Target", source.target],
    [
      "Upstream URL",
      link(settings.pkg_upstream_url, "upstream project's website or home page is not defined"),
    ],
    ["License", words(settings.pkg_license ?? []) || " "],
    ["Source", link(settings.pkg_source, "source URL not provided or required")],
    ["SHA", code(settings.pkg_shasum, "SHA256 checksum not provided or required")],
    ["Path", `\`${source.prefix}\``],
    [
      "Build Dependencies",
      code(words(settings.pkg_build_deps ?? []), "no build dependencies or undefined"),
    ],
    ["Dependencies", code(words(settings.pkg_deps ?? []), "no runtime dependencies or undefined")],
    ["Interpreters", code(words(settings.pkg_interpreters ?? []), "no interpreters or undefined")],
  ];
  return `# ${settings.pkg_origin} / ${settings.pkg_name}
${settings.pkg_description ?? ""}

${bullets.map(([name, text]) => `* __${name}__: ${text}`).join("\n")}

# Plan

## Build Flags

\`\`\`bash
${flagNames.map((name) => `${name}: ${source.flags[name] || `no ${name}`}`).join("\n")}
\`\`\`

## Plan Source

\`\`\`${source.language}
${source.planSource.replace(/\n+$/, "")}
\`\`\`
`;
}

function link(url: string | undefined, otherwise: string): string {
  return url ? `[${url}](${url})` : otherwise;
}

function code(text: string | undefined, otherwise: string): string {
  return text ? `\`${text}\`` : otherwise;
}

/** Each item with a space behind it. */
function words(items: readonly string[]): string {
  return items.map((item) => `${item} `).join("");
}
