/** What of the caller's environment gets into a build, and what of it comes out. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openStudio } from "../../runtime/studio/index.ts";
import { makeStage } from "../runtime/studio/stage.ts";
import { openWorkshop, type Workshop } from "../support/workshop.ts";
import { nothing, planSh } from "./plans.ts";

let workshop: Workshop;
beforeEach(async () => {
  workshop = await openWorkshop();
});
afterEach(() => workshop.close());

const install = "do_install() { return 0; }";

/** Of the reference's studio, but for the token; `DEBUG` is on its own, as it prints everything. */
const passed =
  "DO_CHECK HAB_BLDR_CHANNEL HAB_BLDR_URL HAB_CONFIG_EXCLUDE HAB_LICENSE HAB_NOCOLORING HAB_NONINTERACTIVE HAB_ORIGIN HAB_REFRESH_CHANNEL HAB_STUDIO_BINARY HAB_STUDIO_NOSTUDIORC HAB_STUDIO_SUP HAB_UPDATE_STRATEGY_FREQUENCY_MS HAB_UPDATE_STRATEGY_PERIOD_MS SOURCE_DATE_EPOCH SSL_CERT_FILE TERM http_proxy https_proxy no_proxy".split(
    " ",
  );
const kept =
  "CFLAGS CI GITHUB_TOKEN HABC_CACHE HAB_AUTH_TOKEN HAB_CTL_SECRET HAB_ORIGIN_KEYS HAB_RING_KEY HAB_STUDIO_ROOT LANG LD_LIBRARY_PATH MAKEFLAGS NO_INSTALL_DEPS SSH_AUTH_SOCK XDG_RUNTIME_DIR".split(
    " ",
  );

test("a build has the reference's variables and no other", async () => {
  const plan = planSh(
    workshop,
    "env",
    `echo "names: $(compgen -e | tr '\\n' ' ')"; cat "$SSL_CERT_FILE"\n${nothing}`,
  );
  const certificates = workshop.write("corporate.pem", "the certificates\n");
  const known: Record<string, string> = {
    HAB_ORIGIN: "acme",
    HAB_ORIGIN_KEYS: "acme",
    SOURCE_DATE_EPOCH: "1700000000",
    SSL_CERT_FILE: certificates,
    TERM: "dumb",
    HAB_STUDIO_SECRET_MINE: "xy",
    HAB_STUDIO_SECRET_PATH: "/nowhere",
    HAB_STUDIO_SECRET_HOME: "/nowhere",
  };
  const set = Object.fromEntries([...passed, ...kept].map((name) => [name, known[name] ?? "1"]));
  const { stdout } = await workshop.build(plan, { env: { ...set, ...known } });
  const names = /^names: (.*?) $/m.exec(stdout)?.[1]?.split(" ");
  const own = ["HAB_CACHE_KEY_PATH", "HOME", "LC_ALL", "MINE", "PATH", "STUDIO_TYPE"];
  const bash = ["OLDPWD", "PWD", "SHLVL", "TAR_OPTIONS"];
  expect(names?.filter((name) => !bash.includes(name)).sort()).toEqual([...passed, ...own].sort());
  expect(stdout).toContain("the certificates\n");
});

test("a secret arrives byte for byte, and is shown nowhere", async () => {
  const secrets: Readonly<Record<string, Buffer>> = {
    SPACES: Buffer.from("  two  words and more  "),
    LINES: Buffer.from(
      "-----BEGIN KEY-----\nc2VjcmV0IGxpbmUgb25l\nc2VjcmV0IGxpbmUgdHdv\n-----END KEY-----\n",
    ),
    QUOTES: Buffer.from('it\'s "quoted" `x` $(y) ${z} \\ ; & | * ?'),
    BYTES: Buffer.from([0xff, 0xfe, 0x41, 0x80, 0x0a, 0xc3, 0x28, 0x7f, 0x1b, 0x42]),
    UNICODE: Buffer.from("geheim – 秘密 🔑"),
    ASSIGNED: Buffer.from("A=B --option"),
  };
  const names = Object.keys(secrets);
  const sums = names.map((name) => `printf %s "$${name}" | sha256sum | sed s/^/sum-${name}-/`);
  const shows = names.map(
    (name) =>
      `printf '<%s>\\n' "$${name}"; printf '%s\\n' "$${name}" | while IFS= read -r l; do echo "line: $l" >&2; done; build_line "$${name}"`,
  );
  const plan = planSh(
    workshop,
    "secretive",
    `pkg_source="http://user:$ASSIGNED@127.0.0.1:9/x.tar"
do_download() { return 0; }
do_verify() { return 0; }
do_unpack() { return 0; }
do_build() { ${sums.join("; ")}; ${shows.join("; ")}; env > /dev/null; }\n${install}`,
  );
  // Node.js cannot hand over what is no UTF-8: a shell does.
  const exports = names.map((name) => {
    const octal = [...(secrets[name] ?? [])].map(
      (byte) => `\\${byte.toString(8).padStart(3, "0")}`,
    );
    return `HAB_STUDIO_SECRET_${name}=$(printf '${octal.join("")}x'); export HAB_STUDIO_SECRET_${name}="\${HAB_STUDIO_SECRET_${name}%x}"`;
  });
  const through = [
    "bash",
    "-c",
    `LC_ALL=C; ${exports.join("; ")}; unset LC_ALL; exec "$@"`,
    "bash",
  ];
  for (const args of [["--keep"], ["--json", "--force"]]) {
    const ended = await workshop.build(plan, { args, through });
    for (const name of names) {
      const sum = createHash("sha256")
        .update(secrets[name] ?? "")
        .digest("hex");
      const said = args.includes("--json") ? decoded(ended.stdout) : ended.stdout;
      expect(said, name).toContain(`sum-${name}-${sum}`);
      for (const part of partsOf(secrets[name] ?? Buffer.alloc(0))) {
        expect(said, name).not.toContain(part);
        expect(ended.output, name).not.toContain(part);
      }
    }
  }
  // Neither in results and logs, nor in what is kept of the build, nor in the build cache.
  for (const name of names) {
    for (const part of partsOf(secrets[name] ?? Buffer.alloc(0))) {
      const found = execFileSync("sh", [
        "-c",
        'grep -rlaF -- "$0" "$@" || true',
        part,
        workshop.results,
        join(workshop.folder, "root"),
      ]);
      expect(found.toString(), name).toBe("");
    }
  }
});

/** What may not be seen: the text, or each line that says something. */
function partsOf(secret: Buffer): string[] {
  const text = secret.toString("utf8");
  if (text.includes("\ufffd")) return [];
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.length >= 8);
}

/** The output in JSON events, as it was printed. */
function decoded(stdout: string): string {
  const lines = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  return lines
    .filter(({ type }) => type === "output")
    .map(({ text, bytes }) => text ?? Buffer.from(bytes ?? "", "base64").toString())
    .join("");
}

test("HAB_ORIGIN_KEYS decides for whom a build may sign", async () => {
  const plan = planSh(workshop, "signed", nothing);
  const refused = await workshop.habc(["build", plan], { env: { HAB_ORIGIN_KEYS: "other,third" } });
  expect(refused.status).toBe(35);
  expect(refused.stderr).toContain("the build may not sign for the origin acme");
  expect(refused.stderr).toContain("HAB_ORIGIN_KEYS (--keys) allows other, third");
  await workshop.build(plan, { env: { HAB_ORIGIN_KEYS: "other,acme" } });
  const optioned = await workshop.habc(["build", "--no-cache", "--keys", "other", plan], {
    env: { HAB_ORIGIN_KEYS: "acme" },
  });
  expect(optioned.status).toBe(35);
});

test("in place a secret that is no UTF-8 is refused, not changed", async () => {
  const stage = makeStage({ environment: { X: "\udcff" } });
  await expect(openStudio("none", stage.spec)).rejects.toMatchObject({
    diagnostic: { code: "usage", message: "the value of X is no UTF-8" },
  });
  await stage.remove();
});
