/** xz, which compresses packages: what threads and block sizes cost, and which bytes repeat. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { compare } from "./support/compare.ts";
import { sampleBytes } from "./support/sample.ts";

const input = sampleBytes(48);
const results = new Map<string, Buffer>();
const xz = (...options: string[]) => ({
  name: `xz ${options.join(" ")}`,
  run: () =>
    results.set(
      options.join(" "),
      execFileSync("xz", ["-c", "-6", ...options], { input, maxBuffer: 1 << 30 }),
    ),
});

await compare(
  "xz -6 of 48 MB",
  [
    xz("--threads=1"),
    xz("--threads=2"),
    xz("--threads=2", "--block-size=8MiB"),
    xz("--threads=4", "--block-size=8MiB"),
    xz("--threads=2", "--block-size=24MiB"),
  ],
  3,
);
for (const [options, bytes] of results) {
  const sum = createHash("sha256").update(bytes).digest("hex").slice(0, 12);
  console.log(`  ${options.padEnd(36)} ${String(bytes.length).padStart(9)} bytes  ${sum}`);
}
