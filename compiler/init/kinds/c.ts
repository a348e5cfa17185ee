import type { Folder } from "../folder.ts";
import type { Draft, Facts, Names, PlanKind } from "../kind.ts";

/** A program in C, whose sources `make` builds. */
export const cKind: PlanKind = {
  markers: ["configure", "configure.ac", "configure.in", "Makefile", "GNUmakefile", "makefile"],
  needs: { run: ["core/glibc"], build: ["core/gcc", "core/make"] },
  read,
  draft: () => made,
  starter: (names) => ({ [`src/${names.name}.c`]: programText, Makefile: makefile(names) }),
};

const folders = { pkg_bin_dirs: ["bin"] };

/** By a Makefile that takes PREFIX. */
const made: Draft = {
  settings: folders,
  callbacks: {
    do_build: ["make"],
    do_install: ["make PREFIX={pkg_prefix} install"],
  },
};

/** By the defaults: ./configure, make, make install. */
const configured: Draft = { settings: folders };

const generated: Draft = {
  settings: folders,
  callbacks: { do_prepare: ["autoreconf --install"] },
};

function read(folder: Folder): Facts {
  const script = folder.text("configure");
  const source = folder.text("configure.ac") ?? folder.text("configure.in");
  if (script === undefined && source === undefined) return { draft: made };
  const [, name, version] =
    /^AC_INIT\(\s*\[?([^\],)]+)\]?\s*,\s*\[?([^\],)\s]+)\]?/m.exec(source ?? "") ?? [];
  return {
    name: name?.trim() ?? variable(script, "PACKAGE_TARNAME") ?? variable(script, "PACKAGE_NAME"),
    version: version ?? variable(script, "PACKAGE_VERSION"),
    url: variable(script, "PACKAGE_URL"),
    draft: script === undefined ? generated : configured,
  };
}

/** What a script that autoconf made says of itself. */
function variable(script: string | undefined, name: string): string | undefined {
  return new RegExp(`^${name}='([^']+)'$`, "m").exec(script ?? "")?.[1];
}

/** Shared with the kind that CMake builds. */
export const programText = `#include <stdio.h>

int main(int argc, char **argv) {
  printf("Hello, %s!\\n", argc > 1 ? argv[1] : "world");
  return 0;
}
`;

function makefile({ name }: Names): string {
  return `CFLAGS ?= -O2
PREFIX ?= /usr/local

${name}: src/${name}.c
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $<

install: ${name}
	install -D -m 755 ${name} $(DESTDIR)$(PREFIX)/bin/${name}

clean:
	rm -f ${name}

.PHONY: install clean
`;
}
