import type { CommandSpec } from "../command.ts";

export const completionSpec = {
  summary: "Print a completion script for a shell",
  description: [
    "The script completes commands, options, their values, codes and file names. It asks nothing of habc while you type.",
  ],
  arguments: [{ name: "SHELL", doc: "Which shell", choices: ["bash", "zsh", "fish"] }],
  options: [],
  environment: [],
  success: "The script was printed",
  refusals: [],
  examples: [
    {
      command: "habc completion bash > ~/.local/share/bash-completion/completions/habc",
      doc: "Completes in every new bash",
    },
    {
      command: "habc completion fish > ~/.config/fish/completions/habc.fish",
      doc: "Completes in every new fish",
    },
    {
      command: "habc completion zsh > ~/.zfunc/_habc",
      doc: "Completes in zsh, where ~/.zfunc is in `fpath` before `compinit`",
    },
  ],
} as const satisfies CommandSpec;
