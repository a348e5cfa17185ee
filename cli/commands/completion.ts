import type { Run } from "../command.ts";
import { bashCompletion } from "../completion/bash.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import type { completionSpec } from "./completion.spec.ts";

const scripts = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Prints a completion script. */
export const run: Run<typeof completionSpec> = async ({ arguments: { SHELL } }, { stdout }) => {
  stdout.write(scripts[SHELL]());
  return 0;
};
