import { completedPlaces, type Place } from "./model.ts";
import { quoted } from "./quote.ts";

/** @returns The completion function for zsh. */
export function zshCompletion(): string {
  const places = completedPlaces();
  return `#compdef habc
_habc() {
  local at='' word before=\${words[CURRENT - 1]}
  local -a known flags
  for word in "\${(@)words[2,CURRENT - 1]}"; do
    case "$at $word" in
      ${places
        .filter(({ path }) => path !== "")
        .map(({ path }) => quoted(` ${path}`))
        .join("|")}) at+=" $word" ;;
    esac
  done
  case "$at|$before" in
${places.flatMap(valueCases).join("\n")}
  esac
  case "$at" in
${places.map(placeCase).join("\n")}
  esac
}
if [[ "$funcstack[1]" = _habc ]]; then _habc "$@"; else compdef _habc habc; fi
`;
}

function valueCases({ path, options }: Place): string[] {
  const at = path === "" ? "" : ` ${path}`;
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ name, short, choices }) => {
      const flags = short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
      const patterns = flags.map((flag) => quoted(`${at}|${flag}`)).join("|");
      return `    ${patterns}) compadd -- ${choices.map(quoted).join(" ")}; return ;;`;
    });
}

function placeCase({ path, words, options, paths }: Place): string {
  const described = (word: string, doc: string) => quoted(`${word}:${doc}`);
  const known = words.map(({ word, doc }) => described(word, doc)).join(" ");
  const flags = options.map(({ name, doc }) => described(`--${name}`, doc)).join(" ");
  const files = { file: "_files", folder: "_files -/" };
  return [
    `    ${quoted(path === "" ? "" : ` ${path}`)})`,
    known === "" ? "" : `      known=(${known}); _describe -t values value known`,
    `      flags=(${flags}); _describe -o -t options option flags`,
    paths === undefined ? "" : `      ${files[paths]}`,
    "      ;;",
  ]
    .filter((line) => line !== "")
    .join("\n");
}
