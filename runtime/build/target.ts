import { HabcError } from "../../compiler/ir/index.ts";

const architectures: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };

/**
 * The platform of this machine as Habitat names it, such as `x86_64-linux`.
 *
 * @throws HabcError `studio-unavailable` on a platform that packages are not built for.
 */
export function hostTarget(
  machine: { readonly arch: string; readonly platform: string } = process,
): string {
  const architecture = architectures[machine.arch];
  if (architecture !== undefined && machine.platform === "linux") return `${architecture}-linux`;
  throw new HabcError(
    "studio-unavailable",
    `habc does not build on ${machine.platform} for ${machine.arch}`,
    { hint: "build on Linux, on x86_64 or aarch64" },
  );
}
