import { type Folder, isTable, personOf, textOf } from "../folder.ts";
import type { Facts, Names, PlanKind } from "../kind.ts";

/** A program of pip, in a virtual environment of its own. */
export const pythonKind: PlanKind = {
  markers: ["pyproject.toml", "setup.py"],
  needs: { run: ["core/python"], build: [] },
  read,
  draft: () => ({
    settings: { pkg_bin_dirs: ["bin"] },
    callbacks: {
      do_build: ["python3 -m venv {pkg_prefix}"],
      do_install: [
        "{pkg_prefix}/bin/pip install --no-cache-dir --disable-pip-version-check .",
        "# pip itself is not needed any more.",
        "{pkg_prefix}/bin/pip uninstall --yes --quiet pip",
      ],
    },
  }),
  starter: (names) => ({
    "pyproject.toml": manifest(names),
    [`${moduleName(names)}.py`]: program,
  }),
};

/** Source: the specification of pyproject.toml, `[project]`, and Poetry's own table. */
function read(folder: Folder): Facts | undefined {
  const { project, tool, ...rest } = folder.toml("pyproject.toml");
  const poetry = isTable(tool) ? tool["poetry"] : undefined;
  const builds = [project, poetry, rest["build-system"]].some(isTable);
  // Many a project of another kind has it for its tools.
  if (!builds && !folder.entries.includes("setup.py")) return undefined;
  const table = isTable(project) ? project : isTable(poetry) ? poetry : {};
  const { license, urls } = table;
  const url = isTable(urls) ? (urls["Homepage"] ?? urls["homepage"]) : table["homepage"];
  return {
    name: textOf(table["name"]),
    version: textOf(table["version"]),
    description: textOf(table["description"]),
    url: textOf(url),
    maintainer: personOf(table["maintainers"] ?? table["authors"]),
    license: textOf(isTable(license) ? license["text"] : license),
  };
}

function moduleName({ name }: Names): string {
  const plain = name.replaceAll("-", "_");
  return /^[0-9]/.test(plain) ? `_${plain}` : plain;
}

function manifest(names: Names): string {
  return `[build-system]
requires = ["setuptools>=61"]
build-backend = "setuptools.build_meta"

[project]
name = "${names.name}"
version = "0.1.0"

[project.scripts]
${names.name} = "${moduleName(names)}:main"

[tool.setuptools]
py-modules = ["${moduleName(names)}"]
`;
}

const program = `import sys


def main() -> None:
    print(f"Hello, {sys.argv[1] if len(sys.argv) > 1 else 'world'}!")
`;
