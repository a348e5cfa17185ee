import type { PlanIR, SettingName, Span } from "../ir/index.ts";

/** Says where a setting has an item, as far as it is known. */
export type Places = (setting: SettingName, text: string) => readonly Span[];

/** All of the setting, where nobody has looked for the item in it. */
export function wholeSetting(ir: Pick<PlanIR, "spans">): Places {
  return (setting) => ir.spans[setting] ?? [];
}
