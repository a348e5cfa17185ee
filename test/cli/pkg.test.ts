import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type RunOptions, habc as run } from "./habc.ts";

const ident = "acme/redis/7.2.4/20260101120000";
let folder = "";
let key = "";

function habc(args: readonly string[], options: RunOptions = {}) {
  return run(args, { cwd: folder, env: { HAB_CACHE_KEY_PATH: join(folder, "keys") }, ...options });
}

/** A package by other tools: GNU tar and xz. */
function packedTree(metadata: Readonly<Record<string, string>>): void {
  const prefix = join(folder, "tree/hab/pkgs", ident);
  mkdirSync(prefix, { recursive: true });
  for (const [name, text] of Object.entries(metadata)) writeFileSync(join(prefix, name), text);
  const args = [
    "-cJf",
    join(folder, "redis.tar.xz"),
    "-C",
    join(folder, "tree"),
    `hab/pkgs/${ident}`,
  ];
  expect(spawnSync("tar", args).status).toBe(0);
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-pkg-"));
  key = JSON.parse(habc(["origin", "key", "generate", "acme", "--json"]).stdout).key;
  packedTree({
    IDENT: `${ident}\n`,
    TARGET: "x86_64-linux\n",
    DEPS: "core/glibc/2.36/20250101000000\ncore/openssl/3.0.9/20250101000000\n",
    EXPOSES: "6379 6380\n",
    SVC_USER: "hab\n",
    SVC_GROUP: "hab\n",
    MANIFEST: "# acme / redis\n",
  });
  const signed = habc(["pkg", "sign", "--origin", "acme", "redis.tar.xz", "redis.hart"]);
  expect(signed).toEqual({
    status: 0,
    stdout: "redis.hart: signed with the key of acme\n",
    stderr: "",
  });
  const bytes = readFileSync(join(folder, "redis.hart"));
  bytes[bytes.length - 40] = (bytes[bytes.length - 40] ?? 0) ^ 1;
  writeFileSync(join(folder, "flipped.hart"), bytes);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe("habc pkg", () => {
  test("verify tells who signed, and goes on after a file that does not hold", () => {
    const { status, stdout, stderr } = habc(["pkg", "verify", "flipped.hart", "redis.hart"]);
    expect(status).toBe(1);
    expect(stdout).toBe(`redis.hart: signed by ${key}\n`);
    expect(stderr).toContain("error[hart-signature]:");
  });

  test("verify gives one object a line as JSON", () => {
    const { status, stdout, stderr } = habc([
      "pkg",
      "verify",
      "--json",
      "redis.hart",
      "flipped.hart",
    ]);
    expect({ status, stderr }).toEqual({ status: 1, stderr: "" });
    const [good, bad] = stdout
      .split("\n")
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    expect(good).toEqual({
      ok: true,
      file: "redis.hart",
      signer: key,
      digest: b2sum("redis.tar.xz"),
    });
    expect(bad).toMatchObject({ ok: false, file: "flipped.hart", exitCode: 1 });
    expect(bad.diagnostics[0].code).toBe("hart-signature");
  });

  test("verify names the key that is missing", () => {
    const env = { HAB_CACHE_KEY_PATH: join(folder, "none") };
    const { status, stderr } = habc(["pkg", "verify", "redis.hart"], { env });
    expect(status).not.toBe(0);
    expect(stderr).toContain(`error[key-missing]: the public key ${key}`);
  });

  test("info shows what the package says about itself", () => {
    const { status, stdout } = habc(["pkg", "info", "redis.hart"]);
    expect(status).toBe(0);
    expect(stdout).toBe(`\
${ident}
  target:      x86_64-linux
  signed with: ${key} (not verified)
  checksum:    ${b2sum("redis.hart")}
  service:     as hab:hab
  ports:       6379
               6380
  deps:        core/glibc/2.36/20250101000000
               core/openssl/3.0.9/20250101000000
`);
  });

  test("info gives the same as JSON, under Habitat's names", () => {
    const { stdout } = habc(["pkg", "info", "--json", "redis.hart"]);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: true,
      file: "redis.hart",
      ident,
      target: "x86_64-linux",
      key_name: key,
      is_a_service: true,
      exposes: [6379, 6380],
      deps: ["core/glibc/2.36/20250101000000", "core/openssl/3.0.9/20250101000000"],
      manifest: "# acme / redis",
    });
  });

  test("header shows the lines of the header", () => {
    const [format, signer, hash, signature] = readFileSync(
      join(folder, "redis.hart"),
      "latin1",
    ).split("\n");
    expect(habc(["pkg", "header", "redis.hart"]).stdout).toBe(
      `format: ${format}\nsigner: ${signer}\nhash type: ${hash}\nsignature: ${signature}\n`,
    );
    expect(JSON.parse(habc(["pkg", "header", "--json", "redis.hart"]).stdout)).toEqual({
      ok: true,
      file: "redis.hart",
      format,
      signer,
      hashType: hash,
      signature,
    });
  });

  test("hash agrees with b2sum, for arguments and for names on standard input", () => {
    const expected = ["redis.hart", "redis.tar.xz"]
      .map((file) => `${b2sum(file)}  ${file}\n`)
      .join("");
    expect(habc(["pkg", "hash", "redis.hart", "redis.tar.xz"]).stdout).toBe(expected);
    expect(habc(["pkg", "hash"], { input: "redis.hart\nredis.tar.xz\n" }).stdout).toBe(expected);
  });

  test.each([
    [["pkg", "info", "redis.tar.xz"], 1, "error[hart-invalid]:"],
    [["pkg", "info", "missing.hart"], 2, "there is no such file"],
    [["pkg", "hash", "keys"], 2, "it is a folder"],
    [["pkg", "sign", "redis.tar.xz", "out"], 2, "error[usage]: whose key signs?"],
    [["pkg", "sign", "--origin", "nobody", "redis.tar.xz", "out"], 35, "error[key-missing]:"],
    [
      ["pkg", "sign", "--origin", "acme", "redis.tar.xz", "no/where"],
      1,
      "error[results-unwritable]:",
    ],
  ])("refuses %j with status %i", (args, status, message) => {
    const outcome = habc(args);
    expect(outcome.stderr).toContain(message);
    expect(outcome.status).toBe(status);
    expect(outcome.stdout).toBe("");
  });
});

function b2sum(file: string): string {
  const { stdout } = spawnSync("b2sum", ["-l", "256", join(folder, file)], { encoding: "utf8" });
  return stdout.slice(0, 64);
}
