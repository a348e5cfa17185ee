import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    alias: { habc: fileURLToPath(new URL("./stdlib/index.ts", import.meta.url)) },
  },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-dist.ts"],
    pool: "forks",
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 30_000,
    // Tests start programs whose own colours and prompts depend on these.
    env: { NO_COLOR: "1", HAB_NONINTERACTIVE: "true" },
  },
});
