import type { TextRule } from "./setting-spec.ts";

/** Package names. Source: Habitat reference, `pkg_name`. */
export const packageName: TextRule = {
  pattern: "^[A-Za-z0-9_-]+$",
  expected: "letters, digits, dashes and underscores only",
};

/**
 * Origin names. plan-build takes what a package name may be, but a key and a depot origin can
 * only be made in lower case, so habc refuses the rest before the build.
 */
export const originName: TextRule = {
  pattern: "^[A-Za-z0-9_-]{1,255}$",
  expected: "letters, digits, dashes and underscores only, at most 255 of them",
};

/** Versions become a folder name and a line of metadata: no slash, no white space, no control. */
export const versionText: TextRule = {
  pattern: "^[^\\s/\\u0000-\\u001f]+$",
  expected: "a text without white space and slashes",
};

/** `origin/name[/version[/release]]`. Source: Habitat reference, `pkg_deps`. */
export const packageIdent: TextRule = {
  pattern: "^[A-Za-z0-9_-]+/[A-Za-z0-9_-]+(/[^\\s/]+(/[0-9]{14})?)?$",
  expected: "a package identifier: origin/name, origin/name/version or origin/name/version/release",
};

/** A path below the package, as `pkg_bin_dirs` lists them. */
export const relativePath: TextRule = {
  pattern: "^[^\\n\\u0000]*$",
  expected: "a path below the package, on one line",
};

/** SHA-256 in hexadecimal, either case. */
export const sha256: TextRule = {
  pattern: "^([0-9A-Fa-f]{64})?$",
  expected: "a SHA-256 checksum: 64 hexadecimal digits",
};

/** A value that becomes one line of a metadata file. */
export const singleLine: TextRule = {
  pattern: "^[^\\n\\r\\u0000]*$",
  expected: "a single line",
};

/** The name of an export or a bind. */
export const exportName: TextRule = {
  pattern: "^[^\\s=]+$",
  expected: "a name without white space and `=`",
};

/** Signals that a supervisor can send. Source: `kill -l`, without the prefix `SIG`. */
export const signalName: TextRule = {
  pattern: "^(SIG)?[A-Z][A-Z0-9+-]*$",
  expected: "the name of a signal in capitals, such as TERM or QUIT",
};

/** What kind of package it is. `standard` and `native` are other builders' words for an ordinary one. */
export const packageType: TextRule = {
  pattern: "^(composite|standard|native)?$",
  expected: "composite, or nothing for an ordinary package",
};

/** What is on or off. */
export const onOrOff: TextRule = { pattern: "^(on|off)?$", expected: "on or off" };

/** A count of seconds. */
export const seconds: TextRule = {
  pattern: "^[0-9]+$",
  expected: "a whole number of seconds",
};

/** `name:origin/producer …`, the value of a composite's bind map. */
export const bindMapping: TextRule = {
  pattern:
    "^\\s*[^\\s:]+:[A-Za-z0-9_-]+/[A-Za-z0-9_-]+[^\\s]*(\\s+[^\\s:]+:[A-Za-z0-9_-]+/[^\\s]+)*\\s*$",
  expected: "one or more `bind:origin/service`, separated by spaces",
};
