import { type Folder, isTable, personOf, textOf } from "../folder.ts";
import type { Draft, Facts, Names, PlanKind } from "../kind.ts";
import { nameFrom } from "../names.ts";
import { type NpmClient, npmClients } from "./npm-clients.ts";

/** A program of npm. */
export const nodeKind: PlanKind = {
  markers: ["package.json"],
  needs: { run: ["core/node"], build: [] },
  read,
  draft: ({ name }) => draftOf({ home: name, bins: { [name]: "main.js" } }),
  starter: (names) => ({ "package.json": manifest(names), "main.js": program }),
};

/** What the commands follow from. */
interface Application extends Installation {
  /** Its folder in the package's `lib/`. */
  readonly home: string;
  /** The files that programs start, by the names of the programs. */
  readonly bins: Readonly<Record<string, string>>;
  /** What a package.json lacks without which npm packs nothing. */
  readonly lacks?: readonly string[];
  readonly hasDependencies?: boolean;
}

/** What installing the dependencies follows from. */
interface Installation {
  /** What lies beside the package.json. */
  readonly entries?: readonly string[];
  readonly hasBuild?: boolean;
  /** A script that installing runs, mostly with tools of development. */
  readonly hasPrepare?: boolean;
}

function read(folder: Folder): Facts | undefined {
  if (isForTools(folder)) return undefined;
  const manifest = folder.json("package.json");
  const [fullName, version] = [textOf(manifest["name"]), textOf(manifest["version"])];
  const { license, scripts, dependencies } = manifest;
  const home = nameFrom(fullName ?? "") ?? nameFrom(folder.path.split("/").at(-1) ?? "") ?? "app";
  const application = {
    home,
    lacks: [
      ...(fullName === undefined ? [`name=${home}`] : []),
      ...(version === undefined ? ["version={pkg_version}"] : []),
    ],
    bins: binsOf(manifest, home),
    entries: folder.entries,
    hasBuild: isTable(scripts) && textOf(scripts["build"]) !== undefined,
    hasPrepare: isTable(scripts) && textOf(scripts["prepare"]) !== undefined,
    hasDependencies: isTable(dependencies) && Object.keys(dependencies).length > 0,
  };
  return {
    name: fullName,
    version,
    description: textOf(manifest["description"]),
    url: textOf(manifest["homepage"]),
    maintainer: personOf(manifest["author"]),
    license: textOf(isTable(license) ? license["type"] : license),
    draft: draftOf(application),
  };
}

/** Whether a package.json is there to install habc, and no program. */
export function isForTools(folder: Folder): boolean {
  if (!folder.text("package.json")?.includes('"habc"')) return false;
  const { bin, main, dependencies, devDependencies } = folder.json("package.json");
  const named = [dependencies, devDependencies].some((list) => isTable(list) && "habc" in list);
  return named && bin === undefined && folder.text(textOf(main) ?? "index.js") === undefined;
}

/** Source: the npm documentation, package.json, `bin` and `main`. */
function binsOf({ bin, main }: Record<string, unknown>, home: string): Record<string, string> {
  const named = isTable(bin) ? bin : { [home]: textOf(bin) ?? textOf(main) ?? "index.js" };
  const usable = Object.entries(named).filter(
    (entry): entry is [string, string] =>
      /^[\w.-]+$/.test(entry[0]) && typeof entry[1] === "string" && /^[\w./-]+$/.test(entry[1]),
  );
  return Object.fromEntries(usable.map(([name, file]) => [name, file.replace(/^\.\//, "")]));
}

function draftOf({ home, bins, lacks = [], ...has }: Application): Draft {
  const lib = `{pkg_prefix}/lib/${home}`;
  return {
    settings: { pkg_bin_dirs: ["bin"] },
    callbacks: {
      do_build: [
        ...installCommands(has),
        ...(lacks.length === 0 ? [] : [`npm pkg set ${lacks.join(" ")}`]),
        "mkdir -p {CACHE_PATH}/packed",
        "npm pack --silent --ignore-scripts --pack-destination {CACHE_PATH}/packed",
      ],
      do_install: [
        `mkdir -p ${lib}`,
        `tar -xzf {CACHE_PATH}/packed/*.tgz -C ${lib} --strip-components=1`,
        ...(has.hasDependencies ? [`cp -R node_modules ${lib}/`] : []),
        ...Object.entries(bins).flatMap(([name, file]) => [
          `printf '#!/bin/sh\\nexec node %s "$@"\\n' ${lib}/${file} > {pkg_prefix}/bin/${name}`,
          `chmod 755 {pkg_prefix}/bin/${name}`,
        ]),
      ],
    },
  };
}

function installCommands({ entries = [], hasBuild, hasPrepare }: Installation): string[] {
  const isUsed = ({ lockFile }: NpmClient) => lockFile === undefined || entries.includes(lockFile);
  const client = npmClients.find(isUsed);
  if (client === undefined) return [];
  const { install, production, prune, build } = client;
  if (!hasBuild && !hasPrepare) return [`${install} ${production}`];
  return [install, ...(hasBuild ? [build] : []), prune];
}

function manifest({ name }: Names): string {
  const text = { name, version: "0.1.0", private: true, type: "module", bin: "main.js" };
  return `${JSON.stringify({ ...text, files: ["main.js"] }, null, 2)}\n`;
}

const program = 'console.log(`Hello, ${process.argv[2] ?? "world"}!`);\n';
