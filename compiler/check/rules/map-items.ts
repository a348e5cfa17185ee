/** `pkg_binds=( [database] = "port" )`: three items, none of them with a key. */
import { spanOf } from "../../bash/text/source-text.ts";
import { isSettingName, settings } from "../../ir/index.ts";
import { finding, type Rule } from "../context.ts";

export const mapItemsRule: Rule = ({ scripts }) =>
  scripts.flatMap(({ writes, source }) =>
    writes.flatMap(({ name, items, pos, end }) => {
      if (!isSettingName(name) || settings[name].type !== "map") return [];
      const isBroken = items.some(({ text }) => text === "=" || /^\[[^\]]*\]$/.test(text));
      if (!isBroken) return [];
      return [
        finding("map-item-invalid", {
          message: `${name} has white space around an =, so bash sees no key there`,
          hint: 'write [key]="value", without white space',
          spans: [spanOf(source, { pos, end })],
        }),
      ];
    }),
  );
