import { describe, expect, test } from "vitest";
import { tellRefusal } from "../../cli/refusal.ts";
import { recordedContext } from "./recorded-context.ts";

describe("an exception that is no refusal", () => {
  test("is told in one line, as a defect of habc, with status 70", async () => {
    const { context, text } = recordedContext({});
    const status = await tellRefusal(new TypeError("x is\nnot a function"), context, {
      json: true,
    });
    expect(status).toBe(70);
    expect(text()).toEqual({
      stdout: "",
      stderr:
        "habc: this is a defect of habc: TypeError: x is (DEBUG=1 shows where; please report it)\n",
    });
  });

  test("has its stack with DEBUG, and may be anything", async () => {
    const { context, text } = recordedContext({ environment: { DEBUG: "1" } });
    await tellRefusal("thrown text", context, { json: false });
    expect(text().stderr).toMatch(
      /^habc: this is a defect of habc: Error: thrown text\nError: .*\n +at /,
    );
  });
});
