import { describe, expect, test } from "vitest";
import { planText } from "../../../cli/render/plan.ts";
import type { PlanIR } from "../../../compiler/ir/index.ts";

const place = { line: 4, column: 13 };
const span = { file: "/w/plan.sh", start: place, end: place };

const ir: PlanIR = {
  ir: 1,
  kind: "plan.sh",
  plan: { file: "/w/plan.sh", context: "/w" },
  settings: {
    pkg_deps: ["core/glibc", "core/openssl"],
    pkg_name: "redis",
    pkg_description: 'It\'s "fast": a store\nfor data\u001b[2J',
    pkg_license: [],
    pkg_exports: { port: "server.port" },
    pkg_svc_user: "yes",
    pkg_shutdown_timeout_sec: "20",
    pkg_upstream_url: "https://redis.io",
  },
  dynamic: { pkg_version: { reason: "runs `git describe`", span } },
  callbacks: { do_build: { language: "bash", span }, helper: { language: "bash" } },
  spans: {},
  reads: ["HAB_ORIGIN"],
  files: [],
  diagnostics: [],
};

describe("a plan as text", () => {
  test("has its settings in the order of the reference, then its functions", () => {
    expect(planText(ir, { cwd: "/w", colours: false })).toBe(`\
# /w/plan.sh
pkg_name: redis
pkg_version: # dynamic: runs \`git describe\` (plan.sh:4:13)
pkg_license: []
pkg_description: "It's \\"fast\\": a store\\nfor data\\u001b[2J"
pkg_upstream_url: https://redis.io
pkg_deps:
  - core/glibc
  - core/openssl
pkg_svc_user: "yes"
pkg_exports:
  port: server.port
pkg_shutdown_timeout_sec: "20"
callbacks:
  do_build: bash plan.sh:4:13
  helper: bash
reads:
  - HAB_ORIGIN
`);
  });
});
