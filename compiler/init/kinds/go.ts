import type { Folder } from "../folder.ts";
import type { Facts, Names, PlanKind } from "../kind.ts";

/** The programs of a Go module. */
export const goKind: PlanKind = {
  markers: ["go.mod"],
  needs: { run: [], build: ["core/go"] },
  read,
  draft: () => ({
    settings: { pkg_bin_dirs: ["bin"] },
    callbacks: {
      do_build: ["go build -trimpath -o {CACHE_PATH}/programs/ ./..."],
      do_install: ["install -m 755 -t {pkg_prefix}/bin {CACHE_PATH}/programs/*"],
    },
  }),
  starter: (names) => ({ "go.mod": manifest(names), "main.go": program }),
};

/** Source: the Go modules reference, `module`. A path may end in its major version. */
function read(folder: Folder): Facts {
  const [, path] = /^module\s+"?([^\s"]+)/m.exec(folder.text("go.mod") ?? "") ?? [];
  const name = path
    ?.replace(/\/v[0-9]+$/, "")
    .split("/")
    .at(-1);
  const isHosted = path?.split("/")[0]?.includes(".");
  return { name, url: isHosted ? `https://${path?.replace(/\/v[0-9]+$/, "")}` : undefined };
}

function manifest({ origin, name }: Names): string {
  return `module ${origin}/${name}\n\ngo 1.21\n`;
}

const program = `package main

import (
	"fmt"
	"os"
)

func main() {
	name := "world"
	if len(os.Args) > 1 {
		name = os.Args[1]
	}
	fmt.Printf("Hello, %s!\\n", name)
}
`;
