import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";
import { conformanceObstacle } from "./test/support/conformance.ts";

// The shared cases lie beside the project. Without them there is nothing to register a test for,
// which the global set-up says.
const withoutCases = conformanceObstacle() === undefined ? [] : ["test/conformance"];

export default defineConfig({
  resolve: {
    alias: { habc: fileURLToPath(new URL("./stdlib/index.ts", import.meta.url)) },
  },
  test: {
    include: ["test/**/*.test.ts"],
    exclude: [...configDefaults.exclude, ...withoutCases],
    globalSetup: ["test/support/global-setup.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    env: { NO_COLOR: "1" },
  },
});
