import { describe, expect, test } from "vitest";
import { checked, codesOf } from "./checked.ts";

const found = "license-unknown";
const plan = (text: string) => checked({ "plan.sh": text });

describe("a suppression with a reason", () => {
  test.each([
    ["on the line", "pkg_license=(acme) # habc: allow license-unknown — it is ours\n"],
    ["above", "# habc: allow license-unknown — it is ours\npkg_license=(acme)\n"],
    [
      "above, with comments between",
      "# habc: allow license-unknown: ours\n\n# a note\npkg_license=(acme)\n",
    ],
    ["before an item", "pkg_license=(\n  # habc: allow license-unknown -- ours\n  acme\n)\n"],
    [
      "of several codes",
      "# habc: allow license-unknown, dep-self - ours\npkg_deps=() pkg_license=(acme)\n",
    ],
  ])("%s takes the finding out", (_, text) => {
    const result = plan(text);
    expect(codesOf(result)).not.toContain(found);
    expect(result.suppressed).toBe(1);
  });

  test("counts for one line only", () => {
    const text = "# habc: allow license-unknown — ours\npkg_license=(acme\n  beta)\n";
    expect(codesOf(plan(text))).toEqual([found]);
  });

  test("that suppresses nothing is a finding", () => {
    const result = plan("# habc: allow license-unknown — ours\npkg_license=(MIT)\n");
    expect(codesOf(result)).toEqual(["suppression-unused"]);
    expect(result.diagnostics[0]?.spans[0]?.start).toEqual({ line: 1, column: 1 });
  });
});

describe("a suppression that does not count", () => {
  test.each([
    ["without a reason", "# habc: allow license-unknown\n", "gives no reason"],
    ["without a reason behind its dash", "# habc: allow license-unknown —\n", "gives no reason"],
    ["without a code", "# habc: allow\n", "names no code"],
    ["with a code that there is not", "# habc: allow license-unknwn — ours\n", "license-unknwn"],
  ])("%s", (_, comment, message) => {
    const result = plan(`${comment}pkg_license=(acme)\n`);
    expect(codesOf(result)).toEqual(["suppression-invalid", found]);
    expect(result.diagnostics[0]?.message).toContain(message);
  });

  test("a text in a here-document or quotes is no comment", () => {
    const text =
      "do_install() {\n  cat <<'EOF'\n# habc: allow dep-self\nEOF\n  echo '# habc: allow dep-self'\n}\n";
    expect(codesOf(plan(text))).toEqual([]);
  });
});

test("templates, hooks and default.toml have them too", () => {
  const files = {
    "plan.sh": "",
    "hooks/run":
      "#!/bin/sh\n# habc: allow template-cfg-missing — users set it\nexec {{cfg.program}}\n",
    "config/a": "{{! habc: allow template-cfg-missing — users set it }}\n{{cfg.a}}\n",
    "config/b": "{{!-- habc: allow template-cfg-missing --}}\n{{cfg.b}}\n",
    "config/c": "{{cfg.c}} // habc: allow template-cfg-missing — users set it\n",
  };
  const result = checked(files);
  expect(codesOf(result)).toEqual(["suppression-invalid", "template-cfg-missing"]);
  expect(result.suppressed).toBe(3);
});

test("one for a rule that is off is not called unused", () => {
  const rules = { "license-unknown": "off" } as const;
  const config = { root: "/", rules, overrides: [], ignore: [] };
  const tree = { "plan.sh": "# habc: allow license-unknown — ours\npkg_license=(acme)\n" };
  expect(codesOf(checked(tree, { configOf: () => config }))).toEqual([]);
});
