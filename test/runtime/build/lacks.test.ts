import { describe, expect, test } from "vitest";
import { providerOf } from "../../../runtime/build/lack-providers.ts";
import { lacksIn } from "../../../runtime/build/lacks.ts";

/** What tools print, word for word, and the package that it comes to. */
const cases: readonly (readonly [output: string, what: string, provider: string])[] = [
  ["/src/plan.sh: line 8: gcc: command not found\n", "program gcc", "core/gcc"],
  ["x: 1: bison: not found\n", "program bison", "core/bison"],
  [
    "make: g++: No such file or directory\nmake: *** [Makefile:2: x] Error 127",
    "program g++",
    "core/gcc",
  ],
  ["make[1]: flex: Command not found\n", "program flex", "core/flex"],
  ["/usr/bin/env: ‘perl’: No such file or directory\n", "program perl", "core/perl"],
  ["./x: /usr/bin/perl: bad interpreter: No such file or directory\n", "program perl", "core/perl"],
  ["FileNotFoundError: [Errno 2] No such file or directory: 'git'\n", "program git", "core/git"],
  ["Error: spawn git ENOENT\n", "program git", "core/git"],
  ['exec: "gcc": executable file not found in $PATH\n', "program gcc", "core/gcc"],
  ["configure: error: no acceptable C compiler found in $PATH\n", "program gcc", "core/gcc"],
  ["WARNING: 'makeinfo' is missing on your system.\n", "program makeinfo", "core/texinfo"],
  ["main.c:1:10: fatal error: zlib.h: No such file or directory\n", "header zlib.h", "core/zlib"],
  [
    "main.c:1:10: fatal error: 'openssl/ssl.h' file not found\n",
    "header openssl/ssl.h",
    "core/openssl",
  ],
  ["/usr/bin/ld: cannot find -lz: No such file or directory\n", "library z", "core/zlib"],
  [
    "x: error while loading shared libraries: libz.so.1: cannot open shared object file\n",
    "library libz.so.1",
    "core/zlib",
  ],
  ["Package zlib was not found in the pkg-config search path.\n", "pkg-config zlib", "core/zlib"],
  ["No package 'openssl' found\n", "pkg-config openssl", "core/openssl"],
];

describe("what a command did not find", () => {
  test.each(cases)("is read in %j", (output, what, provider) => {
    const lacks = lacksIn(output);
    expect(lacks.map(({ kind, name }) => `${kind} ${name}`)).toContain(what);
    const [kind, name] = what.split(" ");
    const lack = lacks.find((one) => one.kind === kind && one.name === name);
    const found = lack && providerOf(lack, { store: "/nowhere", target: "x86_64-linux" });
    expect(found?.name).toBe(provider);
  });

  test("is not seen where nothing is missing", () => {
    expect(lacksIn("checking for gcc... gcc\nmake: Nothing to be done for 'all'.\n")).toEqual([]);
  });
});
