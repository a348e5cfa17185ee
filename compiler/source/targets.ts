/** The platforms that packages are for. Source: Habitat's list of package targets. */

/** Those that a plan of bash or TypeScript can be for. A plan without a folder for one is for the first. */
export const planTargets = [
  "x86_64-linux",
  "aarch64-linux",
  "x86_64-linux-kernel2",
  "x86_64-darwin",
  "aarch64-darwin",
] as const;

/** Whether a folder of this name is for one platform, whatever kind of plan is for that. */
export function isTargetName(name: string): boolean {
  return /^(x86_64|aarch64|arm64)-(linux|linux-kernel2|darwin|windows)$/.test(name);
}
