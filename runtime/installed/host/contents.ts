/** What a stand-in links to on this host, and which version that is. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { versionText } from "../../../compiler/ir/rules.ts";
import { hostHeader, hostLibraryFiles, hostPath, hostPkgConfig, hostProgram } from "./files.ts";
import type { HostPackageSpec, HostVersion } from "./spec.ts";

/** What the host has of a package. */
export interface HostContents {
  /** The path in the package → the file of the host, sorted. */
  readonly links: ReadonlyMap<string, string>;
  readonly version: string;
}

/** What it lacks, in words. */
export interface HostLack {
  readonly missing: readonly string[];
}

const versionWait = 10_000;

export function hostContents(spec: HostPackageSpec): HostContents | HostLack {
  const links = new Map<string, string>();
  const missing: string[] = [];
  const add = (what: string, found: readonly (readonly [string, string | undefined])[]) => {
    const there = found.filter((link): link is readonly [string, string] => Boolean(link[1]));
    if (there.length === 0) missing.push(what);
    for (const [path, file] of there) links.set(path, file);
  };
  const library = (pattern: string) =>
    hostLibraryFiles(pattern).map((file) => [`lib/${basename(file)}`, file] as const);

  for (const text of spec.programs ?? []) add(text.split("|").join(" or "), [programLink(text)]);
  for (const name of spec.libraries ?? []) {
    add(`lib${name}.so`, library(`lib${name}.so`));
    for (const [path, file] of [...library(`lib${name}.so.*`), ...library(`lib${name}.a`)]) {
      links.set(path, file);
    }
  }
  for (const name of spec.runtime ?? []) add(`lib${name}.so`, library(`lib${name}.so.*`));
  for (const pattern of spec.files ?? []) add(pattern, library(pattern));
  for (const name of spec.headers ?? []) add(name, [[`include/${name}`, hostHeader(name)]]);
  for (const [path, files] of Object.entries(spec.links ?? {})) {
    add(files[0] ?? path, [[path, files.find((file) => existsSync(file))]]);
  }
  const optional = [
    ...(spec.morePrograms ?? []).map(programLink),
    ...(spec.moreFiles ?? []).flatMap(library),
    ...(spec.moreHeaders ?? []).map((name) => [`include/${name}`, hostHeader(name)] as const),
    ...(spec.pkgConfig ?? []).map(
      (name) => [`lib/pkgconfig/${name}.pc`, hostPkgConfig(name)] as const,
    ),
  ];
  for (const [path, file] of optional) if (file !== undefined) links.set(path, file);
  if (missing.length > 0) return { missing };
  const version = readVersion(spec.version ?? { program: firstProgram(spec) }, links);
  if (version === undefined) return { missing: ["anything that tells its version"] };
  return { links: new Map([...links].sort(([a], [b]) => (a < b ? -1 : 1))), version };
}

function programLink(text: string): readonly [string, string | undefined] {
  const names = text.split("|");
  const found = names.map(hostProgram).find((file) => file !== undefined);
  return [`bin/${names[0]}`, found];
}

function firstProgram({ programs: [first = ""] = [] }: HostPackageSpec): string {
  return first;
}

function readVersion(from: HostVersion, links: ReadonlyMap<string, string>): string | undefined {
  const version = versionFrom(from, links);
  return version !== undefined && new RegExp(versionText.pattern).test(version)
    ? version
    : undefined;
}

function versionFrom(from: HostVersion, links: ReadonlyMap<string, string>): string | undefined {
  if ("program" in from) {
    const program = hostProgram(from.program);
    if (program === undefined) return undefined;
    const pattern = from.pattern ?? /\d+(\.\d+)+([a-z]\d*)?/;
    return pattern.exec(said(program, from.args ?? ["--version"]))?.[0];
  }
  if ("pkgConfig" in from) {
    return /^Version:\s*(\S+)/m.exec(textOf(hostPkgConfig(from.pkgConfig)))?.[1];
  }
  if ("kernelHeader" in from) {
    const [, code] = /LINUX_VERSION_CODE\s+(\d+)/.exec(textOf(hostHeader(from.kernelHeader))) ?? [];
    if (code === undefined) return undefined;
    const number = Number(code);
    return [number >> 16, (number >> 8) & 255, number & 255].join(".");
  }
  const file = links.get(from.dateOf);
  return file && statSync(file).mtime.toISOString().slice(0, 10).replaceAll("-", ".");
}

function said(program: string, args: readonly string[]): string {
  const { stdout, stderr } = spawnSync(program, args, {
    encoding: "utf8",
    env: { PATH: hostPath, LC_ALL: "C" },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: versionWait,
  });
  return `${stdout}\n${stderr}`;
}

function textOf(file: string | undefined): string {
  return file === undefined ? "" : readFileSync(file, "utf8");
}
