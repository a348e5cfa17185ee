/**
 * Holds the arrows between the rooms: which folder may import which, no cycles, no import of a
 * test. Counts type imports too: they bind the reader as much as the others.
 */
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, normalize } from "node:path";
import { parseSync } from "oxc-parser";
import { root } from "./lib/root.mjs";

/** What each room may import beside itself. The first that fits a file is its room. */
const arrows = [
  ["compiler/ir", []],
  ["compiler", ["compiler/ir"]],
  ["stdlib", ["compiler/ir"]],
  ["runtime", ["compiler/ir", "stdlib"]],
  ["cli", ["compiler/ir", "compiler", "stdlib", "runtime"]],
  ["plans-examples", ["stdlib"]],
  ["scripts", ["compiler/ir", "compiler", "stdlib", "runtime", "cli"]],
  ["bench", ["compiler/ir", "compiler", "stdlib", "runtime", "cli", "scripts"]],
  ["test", ["compiler/ir", "compiler", "stdlib", "runtime", "cli", "scripts", "bench"]],
];

function roomOf(file) {
  return arrows.find(([room]) => file.startsWith(`${room}/`)) ?? [dirname(file), []];
}

async function sources() {
  const folders = arrows.map(([room]) => room).filter((room) => !room.includes("/"));
  const listed = folders.map(async (folder) => {
    const entries = await readdir(join(root, folder), { recursive: true }).catch(() => []);
    return entries.map((entry) => join(folder, entry));
  });
  const files = (await Promise.all(listed)).flat();
  return files.filter((file) => /\.(ts|mjs)$/.test(file) && !file.includes("node_modules/"));
}

/** @returns The files of the project that a file imports, by their paths in the project. */
async function importsOf(file) {
  const text = await readFile(join(root, file), "utf8");
  const { module, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const entries = module.staticExports.flatMap((statement) => statement.entries);
  const names = [
    ...module.staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...entries.map(({ moduleRequest }) => moduleRequest?.value),
    ...module.dynamicImports.map(({ moduleRequest: { start, end } }) =>
      text.slice(start + 1, end - 1),
    ),
  ];
  return [...new Set(names)].flatMap((name) => {
    if (name === "habc") return "stdlib/index.ts";
    return name?.startsWith(".") ? normalize(join(dirname(file), name)) : [];
  });
}

function wrongArrows(graph) {
  return [...graph].flatMap(([from, targets]) => {
    const [room, allowed] = roomOf(from);
    return targets.flatMap((to) => {
      if (to.endsWith(".test.ts")) return `${from} imports the test ${to}`;
      const [target] = roomOf(to);
      if (target === room || allowed.includes(target)) return [];
      return `${from} imports ${to}: ${room} may not import ${target}`;
    });
  });
}

function cycles(graph) {
  const found = [];
  const done = new Set();
  const path = [];
  const visit = (file) => {
    const at = path.indexOf(file);
    if (at !== -1) found.push(`cycle: ${[...path.slice(at), file].join(" -> ")}`);
    if (at !== -1 || done.has(file)) return;
    path.push(file);
    graph.get(file)?.forEach(visit);
    path.pop();
    done.add(file);
  };
  [...graph.keys()].forEach(visit);
  return found;
}

const files = await sources();
const graph = new Map(await Promise.all(files.map(async (file) => [file, await importsOf(file)])));
const problems = [...wrongArrows(graph), ...cycles(graph)];
for (const problem of problems) console.error(problem);
console.log(`${files.length} files, ${problems.length} wrong imports`);
process.exitCode = problems.length === 0 ? 0 : 1;
