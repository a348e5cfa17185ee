/** The build cache: what counts as the same, and what is never used. */
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { jsonLines } from "./trees.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const plan = `pkg_name=thing
pkg_origin=acme
pkg_version=1.0
pkg_deps=(acme/lib)
source "$PLAN_CONTEXT/../shared.sh"
do_build() { return 0; }
do_install() { cat "$PLAN_CONTEXT/src/data" > "$pkg_prefix/data"; echo "\${TOKEN:-}" >> "$pkg_prefix/data"; }
`;

function writeThing(): void {
  workshop.write("thing/plan.sh", plan);
  workshop.write("thing/src/data", "one\n");
  workshop.write("thing/hooks/init", "#!/bin/sh\n");
  workshop.write("shared.sh", "pkg_description=x\n");
  workshop.write("thing/.gitignore", "*.o\n");
  workshop.install("acme/lib/1.0/20240101000000", { FILES: "a\n" });
  execFileSync("git", ["init", "-q"], { cwd: workshop.folder });
}

interface Result {
  readonly ident: string;
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}

type Environment = Readonly<Record<string, string>>;

/** @returns What came of a build, and whether a phase ran. */
async function build(env: Environment = {}, args: readonly string[] = []) {
  const { stdout, stderr, status } = await workshop.habc(["build", "thing", "--json", ...args], {
    env,
  });
  expect(status, stdout + stderr).toBe(0);
  const lines = jsonLines(stdout);
  const result = lines.at(-1) as unknown as Result;
  return {
    lines,
    ...result,
    isBuilt: lines.some(({ type }) => type === "step-started"),
    refused: lines.filter(
      ({ diagnostic }) => (diagnostic as { code?: string })?.code === "cache-refused",
    ),
  };
}

describe("the same inputs", () => {
  test("give the same package without running a phase, even where it was removed", async () => {
    writeThing();
    const first = await build();
    expect(first.isBuilt).toBe(true);
    const env = readFileSync(join(workshop.results, "last_build.env"), "utf8");
    const beside = readdirSync(workshop.results).filter((name) => name !== "logs");
    const bytes = readFileSync(first.file);
    expect(await build()).toMatchObject({
      isBuilt: false,
      ident: first.ident,
      sha256: first.sha256,
    });

    rmSync(workshop.results, { recursive: true });
    rmSync(join(workshop.packages, "acme/thing"), { recursive: true });
    const again = await build();
    expect(again).toMatchObject({ isBuilt: false, ident: first.ident, bytes: first.bytes });
    expect(readFileSync(again.file).equals(bytes)).toBe(true);
    expect(readFileSync(join(workshop.results, "last_build.env"), "utf8")).toBe(env);
    expect(readdirSync(workshop.results).sort()).toEqual(beside.sort());
    expect(readFileSync(join(workshop.packages, first.ident, "data"), "utf8")).toBe("one\n\n");
    expect((await workshop.habc(["pkg", "verify", again.file])).status).toBe(0);
  });

  test("are built again with --force, with --no-cache, and in place", async () => {
    writeThing();
    const first = await build();
    const forced = await build({}, ["--force"]);
    expect(forced.isBuilt).toBe(true);
    expect(forced.ident).not.toBe(first.ident);
    expect(await build()).toMatchObject({ isBuilt: false, ident: forced.ident });
    expect((await build({}, ["--no-cache"])).isBuilt).toBe(true);
    expect(await build()).toMatchObject({ isBuilt: false, ident: forced.ident });
  });

  test("tell what the build found, each time", async () => {
    writeThing();
    appendFileSync(
      join(workshop.folder, "thing/plan.sh"),
      'do_after() { chmod o+w "$pkg_prefix/data"; }\n',
    );
    const findings = ({ lines }: { readonly lines: readonly { type: string }[] }) =>
      lines.filter(({ type }) => type === "diagnostic");
    const first = await build();
    expect(findings(first)).toContainEqual(
      expect.objectContaining({ diagnostic: expect.objectContaining({ code: "world-writable" }) }),
    );
    const second = await build();
    expect(second.isBuilt).toBe(false);
    expect(findings(second)).toEqual(findings(first));
  });

  test("of before give the package of before, with a word about the newer one", async () => {
    writeThing();
    const first = await build();
    workshop.write("thing/src/data", "two\n");
    const second = await build();
    workshop.write("thing/src/data", "one\n");
    const third = await build();
    expect(third).toMatchObject({ isBuilt: false, ident: first.ident });
    expect(third.lines).toContainEqual(
      expect.objectContaining({ level: "warn", text: expect.stringContaining(second.ident) }),
    );
  });
});

describe("another package", () => {
  test("comes of another hook, source, dependency or variable", async () => {
    writeThing();
    const env: Record<string, string> = {};
    const seen = new Set([(await build(env)).ident]);
    const changes = [
      () => workshop.write("thing/hooks/init", "#!/bin/bash\n"),
      () => workshop.write("thing/src/data", "two\n"),
      () => workshop.install("acme/lib/1.0/20250101000000"),
      () => Object.assign(env, { HAB_STUDIO_SECRET_TOKEN: "hunter2-is-secret" }),
    ];
    for (const change of changes) {
      change();
      const { isBuilt, ident } = await build(env);
      expect(isBuilt).toBe(true);
      expect(seen).not.toContain(ident);
      seen.add(ident);
      expect(await build(env)).toMatchObject({ isBuilt: false, ident });
    }
    const cache = join(workshop.packages, "../cache/builds");
    expect(existsSync(join(cache, "entries"))).toBe(true);
    const found = execFileSync("sh", ["-c", 'grep -rl hunter2-is "$0" || true', cache]).toString();
    expect(found.split("\n").filter((file) => !file.includes("/files/"))).toEqual([""]);
  });

  test("comes of what a scaffolding adds", async () => {
    writeThing();
    const scaffolding = "scaffolding_load() { pkg_deps+=(acme/extra); }\n";
    workshop.install("acme/scaffolding/1.0/20240101000000", { "lib/scaffolding.sh": scaffolding });
    workshop.install("acme/extra/1.0/20240101000000");
    appendFileSync(join(workshop.folder, "thing/plan.sh"), "pkg_scaffolding=acme/scaffolding\n");
    expect((await build()).isBuilt).toBe(true);
    expect((await build()).isBuilt).toBe(false);
    workshop.install("acme/extra/1.0/20250101000000");
    expect((await build()).isBuilt).toBe(true);
    expect((await build()).isBuilt).toBe(false);
    rmSync(join(workshop.packages, "acme/extra/1.0/20250101000000"), { recursive: true });
    expect((await build()).isBuilt).toBe(false);
  });
});

describe("nothing is kept", () => {
  test("of a source without a checksum", async () => {
    writeThing();
    appendFileSync(
      join(workshop.folder, "thing/plan.sh"),
      'pkg_source=https://localhost:1/x.tar.gz\ndo_download() { return 0; }\ndo_verify() { return 0; }\ndo_unpack() { mkdir -p "$CACHE_PATH"; }\n',
    );
    expect((await build()).isBuilt).toBe(true);
    const { isBuilt, lines } = await build({}, ["--explain"]);
    expect(isBuilt).toBe(true);
    expect(lines).toContainEqual(
      expect.objectContaining({ text: expect.stringContaining("there is no pkg_shasum") }),
    );
  });

  test("of a build whose files changed while it ran", async () => {
    writeThing();
    workshop.write("thing/plan.sh", plan.replace("return 0", "echo begun; sleep 1"));
    await workshop.habc(["build", "thing"], {
      during: (child) => {
        child.stdout?.on("data", (chunk) => {
          if (String(chunk).includes("begun")) workshop.write("thing/src/data", "two\n");
        });
      },
    });
    workshop.write("thing/src/data", "one\n");
    expect((await build()).isBuilt).toBe(true);
  });
});

describe("an entry that was damaged", () => {
  /** The only entry, and the file of its package. */
  function places() {
    const cache = join(workshop.packages, "../cache/builds");
    const find = (kind: string, test: string) =>
      execFileSync("sh", ["-c", `find "$0/${kind}" -type f ${test}`, cache])
        .toString()
        .trim();
    return {
      entry: find("entries", ""),
      hart: find("files", "-exec grep -lq '^HART-1' {} \\; -print"),
    };
  }

  test.each<[string, (places: { entry: string; hart: string }) => void]>([
    [
      "is not used: a bit of it",
      ({ entry }) => {
        const bytes = readFileSync(entry);
        bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
        writeFileSync(entry, bytes);
      },
    ],
    [
      "is not used: its package",
      ({ hart }) => {
        const bytes = readFileSync(hart);
        bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
        writeFileSync(hart, bytes);
      },
    ],
  ])("%s, and the next one is whole again", async (_, damage) => {
    writeThing();
    const first = await build();
    damage(places());
    rmSync(workshop.results, { recursive: true });
    const second = await build();
    expect(second.isBuilt).toBe(true);
    expect(second.refused).toHaveLength(1);
    expect(second.ident).not.toBe(first.ident);
    rmSync(workshop.results, { recursive: true });
    const third = await build();
    expect(third).toMatchObject({ isBuilt: false, refused: [], ident: second.ident });
    expect((await workshop.habc(["pkg", "verify", third.file])).status).toBe(0);
  });

  test("is not used: another package is installed under its name", async () => {
    writeThing();
    const first = await build();
    appendFileSync(join(workshop.packages, first.ident, "FILES"), "x\n");
    const second = await build();
    expect(second).toMatchObject({ isBuilt: true, refused: [expect.anything()] });
  });

  test("is not used: somebody without the origin's key put it there", async () => {
    writeThing();
    const shared = join(workshop.folder, "shared");
    const forger = await openWorkshop();
    try {
      cpSync(join(workshop.folder, "thing"), join(forger.folder, "thing"), { recursive: true });
      cpSync(join(workshop.folder, "shared.sh"), join(forger.folder, "shared.sh"));
      execFileSync("git", ["init", "-q"], { cwd: forger.folder });
      forger.install("acme/lib/1.0/20240101000000", { FILES: "a\n" });
      await forger.build("thing", { env: { HABC_CACHE: shared } });
    } finally {
      forger.close();
    }
    const { isBuilt, refused } = await build({ HABC_CACHE: shared });
    expect({ isBuilt, refused: refused.length }).toEqual({ isBuilt: true, refused: 1 });
  });
});
