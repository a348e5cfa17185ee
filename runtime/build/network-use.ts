import type { PlanIR } from "../../compiler/ir/index.ts";

/**
 * `off`: nothing. `download`: habc itself downloads what `pkg_source` and `download_file` name.
 * `on`: the plan's callbacks reach it, too.
 */
export type NetworkUse = "off" | "download" | "on";

/** What a plan asks for with `pkg_network`; `unknown` where only running it tells. */
export type AskedNetwork = "on" | "off" | "unknown";

/** What the reading of a plan says of `pkg_network`; undefined where the plan does not set it. */
export function askedNetwork(
  ir: Pick<PlanIR, "settings" | "dynamic"> | undefined,
): AskedNetwork | undefined {
  if (ir?.dynamic.pkg_network !== undefined) return "unknown";
  const asked = ir?.settings.pkg_network;
  return asked === "on" || asked === "off" ? asked : undefined;
}
