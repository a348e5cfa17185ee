import { type Folder, isTable, personOf, textOf } from "../folder.ts";
import type { Draft, Facts, Names, PlanKind } from "../kind.ts";

/** The programs of a Cargo package or workspace. */
export const rustKind: PlanKind = {
  markers: ["Cargo.toml"],
  needs: { run: ["core/glibc", "core/gcc-libs"], build: ["core/gcc", "core/rust"] },
  read,
  draft: () => draftOf({ isLocked: false }),
  starter: (names) => ({ "Cargo.toml": manifest(names), "src/main.rs": program }),
};

/** Source: the Cargo book, "The Manifest Format". */
function read(folder: Folder): Facts {
  const { package: own, workspace } = folder.toml("Cargo.toml");
  const shared = isTable(workspace) ? workspace["package"] : undefined;
  const inherited = isTable(shared) ? shared : {};
  const table = isTable(own) ? own : {};
  const field = (name: string) =>
    (isTable(table[name]) ? undefined : table[name]) ?? inherited[name];
  return {
    name: textOf(table["name"]),
    version: textOf(field("version")),
    description: textOf(field("description")),
    url: textOf(field("homepage")) ?? textOf(field("repository")),
    maintainer: personOf(field("authors")),
    // Cargo took a slash for OR.
    license: textOf(field("license"))?.replace(/\s*\/\s*/g, " OR "),
    draft: draftOf({ isLocked: folder.entries.includes("Cargo.lock") }),
  };
}

function draftOf({ isLocked }: { readonly isLocked: boolean }): Draft {
  const build = `cargo build --release --target-dir {CACHE_PATH}/target`;
  return {
    settings: { pkg_bin_dirs: ["bin"] },
    callbacks: {
      do_build: [isLocked ? `${build} --locked` : build],
      do_install: [
        "find {CACHE_PATH}/target/release -maxdepth 1 -type f -executable -exec install -m 755 -t {pkg_prefix}/bin {} +",
      ],
    },
  };
}

function manifest({ name }: Names): string {
  return `[package]\nname = "${name}"\nversion = "0.1.0"\nedition = "2021"\n`;
}

const program = `fn main() {
    let name = std::env::args().nth(1).unwrap_or_else(|| "world".into());
    println!("Hello, {name}!");
}
`;
