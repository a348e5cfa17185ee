import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { habc } from "./habc.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "habc-keys-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function key(args: readonly string[], cache = "keys", input = "") {
  const env = { HAB_CACHE_KEY_PATH: join(folder, cache) };
  return habc(["origin", "key", ...args], { env, input });
}

describe("habc origin key", () => {
  test("generates a pair, lists it, and carries it to another cache", () => {
    const made = key(["generate", "acme"]);
    expect(made.status).toBe(0);
    const [name = "", publicLine, secretLine] = made.stdout.split("\n");
    expect(name).toMatch(/^acme-\d{14}$/);
    expect(publicLine).toBe(`  public key: ${join(folder, "keys", `${name}.pub`)}`);
    expect(secretLine).toBe(`  secret key: ${join(folder, "keys", `${name}.sig.key`)}`);
    expect(statSync(join(folder, "keys", `${name}.sig.key`)).mode & 0o777).toBe(0o400);

    for (const type of ["public", "secret"]) {
      const { stdout: text } = key(["export", "acme", "--type", type]);
      const { status, stdout } = key(["import"], "other", text);
      expect({ status, stdout }).toEqual({
        status: 0,
        stdout: expect.stringMatching(`^${type} origin key ${name} is now ${folder}/other/`),
      });
    }
    for (const file of readdirSync(join(folder, "keys"))) {
      const [one, other] = ["keys", "other"].map((cache) =>
        readFileSync(join(folder, cache, file)),
      );
      expect(other).toEqual(one);
    }
    expect(key(["list"], "other").stdout.split("\n")).toEqual([
      `acme  ${name.slice(5)}  public origin key  ${folder}/other/${name}.pub`,
      `acme  ${name.slice(5)}  secret origin key  ${folder}/other/${name}.sig.key`,
      "",
    ]);
    expect(key(["list", "acm"], "other").stdout).toBe("");
  });

  test("takes the origin of HAB_ORIGIN, and gives JSON", () => {
    const env = { HAB_CACHE_KEY_PATH: join(folder, "keys"), HAB_ORIGIN: "acme" };
    const { stdout } = habc(["origin", "key", "generate", "--json"], { env });
    const made = JSON.parse(stdout);
    expect(made).toEqual({
      ok: true,
      key: expect.stringMatching(/^acme-\d{14}$/),
      publicFile: join(folder, "keys", `${made.key}.pub`),
      secretFile: join(folder, "keys", `${made.key}.sig.key`),
    });
    const again = JSON.parse(key(["import", "--json", made.publicFile]).stdout);
    expect(again).toEqual({
      ok: true,
      key: made.key,
      kind: "signing-public",
      file: made.publicFile,
      written: false,
    });
    const [listed] = key(["list", "--json"]).stdout.split("\n");
    expect(JSON.parse(listed ?? "")).toEqual({
      name: "acme",
      revision: made.key.slice(5),
      kind: "signing-public",
      file: made.publicFile,
    });
  });

  test.each([
    [["generate"], 2, "error[usage]: which origin?"],
    [["generate", "No/Origin"], 2, "error[usage]: not an origin"],
    [["export", "nobody"], 35, "error[key-missing]:"],
    [
      ["import", "missing.pub"],
      2,
      "error[usage]: missing.pub cannot be read: there is no such file",
    ],
  ])("refuses %j with status %i", (args, status, message) => {
    const outcome = key(args);
    expect(outcome.status).toBe(status);
    expect(outcome.stdout).toBe("");
    expect(outcome.stderr).toContain(message);
  });

  test("shows where a key file is wrong, but never a secret", () => {
    const file = join(folder, "bad.sig.key");
    writeFileSync(file, "SIG-SEC-1\nacme-20260101120000\n\nc2VjcmV0IHNlY3JldA==");
    const secret = key(["import", file]);
    expect(secret.status).toBe(1);
    expect(secret.stderr).toContain("error[key-invalid]:");
    expect(secret.stderr).not.toContain("c2VjcmV0");
    const open = key(["import"], "keys", "SIG-PUB-2\n");
    expect(open.stderr).toContain("standard input");
  });

  test("tells a refusal as JSON where that was asked for", () => {
    const { status, stdout, stderr } = key(["import", "--json"], "keys", "nonsense");
    expect(status).toBe(1);
    expect(stderr).toBe("");
    const refusal = JSON.parse(stdout);
    expect(refusal).toMatchObject({ ok: false, exitCode: 1 });
    expect(refusal.diagnostics[0].code).toBe("key-invalid");
  });
});
