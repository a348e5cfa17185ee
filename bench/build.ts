/** What habc adds to a build: the whole of it, its steps, and packing beside `tar | xz`. */
import { execFileSync, type StdioOptions } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { BuildEvent } from "../runtime/events.ts";
import { compare } from "./support/compare.ts";
import { sampleBytes } from "./support/sample.ts";

const folder = mkdtempSync(join(tmpdir(), "habc-bench-"));
const environment = {
  PATH: process.env["PATH"],
  HOME: folder,
  FS_ROOT: join(folder, "root"),
  HAB_CACHE_KEY_PATH: join(folder, "keys"),
  HAB_OUTPUT_PATH: join(folder, "results"),
};

function write(file: string, text: string | Uint8Array): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
}

const quiet: StdioOptions = ["ignore", "pipe", "ignore"];
function habc(...args: readonly string[]): string {
  const options = {
    cwd: folder,
    env: environment,
    encoding: "utf8",
    maxBuffer: 1e9,
    stdio: quiet,
  } as const;
  return execFileSync(
    process.execPath,
    [process.env["HABC_CLI"] ?? join(process.cwd(), "dist/cli.js"), ...args],
    options,
  );
}

const callbacks = "do_build() { return 0; }\ndo_install() { return 0; }\n";
function plan(name: string, text: string): string {
  write(`${name}/plan.sh`, `pkg_name=${name}\npkg_origin=acme\npkg_version=1\n${text}`);
  return name;
}

const identOf = (at: number) => `acme/p${at}/1.${at}/20240101000000`;
const transitive = Array.from({ length: 60 }, (_, at) => identOf(at));
const direct = Array.from({ length: 10 }, (_, at) => identOf(60 + at));
function installPackage(ident: string, files: Readonly<Record<string, string>>): void {
  const path = `/hab/pkgs/${ident}`;
  const usual = { PATH: `${path}/bin`, CFLAGS: `-I${path}/include`, MANIFEST: "", FILES: "" };
  const all = { IDENT: ident, TARGET: "x86_64-linux", ...usual, ...files };
  for (const [file, text] of Object.entries(all)) {
    write(`root/hab/pkgs/${ident}/${file}`, `${text}\n`);
  }
}
for (const ident of transitive)
  installPackage(ident, { RUNTIME_ENVIRONMENT: `V_${ident.length}=1` });
for (const ident of direct) {
  installPackage(ident, {
    DEPS: transitive.slice(0, 5).join("\n"),
    TDEPS: transitive.join("\n"),
    RUNTIME_ENVIRONMENT: `PYTHONPATH=/hab/pkgs/${ident}/lib`,
  });
}

habc("origin", "key", "generate", "acme");
const alone = plan("alone", callbacks);
const names = direct.map((ident) => ident.split("/").slice(0, 2).join("/"));
const many = plan("many", `pkg_deps=(${names.join(" ")})\n${callbacks}`);
write(
  "typed/plan.ts",
  `import { definePlan } from "habc";
export default definePlan({ pkg_name: "typed", pkg_origin: "acme", pkg_version: "1",
  async do_build() {}, async do_install() {} });`,
);

const run = (program: string, ...args: string[]) => ({
  name: [program, ...args].join(" "),
  run: () => execFileSync(program, args, { stdio: "ignore" }),
});
await compare(
  "A whole build that builds nothing",
  [
    run("node", "-e", "0"),
    run("bash", "-c", ":"),
    { name: "plan.sh", run: () => habc("build", alone) },
    { name: "plan.sh, 10 and 60 dependencies", run: () => habc("build", many) },
    { name: "plan.ts", run: () => habc("build", "typed") },
  ],
  10,
);

console.log("\nIts steps, of plan.sh with 10 and 60 dependencies");
const steps = new Map<string, number>();
for (const line of habc("build", "--json", many).trim().split("\n")) {
  const event = JSON.parse(line) as BuildEvent;
  if (event.type === "step-finished") steps.set(event.step, event.seconds * 1000);
  if (event.type === "build-finished") steps.set("in the build process, all", event.seconds * 1000);
}
for (const [step, time] of steps)
  console.log(`  ${step.padEnd(36)} ${time.toFixed(1).padStart(9)} ms`);

const bytes = sampleBytes(64);
for (let at = 0; at < 64; at++) {
  write(`big/data/file-${at}`, bytes.subarray(at << 20, (at + 1) << 20));
}
plan("big", `do_build() { return 0; }\ndo_install() { cp -R data "$pkg_prefix/"; }\n`);
const pack = () => {
  for (const line of habc("build", "--json", "big").trim().split("\n")) {
    const event = JSON.parse(line) as BuildEvent;
    if (event.type === "step-finished" && event.step === "pack") return event.seconds * 1000;
  }
  throw new Error("there was no packing");
};
const baseline = () => {
  const start = performance.now();
  const xz = "xz -6 -T2 --block-size=8MiB";
  execFileSync("sh", ["-c", `tar -c -C big data | ${xz} > out.tar.xz`], { cwd: folder });
  return performance.now() - start;
};
console.log("\nPacking and signing 64 MB, beside tar | xz -6 -T2");
const ratios = Array.from({ length: 3 }, () => pack() / baseline()).sort((a, b) => a - b);
console.log(`  ratio ${ratios.map((ratio) => ratio.toFixed(2)).join(", ")}`);
console.log(`  (packages made: ${readdirSync(join(folder, "results")).length})`);
rmSync(folder, { recursive: true });
