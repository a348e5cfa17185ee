import { type PlanCase, planOf } from "./plan-case.ts";

/** Plans of which everything can be known. */
export const knownPlans: Readonly<Record<string, PlanCase>> = {
  enums: {
    plan: planOf(
      `pkg_description: [Color.Red, Color[0], Color.Blue, Color.Dark, Color["a b"], Color[9], Kind.B].join(";"),
  pkg_maintainer: Object.keys(Color).join() + later(),
  pkg_upstream_url: pick(Channel.Dev) + Channel[Channel.Prod],`,
      `import { Channel, pick } from "./channels.ts";
enum Color { Red, Green = 5, Blue, Dark = Green | 8, "a b" = 9, Last = Color.Blue + 1 }
const enum Kind { A = "a", B = "b" + A }
function later() { return Late.V; }
enum Late { V = "v" }`,
    ),
    files: {
      "channels.ts":
        'export enum Channel { Dev, Prod }\nexport const pick = (c: Channel) => ({ [Channel.Dev]: "dev", [Channel.Prod]: "prod" })[c];\n',
    },
  },
  "literals of every kind": {
    plan: planOf(`pkg_license: ["MIT", customLicense("Acme \\u00e4 Licence")],
      "pkg_description": 'a "text"\\n\\t\\x41',
      ["pkg_maintainer"]: \`raw \\\${text}\`,
      pkg_exports: { port: "server.port", "host-name": 'server.host', 1: "one" },
      pkg_exposes: ["port"], pkg_shutdown_timeout_sec: 0x14, pkg_deps: [],`),
  },
  "constants, types around them, and templates": {
    plan: planOf(
      `pkg_deps: [...runtime, \`\${origin}/zlib\`], pkg_upstream_url: url!, pkg_bin_dirs: (<readonly string[]>["bin"]) as string[],`,
      `interface Unused { readonly a: string }
      type Deps = readonly \`\${string}/\${string}\`[];
      declare const nowhere: string;
      const origin = "core" as const;
      const runtime = ["core/glibc", origin + "/openssl"] satisfies Deps;
      const url: string = "https://example.com/" + 1.50 + "/" + true + null + undefined;
      export type { Deps };`,
    ),
  },
  "functions of settings, in any order": {
    plan: planOf(`
      pkg_source: (pkg) => \`https://example.com/\${pkg.pkg_filename}\`,
      pkg_filename: ({ pkg_dirname }) => \`\${pkg_dirname}.tar.gz\`,
      pkg_dirname: (pkg) => { const [major] = pkg.pkg_version.split("."); return pkg.pkg_name + major; },
      pkg_svc_run: (pkg) => \`redis \${pkg.pkg_svc_config_path}/x --user=\${pkg.pkg_svc_user}\`,
      pkg_description: function (pkg) { return [pkg.pkg_target, pkg.pkg_deps.length, pkg.HAB_CACHE_SRC_PATH].join(); },
      pkg_deps: ["core/glibc"],`),
  },
  "a default that follows from settings": {
    plan: planOf("pkg_source: (pkg) => `https://example.com/${pkg.pkg_dirname}.tgz`,"),
  },
  "functions of the plan with arguments, defaults, rest and patterns": {
    plan: planOf(
      `pkg_deps: [core("glibc"), core("openssl", "1.1"), ...all("zlib", "bzip2")],
       pkg_description: describe({ name: "x", tags: ["a", "b", "c"] }), pkg_maintainer: hoisted(),`,
      `const core = (name: string, version?: string) => version === undefined ? \`core/\${name}\` : \`core/\${name}/\${version}\`;
       function all(...names: string[]) { return names.map((name) => core(name)); }
       const describe = ({ name, tags: [first, ...rest], more = first + "!" }: { name: string; tags: string[]; more?: string }) =>
         name + first + rest.length + more;
       function hoisted() { return later; }
       const later = "later";`,
    ),
  },
  "loops, conditions and changes": {
    plan: planOf(
      `pkg_deps: deps, pkg_bin_dirs: dirs, pkg_exports: exports, pkg_description: String(count),`,
      `const deps: string[] = []; const dirs = ["sbin"]; const exports: Record<string, string> = {};
       for (const name of ["glibc", "zlib", "gcc"]) { if (name === "gcc") continue; deps.push("core/" + name); }
       let count = 0;
       for (let i = 0; i < 5; i++) { if (i === 3) break; count += i; }
       while (count < 10) count *= 2;
       do { count--; } while (count > 7);
       dirs.unshift("bin"); dirs[2] = "libexec";
       for (const key in { port: 1, host: 2 }) exports[key] = \`server.\${key}\`;
       delete exports.host; exports["tls"] ??= "tls.port"; exports["tls"] ||= "no";
       switch (deps.length as number) { case 1: count = 0; break; case 2: count += 100; default: count += 1; }`,
    ),
  },
  "functions that keep the variables of a loop": {
    plan: planOf(
      `pkg_bin_dirs: makers.map((make) => make()), pkg_lib_dirs: [counter(), counter(), String(counter())],`,
      `const makers: (() => string)[] = [];
       for (let i = 0; i < 3; i++) makers.push(() => "dir" + i);
       const counter = (() => { let n = 0; return () => String(++n); })();`,
    ),
  },
  "methods of texts": {
    plan: planOf(
      `pkg_bin_dirs: [
        v.split(".").slice(0, 2).join("."), v.replace(/\\./g, "_"), v.replaceAll(".", ""), v.replace(/(\\d+)\\.(\\d+)/, "$2-$1"),
        v.replace(/\\d/g, (digit) => String(Number(digit) + 1)), v.toUpperCase() + "ä".toLocaleString, v.padStart(8, "0"),
        "  a b ".trim(), v.at(-1)!, v[0]!, v.charAt(1), "a-b_c".split(/[-_]/).reverse().join("+"), v.slice(-3, -1),
        v.substring(2, 1), String(v.includes("2")), String(v.startsWith("7")), String(v.endsWith("7")), String(v.indexOf(".")),
        "ab".repeat(2), v.match(/^(\\d+)\\.(?<minor>\\d+)/)?.groups?.minor ?? "none", String(/^7/.test(v)), (/(\\d)$/.exec(v) ?? [])[1]!,
        [...v.matchAll(/\\d/g)].map(([digit]) => digit).join("|"), encodeURIComponent("a b/ü"), v.concat("-", "1"), \`\${["x", ["y"]]}\`,
      ],`.replace(' + "ä".toLocaleString', ""),
      `const v = "7.2.4";`,
    ),
  },
  "methods of arrays": {
    plan: planOf(
      `pkg_bin_dirs: [
        list.filter((item) => item !== "b").join(), list.map((item, index) => item + index).join(""), String(list.includes("c")),
        list.at(-1)!, list.concat(["d"], "e").join(), [...list].sort().join(), [...list].sort((a, b) => (a < b ? 1 : -1)).join(),
        list.reduce((all, item) => all + item, ">"), list.find((item) => item > "a")!, String(list.findIndex((item) => item === "a")),
        String(list.some((item) => item === "z")), String(list.every((item) => item < "z")), [[1, [2]], [3]].flat(2).join(),
        list.flatMap((item) => [item, item]).join(""), [...new Set(["x", "y", "x"])].join(), Array.from({ length: 3 }, (_, i) => i * i).join(),
        String(list.indexOf("a")), list.slice().reverse().join(), [...list.entries()].map(([i, item]) => item + i).join(),
        list.toSorted().join(), Array.isArray(list) ? "list" : "no", String(list.length), Array.of(1, 2).join("-"), \`\${list}\`,
      ],`,
      `const list = ["c", "a", "b"];`,
    ),
  },
  "methods of objects, Map and JSON": {
    plan: planOf(
      `pkg_exports: Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, \`ports.\${name}.\${port}\`])),
       pkg_bin_dirs: [...Object.keys({ b: 1, 2: 2, a: 3, 1: 4 }), ...Object.values(ports).map(String), JSON.stringify({ a: [1, "x", null] }),
         JSON.parse('{"a":{"b":"c"}}').a.b, map.get("k")!, String(map.size), String("http" in ports), String(Object.hasOwn(ports, "no")),
         ...[...map].map(([key, value]) => key + value), Object.assign({}, ports, { x: "y" }).x, frozen.a],
       pkg_binds: { db: ["port", "host"], cache: "port host" },`,
      `const ports = { http: 80, https: 443 };
       const map = new Map([["k", "v"]]); map.set("l", "w");
       const frozen = Object.freeze({ a: "frozen" });`,
    ),
  },
  "numbers as JavaScript writes them": {
    plan: planOf(
      `pkg_bin_dirs: [1e21, 0.1 + 0.2, -0, 1 / 3, 5 % 3, 2 ** 10, 7 >>> 1, ~5].map(String), pkg_shutdown_timeout_sec: Math.max(3, 7) + Number("3"),
       pkg_lib_dirs: [(255).toString(16), (1.005).toFixed(2), String(parseInt("12px", 10)), String(Number.isInteger(5)), typeof 5, typeof "", typeof [], typeof undefined, typeof (() => 1)],`,
    ),
  },
  "spreads of objects, the last one wins": {
    plan: `import { definePlan } from "habc";
      const base = { pkg_origin: "acme", pkg_version: "1", pkg_license: ["MIT"], do_check: "make check" };
      export default definePlan({ pkg_name: "x", pkg_version: "0", ...base, ...(base.pkg_version === "1" && { pkg_bin_dirs: ["bin"] }), ...null, pkg_origin: "core" });`,
  },
  "a definition that is made by a function of the plan": {
    plan: `import * as habc from "habc";
      function plan(name: string) { return habc.definePlan({ pkg_name: name, pkg_origin: "acme", pkg_version: "1", do_build() {} }); }
      const made = plan("x");
      export { made as default };`,
  },
  "files of its own, in TypeScript, JavaScript and JSON": {
    plan: planOf(
      `pkg_deps: deps, pkg_description: about.description, pkg_maintainer: author.name, pkg_bin_dirs: [...dirs, helper("x"), all.version, note],
       pkg_upstream_url: homepage, ...common,`,
      `import { deps, dirs as dirs } from "./shared/deps.ts";
       import helper, * as all from "./helper.js";
       import about from "./package.json" with { type: "json" }; import { author } from "./author.json";
       import type { Missing } from "./missing.ts";
       import { type Other, common } from "./shared";
       import note from "./note.txt";
       import { homepage } from "./shared/index";
       export type X = Missing | Other;`,
    ),
    files: {
      "shared/deps.ts": `import { dirs } from "./dirs.js"; dirs.push("sbin"); export { dirs }; export const deps = ["core/glibc"]; export interface Other {}`,
      "shared/dirs.ts": `export const dirs = ["bin"];`,
      "shared/index.ts": `export * from "./deps.ts"; export const common = { pkg_license: ["MIT"] } as const; export let homepage = "a"; homepage = "https://example.com"; export type Other = string;`,
      "helper.js": `export default function helper(name) { return name + version; } export const version = "1.0";`,
      "package.json": `{ "description": "From JSON" }`,
      "author.json": `{ "author": { "name": "Ann" } }`,
      "note.txt": "a note",
    },
  },
  "modules that import each other": {
    plan: planOf(`pkg_bin_dirs: [fromA()],`, `import { fromA } from "./a.ts";`),
    files: {
      "a.ts": `import { fromB } from "./b.ts"; export function fromA() { return "a" + fromB(); } export const name = "n";`,
      "b.ts": `import { name } from "./a.ts"; export const fromB = () => name;`,
    },
  },
  "the environment, as it is given": {
    plan: planOf(
      `pkg_description: process.env.GIVEN ?? "none", pkg_maintainer: process.env["UNSET"] ?? "none", pkg_bin_dirs: [CI ? "ci" : "no", env.GIVEN!, process.env.SET!],
       pkg_deps: process.env.GIVEN === "yes" ? ["core/a"] : ["core/b"],`,
      `import { env } from "node:process"; const { CI } = process.env; process.env.SET = String(1); delete process.env.GIVEN2;`,
    ),
    env: { GIVEN: "yes", GIVEN2: "x" },
  },
  "an origin from the environment": {
    plan: planOf("pkg_upstream_url: (pkg) => `https://${pkg.pkg_origin}`,"),
    env: { HAB_ORIGIN: "other" },
  },
  "files of the source tree": {
    plan: planOf(
      `pkg_description: version, pkg_maintainer: readFileSync(new URL("./VERSION", import.meta.url), "utf8").trim(), pkg_bin_dirs: [
         fs.readFileSync(path.join(import.meta.dirname, "VERSION"), { encoding: "utf-8" }).split(".")[0]!, String(existsSync("VERSION")),
         JSON.parse(readFileSync(fileURLToPath(new URL("package.json", import.meta.url)), "utf8")).name, readFileSync("VERSION").toString().trim(),
         path.basename("a/b.c", ".c") + path.extname("x.tar.gz") + path.join("a", "..", "b"), awaited.trim()],
       pkg_lib_dirs: (pkg) => [readFileSync(\`\${pkg.PLAN_CONTEXT}/VERSION\`, "utf8").trim()],`.replace(
        /pkg_lib_dirs.*/,
        "",
      ),
      `import fs, { existsSync, readFileSync } from "node:fs"; import path from "path"; import { fileURLToPath } from "node:url"; import { readFile } from "node:fs/promises";
       const version = readFileSync("VERSION", "utf8").trim();
       const awaited = await readFile("VERSION", "utf8");`,
    ),
    files: { VERSION: "1.2.3\n", "package.json": '{ "name": "app" }' },
  },
  "callbacks in both languages": {
    plan: planOf(
      `do_build: "make", do_install: bash\`make install \${["a", "b"]}\`, async do_check({ $ }) { await $\`make check\`; }, do_strip,
      do_begin: undefined, do_end: () => {}, pkg_lib_dirs: undefined,`,
      `function do_strip(): void {}`,
    ),
  },
  "try, where nothing fails and where something does": {
    plan: planOf(
      `pkg_bin_dirs: [first(), second(), third],`,
      `function first() { try { return "tried"; } finally { count++; } } let count = 0;
       function second(): string { try { throw new Error("x"); } catch { return "caught"; } }
       let third = "a"; try { third = "b"; null!.x; third = "c"; } catch { third += "d"; } finally { third += "e"; }`.replace(
        "null!",
        "(null as any)",
      ),
    ),
  },
  "chains that end early": {
    plan: planOf(
      `pkg_bin_dirs: [none?.a.b.c ?? "none", some?.a?.b ?? "no", some.f?.(1) ?? "no f", String(none?.[calls++]), String(calls), (none as any)?.x.y() ?? "short"],`,
      `const none = undefined as any; const some = { a: { b: "b" } } as any; let calls = 0;`,
    ),
  },
  "a class that does not matter": {
    plan: planOf(
      `pkg_bin_dirs: ["bin"],`,
      `class Helper { name = "x"; run() { return this.name; } } export { Helper };`,
    ),
  },
  "asynchronous functions that are awaited at once": {
    plan: planOf(
      `pkg_description: version,`,
      `async function read() { const part = await 2; return "1." + part; } const version = await read();`,
    ),
  },
  "destructuring assignments and sequences": {
    plan: planOf(
      `pkg_bin_dirs: [a, b, c, rest.join(""), x.y, z],`,
      `let a = "1", b = "2", c; [a, b] = [b, a]; const x: any = {}; ({ c, ...x.rest } = { c: "3", d: "4" }); [x.y = "y"] = [];
       const [, ...rest] = "abc"; const z = (1, "z");`,
    ),
  },
};
