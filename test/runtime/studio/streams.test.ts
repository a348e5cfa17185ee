import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openStudio } from "../../../runtime/studio/index.ts";
import type { Studio, StudioProcess } from "../../../runtime/studio/studio.ts";
import { encodeFrame, type Frame, FrameReader } from "../../../stdlib/protocol/frames.ts";
import { makeStage, type Stage, textOf } from "./stage.ts";

let stage: Stage;
let studio: Studio | undefined;
beforeEach(() => {
  stage = makeStage();
});
afterEach(async () => {
  await studio?.close();
  studio = undefined;
  await stage.remove();
});

async function start(
  kind: Studio["kind"],
  command: readonly string[],
  environment: Readonly<Record<string, string>> = stage.spec.environment,
): Promise<StudioProcess> {
  const cwd = kind === "none" ? stage.spec.sourceTree : "/src";
  studio ??= await openStudio(kind, { ...stage.spec, cwd, environment });
  return studio.spawn(command);
}

describe.each(["namespaces", "none"] as const)("a process of kind %s", (kind) => {
  test("writes to pipes that it can open by name", async () => {
    const script =
      "echo out; echo err >&2; echo out2 > /dev/stdout; echo err2 > /dev/stderr; exit 7";
    const child = await start(kind, ["bash", "-c", script]);
    const all = Promise.all([textOf(child.stdout), textOf(child.stderr), child.exited]);
    expect(await all).toEqual(["out\nout2\n", "err\nerr2\n", 7]);
  });

  test("gives out everything of a large output", async () => {
    const child = await start(kind, ["bash", "-c", "head -c 5000000 /dev/zero | tr '\\0' x"]);
    expect((await textOf(child.stdout)).length).toBe(5_000_000);
  });

  test("talks in frames, whatever is in them", async () => {
    const child = await start(kind, [
      "bash",
      "-c",
      `while IFS= read -r -d '' n && mapfile -t -d '' -n "$n" w <&0; do printf '%s\\0' "\${#w[@]}" "\${w[@]}"; done <&4 >&3`,
    ]);
    const reader = new FrameReader();
    const back: Frame[] = [];
    child.requests.on("data", (chunk: Uint8Array) => back.push(...reader.push(chunk)));
    const sent = [["one", "", "two\nlines"], ["ünï ✓ 'quoted' \\"], ["x".repeat(200_000)]];
    for (const frame of sent) child.replies.write(encodeFrame(frame));
    child.replies.end();
    expect(await child.exited).toBe(0);
    await expect.poll(() => back).toEqual(sent);
  });

  test("has no input", async () => {
    const child = await start(kind, ["bash", "-c", "cat; readlink /proc/self/fd/0"]);
    expect(await textOf(child.stdout)).toBe("/dev/null\n");
  });

  test("has exactly the environment of the spec", async () => {
    const environment = {
      ...stage.spec.environment,
      A_SECRET: "with spaces\nand lines",
      EMPTY: "",
      IFS: "x",
      "NO-NAME.OF a shell": "y",
      SHLVL: "5",
      TMOUT: "1",
      BASH_ENV: "/nowhere",
      LD_LIBRARY_PATH: "/src/lib",
      habc_mount: "mine",
    };
    const child = await start(kind, ["cat", "/proc/self/environ"], environment);
    const seen = (await textOf(child.stdout)).split("\0").filter((entry) => entry !== "");
    expect(seen.sort()).toEqual(
      Object.entries(environment)
        .map((pair) => pair.join("="))
        .sort(),
    );
  });

  test("tells how it ended", async () => {
    const killed = await start(kind, ["bash", "-c", "kill -TERM $$"]);
    const missing = await start(kind, ["no-such-program"]);
    expect(await Promise.all([killed.exited, missing.exited])).toEqual([143, 127]);
  });

  test("runs beside another one", async () => {
    const one = await start(kind, ["bash", "-c", "read -r word <&4; echo $word"]);
    const two = await start(kind, ["bash", "-c", "read -r word <&4; echo $word"]);
    two.replies.write("second\n");
    expect(await textOf(two.stdout)).toBe("second\n");
    one.replies.write("first\n");
    expect(await textOf(one.stdout)).toBe("first\n");
  });

  test("ends with the studio, and with it what it left behind", async () => {
    const child = await start(kind, ["bash", "-c", "sleep 1000 & echo; wait"]);
    await new Promise((resolve) => child.stdout.once("data", resolve));
    await Promise.all([studio?.close(), studio?.close()]);
    expect(await child.exited).toBe(137);
  });
});

test("tools are shown where they are to be seen", async () => {
  const tool = join(stage.folder, "tool.sh");
  writeFileSync(tool, "echo I am $0\n");
  const spec = {
    ...stage.spec,
    tools: [
      { host: tool, inside: "/run/habc/tool.sh", writable: false },
      { host: stage.spec.artifactCache, inside: "/run/habc/folder", writable: true },
      { host: tool, inside: "/opt/deep/er/tool", writable: false },
    ],
  };
  studio = await openStudio("namespaces", spec);
  expect(studio.inside(tool)).toMatch(/tool/);
  expect(studio.host("/run/habc/folder/x")).toBe(join(stage.spec.artifactCache, "x"));
  const script =
    ". /run/habc/tool.sh; echo x > /run/habc/folder/new && cat /opt/deep/er/tool; echo >> /run/habc/tool.sh";
  const child = studio.spawn(["bash", "-c", script, "bash"]);
  expect(await textOf(child.stdout)).toBe("I am bash\necho I am $0\n");
  expect(await textOf(child.stderr)).toMatch(/Read-only file system/);
});
