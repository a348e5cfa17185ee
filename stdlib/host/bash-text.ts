import type { BashText } from "../bash-text.ts";

/** Whether something is what `bash` makes. */
export function isBashText(value: unknown): value is BashText {
  return (
    typeof value === "object" && value !== null && "bash" in value && typeof value.bash === "string"
  );
}
