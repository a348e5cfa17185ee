import type { Folder } from "../folder.ts";
import type { Facts, Names, PlanKind } from "../kind.ts";
import { programText } from "./c.ts";

/** What CMake builds. */
export const cmakeKind: PlanKind = {
  markers: ["CMakeLists.txt"],
  needs: { run: ["core/glibc"], build: ["core/cmake", "core/gcc", "core/make"] },
  read,
  draft: () => ({
    settings: { pkg_bin_dirs: ["bin"] },
    callbacks: {
      do_build: [
        "cmake -S . -B {CACHE_PATH}/build -DCMAKE_BUILD_TYPE=Release -DCMAKE_INSTALL_PREFIX={pkg_prefix}",
        "cmake --build {CACHE_PATH}/build --parallel",
      ],
      do_install: ["cmake --install {CACHE_PATH}/build"],
    },
  }),
  starter: (names) => ({ [`src/${names.name}.c`]: programText, "CMakeLists.txt": lists(names) }),
};

/** `project(NAME VERSION 1.2.3 DESCRIPTION "…")`. Source: cmake-commands(7), `project`. */
function read(folder: Folder): Facts {
  const text = (folder.text("CMakeLists.txt") ?? "").replace(/#.*$/gm, "");
  const [, inside = ""] = /\bproject\s*\(([^)]*)\)/i.exec(text) ?? [];
  const word = (name: string) => {
    const [, quoted, plain] =
      new RegExp(`\\b${name}\\s+(?:"([^"$]*)"|([^\\s"$]+))`).exec(inside) ?? [];
    return quoted ?? plain;
  };
  const [name] = /^[\w.+-]+/.exec(inside.trim()) ?? [];
  return {
    name,
    version: word("VERSION"),
    description: word("DESCRIPTION"),
    url: word("HOMEPAGE_URL"),
  };
}

function lists({ name }: Names): string {
  return `cmake_minimum_required(VERSION 3.16)
project(${name} VERSION 0.1.0 LANGUAGES C)

add_executable(${name} src/${name}.c)
install(TARGETS ${name} RUNTIME DESTINATION bin)
`;
}
