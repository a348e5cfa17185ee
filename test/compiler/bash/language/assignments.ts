/** Assignments, lists, maps and attributes. */
import type { Case } from "./case.ts";

export const assignments: readonly Case[] = [
  ["scalars", "pkg_x=a pkg_y='b c' pkg_z=\"d  e\"", { pkg_x: "a", pkg_y: "b c", pkg_z: "d  e" }],
  ["appending to a scalar", "pkg_x=a\npkg_x+=b", { pkg_x: "ab" }],
  ["lists", "pkg_deps=(a 'b c' $'d\\te')", { pkg_deps: ["a", "b c", "d\te"] }],
  ["appending to a list", "pkg_deps=(a)\npkg_deps+=(b c)", { pkg_deps: ["a", "b", "c"] }],
  ["appending a text to a list", "pkg_deps=(a b)\npkg_deps+=c", { pkg_deps: ["ac", "b"] }],
  ["a text for a list that is there", "pkg_deps=(a b)\npkg_deps=c", { pkg_deps: ["c", "b"] }],
  ["elements by index", "pkg_l[2]=c\npkg_l[0]=a\npkg_l[-1]+=d", { pkg_l: ["a", "cd"] }],
  ["indices in a list", "pkg_l=([1+1]=x y [0]=z)", { pkg_l: ["z", "x", "y"] }],
  ["a scalar that becomes a list", "pkg_l=a\npkg_l+=(b)", { pkg_l: ["a", "b"] }],
  ["maps", 'pkg_exports=([port]=s.p [host]="s h")', { pkg_exports: { port: "s.p", host: "s h" } }],
  [
    "elements of maps",
    "declare -A pkg_m\nk='a b'\npkg_m[$k]=1\npkg_m[x]+=2\npkg_m+=([y]=3)",
    { pkg_m: { "a b": "1", x: "2", y: "3" } },
  ],
  ["maps of words in turn", "pkg_binds=(a b c d)", { pkg_binds: { a: "b", c: "d" } }],
  [
    "removing",
    "pkg_x=1\npkg_l=(a b c)\nunset pkg_x 'pkg_l[1]'",
    { pkg_x: undefined, pkg_l: ["a", "c"] },
  ],
  ["removing what a build sets", "unset pkg_deps", { pkg_deps: undefined }],
  [
    "declare, export, readonly",
    "declare pkg_x=a\nexport pkg_y=b\nreadonly pkg_z=c\ndeclare -a pkg_l=(1)\ndeclare -A pkg_m=([a]=b)",
    { pkg_x: "a", pkg_y: "b", pkg_z: "c", pkg_l: ["1"], pkg_m: { a: "b" } },
  ],
  [
    "declared, not set",
    "declare pkg_x\ndeclare -a pkg_l\ndeclare -A pkg_m\npkg_n=()",
    { pkg_x: undefined, pkg_l: undefined, pkg_m: undefined, pkg_n: [] },
  ],
  [
    "lower and upper case",
    "declare -l pkg_x=ABC\ndeclare -u pkg_y\npkg_y=def",
    { pkg_x: "abc", pkg_y: "DEF" },
  ],
  [
    "integers",
    "declare -i pkg_x pkg_y=3\npkg_x='2 * (pkg_y += 1)'\npkg_y+=2",
    { pkg_x: "8", pkg_y: "6" },
  ],
  ["name references", "declare -n to=pkg_x\nto=1", { pkg_x: "1" }],
  [
    "line continuation",
    "pkg_x=a\\\nb\npkg_deps=( a \\\n  b # c\n  d\n)",
    { pkg_x: "ab", pkg_deps: ["a", "b", "d"] },
  ],
  ["carriage returns", 'pkg_x=a\r\npkg_y="b\r\n"\r\n:\r\ntrue', { pkg_x: "a\r", pkg_y: "b\r\n\r" }],
];
