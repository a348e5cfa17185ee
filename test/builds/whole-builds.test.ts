/** What a build promises beyond its package: repeatable, closed, several at once, nothing lost. */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { nothing, planSh } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

test("equal inputs give equal bytes, in another place and at another time", async () => {
  const env = { SOURCE_DATE_EPOCH: "1700000000" };
  const text = `pkg_bin_dirs=(bin)\ndo_build() { return 0; }\ndo_install() { date > "$pkg_prefix/bin/z"; for f in b a c; do echo $f > "$pkg_prefix/bin/$f"; done; date -r "$pkg_prefix/bin/z" > /dev/null; echo fixed > "$pkg_prefix/bin/z"; }`;
  await workshop.build(planSh(workshop, "same", text), { env });
  const first = readFileSync(workshop.hart("same"));
  const other = await openWorkshop();
  try {
    for (const name of readdirSync(join(workshop.folder, "keys"))) {
      mkdirSync(join(other.folder, "same-keys"), { recursive: true });
      writeFileSync(
        join(other.folder, "same-keys", name),
        readFileSync(join(workshop.folder, "keys", name)),
      );
    }
    const keys = { HAB_CACHE_KEY_PATH: join(other.folder, "same-keys") };
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await other.build(planSh(other, "same", text), { env: { ...env, ...keys } });
    expect(readFileSync(other.hart("same")).equals(first)).toBe(true);
  } finally {
    other.close();
  }
  // The same release again, over the package that is there.
  await workshop.build("same", { env });
  expect(readFileSync(workshop.hart("same")).equals(first)).toBe(true);
});

test("a build does not change its source tree", async () => {
  workshop.write("tree/data.txt", "as it was");
  const plan = planSh(
    workshop,
    "tree",
    `do_build() { echo changed > data.txt; rm -rf plan.sh; mkdir made; }\ndo_install() { cp data.txt "$pkg_prefix/"; }`,
  );
  await workshop.build(plan);
  expect(readFileSync(join(workshop.folder, "tree/data.txt"), "utf8")).toBe("as it was");
  expect(readdirSync(join(workshop.folder, "tree")).sort()).toEqual(["data.txt", "plan.sh"]);
  expect(readFileSync(join(workshop.unpack(workshop.hart("tree")), "data.txt"), "utf8")).toBe(
    "changed\n",
  );
});

test("a plan may have functions of the names of builtins", async () => {
  const names = "cd declare echo exit mapfile popd printf pushd set shift source trap umask eval";
  planSh(
    workshop,
    "shadows",
    `for name in ${names}; do eval "$name() { :; }"; done\ndo_build() { :; }\ndo_install() { builtin echo "$(builtin type -t printf)" > "$pkg_prefix/kind"; }`,
  );
  await workshop.build("shadows");
  const folder = workshop.unpack(workshop.hart("shadows"));
  expect(readFileSync(join(folder, "kind"), "utf8")).toBe("function\n");
});

test("two builds of one plan at once both give their package", async () => {
  const plan = planSh(workshop, "twins", `do_build() { sleep 0.5; }\ndo_install() { return 0; }`);
  await Promise.all([workshop.build(plan), workshop.build(plan)]);
  const harts = readdirSync(workshop.results).filter((name) => name.endsWith(".hart"));
  expect(harts).toHaveLength(2);
  for (const hart of harts) {
    const verified = await workshop.habc(["pkg", "verify", join(workshop.results, hart)]);
    expect(verified.status, verified.output).toBe(0);
  }
});

test("a secret reaches the build and is shown nowhere", async () => {
  const secret = "s3cret value\nwith two lines";
  const plan = planSh(
    workshop,
    "secretive",
    `do_build() { [[ $TOKEN == "$EXPECTED" ]]; echo "token: $TOKEN"; echo "$TOKEN" >&2; build_line "$TOKEN"; export CFLAGS="-DX=$TOKEN"; }\ndo_install() { warn "$TOKEN"; }`,
  );
  const ended = await workshop.build(plan, {
    env: { HAB_STUDIO_SECRET_TOKEN: secret, HAB_STUDIO_SECRET_EXPECTED: secret },
  });
  expect(ended.output).not.toContain("s3cret");
  expect(ended.output).toContain("[secret]");
  const manifest = readFileSync(
    join(workshop.unpack(workshop.hart("secretive")), "MANIFEST"),
    "utf8",
  );
  expect(manifest).toContain("CFLAGS: -DX=[secret]");
});

test("the caller's environment does not leak in", async () => {
  const plan = planSh(
    workshop,
    "clean",
    `do_build() { env > "$CACHE_PATH/env"; }\ndo_install() { cp "$CACHE_PATH/env" "$pkg_prefix/"; }`,
  );
  await workshop.build(plan, {
    env: {
      CFLAGS: "-march=native",
      HAB_AUTH_TOKEN: "tok-123",
      GITHUB_TOKEN: "tok-456",
      LD_PRELOAD: "",
    },
  });
  const seen = readFileSync(join(workshop.unpack(workshop.hart("clean")), "env"), "utf8");
  expect(seen).not.toMatch(/march=native|tok-123|tok-456/);
});

test("a failing build keeps what was there: results, store and source cache", async () => {
  await workshop.build(planSh(workshop, "keeper", nothing));
  const before = readFileSync(join(workshop.results, "last_build.env"), "utf8");
  planSh(workshop, "keeper", "do_build() { false; }");
  const ended = await workshop.habc(["build", "keeper"]);
  expect(ended.status).toBe(1);
  expect(readFileSync(join(workshop.results, "last_build.env"), "utf8")).toBe(before);
  expect(existsSync(join(workshop.results, "pre_build.env"))).toBe(true);
  expect(readdirSync(join(workshop.packages, "acme/keeper/1.0"))).toHaveLength(1);
});

test.each(["SIGINT", "SIGTERM", "SIGKILL"] as const)(
  "after %s nothing of the build is left running, and the next one works",
  async (signal) => {
    const plan = planSh(
      workshop,
      "stopped",
      `do_build() { sleep 987 & echo started; sleep 987; }\ndo_install() { return 0; }`,
    );
    const ended = await workshop.habc(["build", plan], {
      during: (child) => {
        child.stdout?.on("data", (chunk) => {
          if (String(chunk).includes("started")) child.kill(signal);
        });
      },
    });
    expect(ended.status).toBe({ SIGINT: 130, SIGTERM: 143, SIGKILL: 137 }[signal]);
    await expect
      .poll(() => execFileSync("sh", ["-c", `pgrep -fx "sleep 987" || true`]).toString(), {
        timeout: 5000,
      })
      .toBe("");
    expect(readFileSync("/proc/self/mountinfo", "utf8")).not.toContain(workshop.folder);
    planSh(workshop, "stopped", nothing);
    await workshop.build(plan);
    expect(readdirSync(join(workshop.packages, "../studios"))).toEqual([]);
    expect(readdirSync(join(workshop.packages, "acme/stopped/1.0"))).toHaveLength(1);
  },
);

test.each(["results", "root/hab/cache/artifacts"])(
  "a full disk under %s is told, and nothing half-written is left",
  async (place) => {
    const text = `do_build() { return 0; }\ndo_install() { head -c 400000 /dev/urandom > "$pkg_prefix/big"; }`;
    const plan = planSh(workshop, "large", text);
    mkdirSync(join(workshop.folder, place), { recursive: true });
    const asRoot = process.getuid?.() === 0 ? [] : ["--user", "--map-root-user"];
    const script = `mount -t tmpfs -o size=100k tmpfs ${place}; "$@"; status=$?; ls -A ${place} >&2; exit $status`;
    const ended = await workshop.habc(["build", plan], {
      through: ["unshare", ...asRoot, "--mount", "sh", "-c", script, "sh"],
    });
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain("error[results-unwritable]");
    expect(ended.stderr).toContain("the disk is full");
    expect(ended.stderr).not.toContain(".hart\n");
    expect(readdirSync(workshop.packages)).toEqual([]);
  },
);
