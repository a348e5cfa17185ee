/** The JSON schema of `habc.toml`, with which editors complete and check it. */
import { diagnosticSpecs } from "../ir/index.ts";
import { configLevels } from "./config.ts";
import { namedCodes } from "./rules/index.ts";

/**
 * @returns A schema of draft-07, which all editors know. Source: the documentation of Taplo and
 *   Tombi, "Using schemas", for what they show of it.
 */
export function configSchema(): object {
  const texts = { type: "array", items: { type: "string" } };
  const rules = { $ref: "#/definitions/rules" };
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "habc.toml",
    description: "How a repository wants its plans to be checked.",
    type: "object",
    properties: {
      check: {
        type: "object",
        description: "What `habc check` and builds look at, and what counts for how much.",
        additionalProperties: false,
        properties: {
          ignore: { ...texts, description: "Patterns of plans that are not looked at." },
          rules,
          override: {
            type: "array",
            description: "Levels for some files; of several that fit, the last one counts.",
            items: {
              type: "object",
              additionalProperties: false,
              required: ["paths"],
              properties: {
                paths: { ...texts, description: "Patterns, relative to the file." },
                rules,
              },
            },
          },
        },
      },
    },
    definitions: {
      rules: {
        type: "object",
        description: "How grave each kind of finding is, by its code.",
        additionalProperties: false,
        properties: levels(),
      },
    },
  };
}

/** What each code can be given, with its documentation. */
function levels(): Record<string, object> {
  const named = Object.entries(diagnosticSpecs).filter(([code]) => namedCodes.has(code));
  return Object.fromEntries(
    named.map(([code, { title, explain, severity = "error" }]) => [
      code,
      { enum: configLevels, default: severity, description: `${title}. ${explain}` },
    ]),
  );
}
