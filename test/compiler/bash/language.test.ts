import { afterAll, describe, expect, test } from "vitest";
import { compileBashPlan } from "../../../compiler/bash/index.ts";
import { assignments } from "./language/assignments.ts";
import { commands } from "./language/commands.ts";
import { expansions } from "./language/expansions.ts";
import { programs } from "./language/programs.ts";
import { disagreements, PlanFolder } from "./oracle.ts";

const folder = new PlanFolder({
  VERSION: "1.2.3\n",
  conf: "name=a\nversion=2.0\n",
  "lib.sh": "pkg_x=$1\npkg_y=${BASH_SOURCE[0]}\nlib=1\n[[ -n $pkg_y ]] && return\npkg_x=no\n",
  "d/a": "A",
  "d/b": "B",
});
afterAll(() => folder.remove());

const groups = Object.entries({ assignments, expansions, commands, programs }).map(
  ([group, cases]) => ({
    group,
    cases: cases.map(([name, plan, settings]) => ({
      name,
      settings,
      file: folder.plan(`${plan}\ntrue\n`),
    })),
  }),
);
const files = groups.flatMap(({ cases }) => cases.map(({ file }) => file));
const truths = new Map(folder.bash(files).map((truth, at) => [files[at], truth]));

describe.each(groups)("$group", ({ cases }) => {
  test.each(cases)("$name", ({ file, settings }) => {
    const ir = compileBashPlan({ file });
    expect(ir.dynamic).toEqual({});
    for (const [name, value] of Object.entries(settings)) {
      if (value === undefined) expect(ir.settings).not.toHaveProperty(name);
      else expect(ir.settings).toHaveProperty(name, value);
    }
    expect(truths.get(file)).toBeDefined();
    expect(disagreements(file, truths.get(file))).toEqual([]);
  });
});
