import { completedPlaces, type Place } from "./model.ts";
import { quoted } from "./quote.ts";

/** @returns The completion script for bash. */
export function bashCompletion(): string {
  const places = completedPlaces();
  return `# bash completion for habc
_habc() {
  local current=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD - 1]}
  local at='' words='' paths='' index
  for ((index = 1; index < COMP_CWORD; index++)); do
    case "$at \${COMP_WORDS[index]}" in
      ${places
        .filter(({ path }) => path !== "")
        .map(({ path }) => quoted(` ${path}`))
        .join(" | ")}) at+=" \${COMP_WORDS[index]}" ;;
    esac
  done
  case "$at|$before" in
${places.flatMap(valueCases).join("\n")}
  esac
  case "$at" in
${places.map(placeCase).join("\n")}
  esac
  [[ $current != -* ]] || paths=''
  COMPREPLY=($(compgen -W "$words" -- "$current"))
  local IFS=$'\n'
  case "$paths" in
    file) compopt -o filenames; COMPREPLY+=($(compgen -f -- "$current")) ;;
    folder) compopt -o filenames; COMPREPLY+=($(compgen -d -- "$current")) ;;
  esac
}
complete -F _habc habc
`;
}

function valueCases({ path, options }: Place): string[] {
  const at = path === "" ? "" : ` ${path}`;
  return options
    .filter(({ takesValue }) => takesValue)
    .map(({ name, short, choices }) => {
      const flags = short === undefined ? [`--${name}`] : [`--${name}`, `-${short}`];
      const patterns = flags.map((flag) => quoted(`${at}|${flag}`)).join(" | ");
      const words = quoted(choices.join(" "));
      return `    ${patterns}) COMPREPLY=($(compgen -W ${words} -- "$current")); return ;;`;
    });
}

function placeCase({ path, words, options, paths }: Place): string {
  const all = [...words.map(({ word }) => word), ...options.map(({ name }) => `--${name}`)];
  const at = quoted(path === "" ? "" : ` ${path}`);
  return `    ${at}) words=${quoted(all.join(" "))} paths=${paths ?? "''"} ;;`;
}
