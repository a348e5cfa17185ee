import { completedPlaces, type Place } from "./model.ts";

/** @returns The completion script for fish. */
export function fishCompletion(): string {
  const places = completedPlaces();
  const paths = places.filter(({ path }) => path !== "").map(({ path }) => quoted(path));
  return `# fish completion for habc
function __habc_at
    set -l at
    for word in (commandline -opc)[2..]
        set -l next (string join -- ' ' $at $word)
        contains -- $next ${paths.join(" ")}; and set at $next
    end
    test "$at" = "$argv"
end
complete -c habc -f
${places.flatMap(placeLines).join("\n")}
`;
}

function placeLines({ path, words, options, paths }: Place): string[] {
  const start = `complete -c habc -n ${quoted(`__habc_at ${path}`.trimEnd())}`;
  const files = { file: "-F", folder: "-a '(__fish_complete_directories)'" };
  return [
    ...words.map(({ word, doc }) => `${start} -a ${quoted(word)} -d ${quoted(doc)}`),
    ...options.map(({ name, short, doc, takesValue, choices }) => {
      const letter = short === undefined ? "" : ` -s ${short}`;
      const value = takesValue
        ? ` -x${choices.length > 0 ? ` -a ${quoted(choices.join(" "))}` : ""}`
        : "";
      return `${start} -l ${name}${letter}${value} -d ${quoted(doc)}`;
    }),
    ...(paths === undefined ? [] : [`${start} ${files[paths]}`]),
  ];
}

/** fish has other escapes in single quotes than the shells of the Bourne family. */
function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}
