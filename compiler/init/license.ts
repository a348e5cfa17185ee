/** Which licence a project has. */
import { currentForm, isExpression, sameLicense } from "../check/spdx.ts";
import type { Folder } from "./folder.ts";

const files = /^(licen[cs]e|copying|unlicense)([._-](md|txt|mit|apache|rst))?$/i;

/** What the texts of licences say that others do not. The GNU licences leave a choice to the author. */
const texts: readonly (readonly [RegExp, string])[] = [
  [/Apache License\s+Version 2\.0/, "Apache-2.0"],
  [/Permission is hereby granted, free of charge, to any person obtaining a copy\s+of/, "MIT"],
  [/Mozilla Public License,? (Version|v\.) ?2\.0/i, "MPL-2.0"],
  [/Permission to use, copy, modify, and\/or distribute this software for any/, "ISC"],
  [/This is free and unencumbered software released into the public domain/, "Unlicense"],
  [/Neither the name of[\s\S]*may be used to endorse or promote/, "BSD-3-Clause"],
  [/Redistributions in binary form must reproduce the above copyright/, "BSD-2-Clause"],
];

/**
 * The licence that a manifest names, else the one whose text lies in the folder.
 *
 * @returns An SPDX expression; undefined where neither says one for sure.
 */
export function licenseOf(named: string | undefined, folder: Folder): string | undefined {
  if (named !== undefined) {
    if (isExpression(named)) return currentForm(named);
    const same = sameLicense(named);
    if (same !== undefined) return same;
  }
  for (const file of folder.entries.filter((name) => files.test(name))) {
    const text = folder.text(file) ?? "";
    const [, license] = texts.find(([pattern]) => pattern.test(text)) ?? [];
    if (license !== undefined) return license;
  }
  return undefined;
}
