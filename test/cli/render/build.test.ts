import { describe, expect, test } from "vitest";
import { jsonReporter } from "../../../cli/render/build/json-reporter.ts";
import { textReporter } from "../../../cli/render/build/text-reporter.ts";
import { HabcError } from "../../../compiler/ir/index.ts";
import type { BuildEvent } from "../../../runtime/events.ts";
import { type RecordedStreams, recordedContext } from "../recorded-context.ts";

const result = {
  ident: "acme/redis/7.2.4/20260101120000",
  file: "/w/results/acme-redis-7.2.4-20260101120000-x86_64-linux.hart",
  sha256: "a".repeat(64),
  blake2b: "b".repeat(64),
  bytes: 1_234_567,
};

const output = (text: string | Uint8Array, stream: "stdout" | "stderr" = "stdout"): BuildEvent => ({
  type: "output",
  stream,
  bytes: Buffer.from(text),
});

const started: readonly BuildEvent[] = [
  { type: "build-started", plan: "/w/plan.sh", target: "x86_64-linux" },
  { type: "step-started", step: "load" },
  { type: "step-finished", step: "load", seconds: 0.02, ok: true },
  { type: "plan-loaded", name: "redis", ident: result.ident, seconds: 0.02 },
];

const success: readonly BuildEvent[] = [
  ...started,
  { type: "step-started", step: "resolve" },
  { type: "dependency", wanted: "core/glibc", resolved: "core/glibc/2.36/20250101000000" },
  { type: "step-finished", step: "resolve", seconds: 0.01, ok: true },
  { type: "line", level: "warn", text: "two\nlines" },
  { type: "line", level: "debug", text: "only with DEBUG" },
  { type: "step-started", step: "do_build" },
  { type: "line", level: "info", text: "Building standard package" },
  output("cc -c a.c\n"),
  output("a.c: warning\n", "stderr"),
  { type: "step-finished", step: "do_build", seconds: 72.4, ok: true },
  { type: "step-started", step: "do_install" },
  output("no line end"),
  { type: "step-finished", step: "do_install", seconds: 1.2500000000001, ok: true },
  { type: "build-finished", ok: true, seconds: 74.5 },
];

const failed: readonly BuildEvent[] = [
  ...started,
  { type: "step-started", step: "do_prepare" },
  output("of an earlier step\n"),
  { type: "step-finished", step: "do_prepare", seconds: 0.2, ok: true },
  { type: "step-started", step: "do_build" },
  output(Array.from({ length: 30 }, (_, index) => `line ${index + 1}\n`).join("")),
  output("10 %\r50 %\r100 %\r\n\u001b[31mred\u001b[0m\n", "stderr"),
  { type: "step-finished", step: "do_build", seconds: 12.34, ok: false },
  { type: "step-started", step: "do_after_failure" },
  output("cleaning up\n"),
  { type: "step-finished", step: "do_after_failure", seconds: 0.1, ok: true },
  { type: "build-finished", ok: false, seconds: 12.8 },
];

const failure = new HabcError("phase-failed", "do_build failed: make -j4", {
  hint: "the command ended with status 3",
  exitCode: 3,
  others: [{ code: "hook-line-endings", severity: "warning", message: "CR LF in run", spans: [] }],
});

interface Shown {
  readonly events: readonly BuildEvent[];
  readonly streams?: RecordedStreams;
  readonly error?: HabcError;
  readonly json?: boolean;
  /** Milliseconds that pass before each event. */
  readonly pace?: number;
}

function show({ events, streams = {}, error, json = false, pace = 0 }: Shown) {
  const { context, text, all } = recordedContext(streams);
  let time = 0;
  const reporter = json ? jsonReporter(context) : textReporter(context, () => time);
  for (const event of events) {
    time += pace;
    reporter.event(event);
  }
  if (error === undefined) reporter.succeeded(result);
  else reporter.failed(error);
  reporter.close();
  return { ...text(), all: all() };
}

describe("a build in plain lines", () => {
  test("streams output to where it came from, with own lines in the reference's form", () => {
    const { stdout, stderr } = show({ events: success });
    expect(stdout).toBe(
      [
        "   redis: Resolved dependency 'core/glibc' to core/glibc/2.36/20250101000000",
        "   redis: DEBUG: only with DEBUG",
        "   redis: Building standard package",
        "cc -c a.c",
        "   redis: do_build took 1 min 12 s",
        "no line end",
        "   redis: do_install took 1.3 s",
        "   redis: acme/redis/7.2.4/20260101120000",
        `   redis: Artifact: ${result.file} (1.2 MB)`,
        `   redis: SHA256 Checksum: ${result.sha256}`,
        `   redis: Blake2b Checksum: ${result.blake2b}`,
        "   redis: Build time: 1 min 15 s",
        "",
      ].join("\n"),
    );
    expect(stderr).toBe("   redis: WARN: two\nlines\na.c: warning\n");
  });

  test("ends a failure with step, time, last output of that step, hint and exit status", () => {
    const { stderr } = show({ events: failed, error: failure });
    const lines = Array.from({ length: 18 }, (_, index) => `    | line ${index + 13}`);
    expect(stderr).toBe(
      [
        "10 %\r50 %\r100 %\r",
        "\u001b[31mred\u001b[0m",
        "error[phase-failed]: do_build failed: make -j4",
        "  step: do_build, after 12 s",
        "  last output:",
        ...lines,
        "    | 100 %",
        "    | red",
        "  hint: the command ended with status 3",
        "  exit status: 3",
        "",
        "warning[hook-line-endings]: CR LF in run",
        "",
      ].join("\n"),
    );
  });

  test("says what failed before there was a step or a name", () => {
    const error = new HabcError("plan-not-found", "no plan in /w");
    const { stdout, stderr } = show({ events: [], error });
    expect(stdout).toBe("");
    expect(stderr).toBe("error[plan-not-found]: no plan in /w\n  exit status: 42\n");
  });

  test("names the step that was running when the build was interrupted", () => {
    const events = success.slice(0, -3);
    const error = new HabcError("build-interrupted", "interrupted by SIGINT");
    expect(show({ events, error }).stderr).toContain("\n  step: do_install\n");
  });

  test("has no control characters of its own, whatever the terminal", () => {
    const events: BuildEvent[] = [
      ...started,
      { type: "line", level: "info", text: "\u001b[31mred\u001b[0m \u0007bell" },
      { type: "progress", task: "downloading", done: 1, total: 2 },
    ];
    const { stdout } = show({ events, streams: { environment: { TERM: "xterm" } } });
    expect(stdout.split("\n")[0]).toBe("   redis: red \\x07bell");
    expect(stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });

  test("keeps every byte of output, in order, also where it is no text", () => {
    const bytes = Buffer.from([0xff, 0x00, 0x0a, 0xc3, 0x0d, 0x1b]);
    const { context, raw } = recordedContext({});
    const reporter = textReporter(context);
    for (const byte of bytes) reporter.event(output(Buffer.from([byte])));
    expect(raw("stdout")).toEqual(bytes);
  });

  test("gives annotations on GitHub Actions", () => {
    const environment = { GITHUB_ACTIONS: "true", GITHUB_WORKSPACE: "/w" };
    const { stderr } = show({ events: failed, error: failure, streams: { environment } });
    expect(stderr).toContain(
      "\n::error title=phase-failed::do_build failed: make -j4%0Ahint: the command ended with status 3\n",
    );
  });
});

describe("a build on a terminal", () => {
  const terminal: RecordedStreams = { terminal: true, environment: { TERM: "xterm-256color" } };

  test("has the reference's colours, and the longest steps at the end", () => {
    const { stdout } = show({ events: success, streams: terminal });
    expect(stdout).toContain(
      "   \u001b[1;36mredis: \u001b[1;37mBuilding standard package\u001b[0m\ncc -c a.c\n",
    );
    expect(stdout).toContain(
      "   \u001b[1;36mredis: \u001b[0mDEBUG: \u001b[0monly with DEBUG\u001b[0m\n",
    );
    expect(stdout).toContain("Build time: 1 min 15 s (do_build 1 min 12 s, do_install 1.3 s)");
  });

  test.each([
    ["NO_COLOR", { TERM: "xterm", NO_COLOR: "1" }],
    ["HAB_NOCOLORING", { TERM: "xterm", HAB_NOCOLORING: "true" }],
    ["TERM=dumb", { TERM: "dumb" }],
  ])("has no colours with %s", (_, environment) => {
    const { stdout } = show({ events: success, streams: { terminal: true, environment } });
    expect(stdout).not.toContain("\u001b[1;3");
  });

  test("shows progress on one line, erased before anything else is written", () => {
    const environment = { TERM: "xterm", NO_COLOR: "1" };
    const events: BuildEvent[] = [
      ...started,
      { type: "step-started", step: "do_download" },
      { type: "progress", task: "redis.tar.gz", done: 340_000, total: 1_000_000 },
      { type: "progress", task: "redis.tar.gz", done: 1_000_000, total: 1_000_000 },
      { type: "progress", task: "packing", done: 5_000 },
      output("said\n"),
    ];
    const { stdout } = show({ events, streams: { terminal: true, environment }, pace: 1000 });
    const erase = "\r\u001b[K";
    expect(stdout.split("said\n")[0]).toBe(
      [
        `${erase}   redis: redis.tar.gz 34 % (340 kB of 1.0 MB)${erase}`,
        `${erase}   redis: packing 5.0 kB${erase}`,
      ].join(""),
    );
  });

  test("does not draw into a line of output, nor more often than ten times a second", () => {
    const environment = { TERM: "xterm", NO_COLOR: "1" };
    const progress = (done: number): BuildEvent => ({
      type: "progress",
      task: "x",
      done,
      total: 9,
    });
    const streams = { terminal: true, environment };
    const many = [...started, progress(1), progress(2), progress(3)];
    const drawn = show({ events: many, streams, pace: 1 }).stdout.match(/x \d+ %/g);
    expect(drawn).toEqual(["x 11 %"]);
    const inLine = [...started, output("half a line"), progress(1)];
    expect(show({ events: inLine, streams, pace: 1000 }).stdout).not.toContain("x 11 %");
  });

  test("fits the progress into the width of the terminal", () => {
    const environment = { TERM: "xterm", NO_COLOR: "1" };
    const events: BuildEvent[] = [
      ...started,
      { type: "progress", task: "漢".repeat(60), done: 1, total: 9 },
    ];
    const streams = { terminal: true, columns: 40, environment };
    const { stdout } = show({ events, streams, pace: 1000 });
    expect(stdout).toContain(`   redis: ${"漢".repeat(14)}…`);
    expect(stdout).not.toContain("漢".repeat(15));
  });

  test("says that a shell is open, and draws nothing meanwhile", () => {
    const environment = { TERM: "xterm", NO_COLOR: "1" };
    const progress = (done: number): BuildEvent => ({
      type: "progress",
      task: "x",
      done,
      total: 9,
    });
    const events: BuildEvent[] = [
      ...started,
      progress(1),
      { type: "shell", state: "opened", place: "plan.sh:8" },
      progress(2),
      { type: "shell", state: "closed" },
      progress(3),
    ];
    const { stdout } = show({ events, streams: { terminal: true, environment }, pace: 1000 });
    const erase = "\r\u001b[K";
    expect(stdout.split("   redis: acme/")[0]).toBe(
      `${erase}   redis: x 11 % (1 B of 9 B)${erase}   redis: A shell is opened at plan.sh:8; Ctrl-] three times ends the build\n${erase}   redis: x 33 % (3 B of 9 B)${erase}`,
    );
  });

  test("shows no progress with HAB_NONINTERACTIVE=true", () => {
    const environment = { TERM: "xterm", HAB_NONINTERACTIVE: "true" };
    const events: BuildEvent[] = [...started, { type: "progress", task: "x", done: 1, total: 2 }];
    const { stdout } = show({ events, streams: { terminal: true, environment }, pace: 1000 });
    expect(stdout).not.toContain("50 %");
    expect(stdout).not.toContain("\r");
  });

  test("starts own lines on a new line, whichever stream the cursor was left by", () => {
    const events = [...started, output("half", "stderr"), ...success.slice(-1)];
    const { all } = show({ events, streams: { terminal: true } });
    expect(all).toContain("half\n   redis: acme/redis/");
  });
});

describe("a build as JSON", () => {
  const lines = (text: string) =>
    text
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));

  test("is one event a line, output as text, and a result at the end", () => {
    const { stdout, stderr } = show({ events: success, json: true });
    const found = lines(stdout);
    expect(found).toHaveLength(success.length + 1);
    expect(found[0]).toEqual({
      type: "build-started",
      plan: "/w/plan.sh",
      target: "x86_64-linux",
    });
    expect(found).toContainEqual({ type: "output", stream: "stderr", text: "a.c: warning\n" });
    expect(found.at(-3)).toEqual({
      type: "step-finished",
      step: "do_install",
      seconds: 1.25,
      ok: true,
    });
    expect(found.at(-1)).toEqual({ type: "result", ok: true, exitCode: 0, ...result });
    expect(stderr).toBe("");
  });

  test("ends a failure with its step, findings and status, and says nothing elsewhere", () => {
    const { stdout, stderr } = show({ events: failed, error: failure, json: true });
    expect(lines(stdout).at(-1)).toEqual({
      type: "result",
      ok: false,
      exitCode: 3,
      step: "do_build",
      diagnostics: [failure.diagnostic, ...failure.others],
    });
    expect(stderr).toBe("");
  });

  test("keeps characters whole that arrive in pieces, and other bytes as base64", () => {
    const bytes = Buffer.from("aé漢👍z");
    const events: BuildEvent[] = [...bytes].map((byte) => output(Buffer.from([byte])));
    events.push(output(Buffer.from([0x41, 0xff, 0x42])), output(Buffer.from([0xe6, 0xbc])));
    const found = lines(show({ events, json: true }).stdout).slice(0, -1);
    const texts = found.map(({ text, base64 }) => text ?? Buffer.from(base64, "base64"));
    expect(texts).toEqual([
      ..."aé漢👍z",
      Buffer.from([0x41, 0xff, 0x42]),
      Buffer.from([0xe6, 0xbc]),
    ]);
  });
});
