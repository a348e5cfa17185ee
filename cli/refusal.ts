import { isHabcError } from "../compiler/ir/index.ts";
import type { CommandContext } from "./context.ts";

/** The exit status of a defect; `EX_SOFTWARE` of sysexits.h. */
const defectStatus = 70;

/** How a refusal is told. */
export interface RefusalForm {
  /** As an object on the standard output: `{"ok":false,…,"exitCode":…,"diagnostics":[…]}`. */
  readonly json: boolean;
  /** What the object says beside that. */
  readonly about?: object;
}

/**
 * Tells why a command, or a part of it, ended without success.
 *
 * @returns The exit status.
 */
export async function tellRefusal(
  thrown: unknown,
  context: CommandContext,
  { json, about = {} }: RefusalForm,
): Promise<number> {
  if (!isHabcError(thrown)) return tellDefect(thrown, context);
  const diagnostics = [thrown.diagnostic, ...thrown.others];
  const { exitCode } = thrown;
  if (json) {
    context.stdout.write(`${JSON.stringify({ ok: false, ...about, exitCode, diagnostics })}\n`);
  } else {
    const { reportDiagnostics } = await import("./render/diagnostics/report.ts");
    reportDiagnostics(diagnostics, context);
  }
  return exitCode;
}

/** A stack says nothing to someone who builds a package, and much to whoever mends habc. */
function tellDefect(thrown: unknown, { stderr, environment }: CommandContext): number {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const [firstLine = ""] = error.message.split("\n");
  const text = `habc: this is a defect of habc: ${error.name}: ${firstLine}`;
  stderr.write(
    environment["DEBUG"]
      ? `${text}\n${error.stack ?? ""}\n`
      : `${text} (DEBUG=1 shows where; please report it)\n`,
  );
  return defectStatus;
}
