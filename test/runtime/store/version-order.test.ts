import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compareReleases, compareVersions } from "../../../runtime/store/version-order.ts";

const version = fc.oneof(
  fc.stringMatching(/^[0-9]{1,3}(\.[0-9]{1,3}){0,3}(-?(rc|alpha|beta|p)[0-9]{0,2})?$/),
  fc.stringMatching(/^[v.0-9a-c-]{1,7}$/),
  fc.string({ minLength: 1, maxLength: 6 }),
);
const release = fc.constantFrom("20230101000000", "20240101000000", "20240101000001");

describe("version order", () => {
  test.each([
    ["1.0.0", "1.0.1"],
    ["1.9", "1.10"],
    ["1.2", "1.2.1"],
    ["0.9.9", "1"],
    ["9", "10"],
    ["1.0.0-alpha1", "1.0.0"],
    ["1.0-alpha", "1.0-beta"],
    ["1.0-rc1", "1.0-rc2"],
    // Extensions are texts.
    ["1.0-rc10", "1.0-rc9"],
    ["1.1.1a", "1.1.1w"],
    ["1.0.2zh", "1.1.1"],
    ["1.1.1w", "1.1.1"],
    // The number may start anywhere.
    ["r9", "r10"],
    ["v1.2", "1.3"],
    // Without any number, newer than every number.
    ["1.2.3", "master"],
    ["develop", "master"],
    // More than 64 bits.
    ["18446744073709551615", "18446744073709551616"],
    ["1..1", "1.1"],
  ])("%s is older than %s", (older, newer) => {
    expect(compareVersions(older, newer)).toBeLessThan(0);
    expect(compareVersions(newer, older)).toBeGreaterThan(0);
  });

  test.each([
    ["1", "1.0.0"],
    ["v1.2", "1.2"],
    ["1.02", "1.2"],
    ["1.0-rc1", "1.0rc1"],
    ["2.", "2.0"],
  ])("%s and %s are the same version", (a, b) => {
    expect(compareVersions(a, b)).toBe(0);
  });

  test("is a total order of versions", () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        expect(compareVersions(a, a)).toBe(0);
        expect(Math.sign(compareVersions(a, b))).toBe(-Math.sign(compareVersions(b, a)) + 0);
        if (compareVersions(a, b) <= 0 && compareVersions(b, c) <= 0) {
          expect(compareVersions(a, c)).toBeLessThanOrEqual(0);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test("orders releases, and only the same release is equal to one", () => {
    const ident = fc.record({
      origin: fc.constant("acme"),
      name: fc.constant("a"),
      version,
      release,
    });
    fc.assert(
      fc.property(ident, ident, ident, (a, b, c) => {
        const same = a.version === b.version && a.release === b.release;
        expect(compareReleases(a, b) === 0).toBe(same);
        expect(Math.sign(compareReleases(a, b))).toBe(-Math.sign(compareReleases(b, a)) + 0);
        if (compareReleases(a, b) <= 0 && compareReleases(b, c) <= 0) {
          expect(compareReleases(a, c)).toBeLessThanOrEqual(0);
        }
        if (compareVersions(a.version, b.version) === 0 && a.release !== b.release) {
          expect(compareReleases(a, b) < 0).toBe(a.release < b.release);
        }
      }),
      { numRuns: 2000 },
    );
  });
});
