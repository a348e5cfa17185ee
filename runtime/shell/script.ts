/** script(1), which runs inside and makes the terminal of a shell there. */
import { program } from "../studio/programs.ts";

/** @returns Its path on the host; undefined where it is not installed. */
export function scriptProgram(): string | undefined {
  try {
    return program("script");
  } catch {
    return undefined;
  }
}
