/**
 * What the driver and a phase host say to each other. Both hosts speak it: the bash of a
 * `plan.sh` and the Node.js process of a `plan.ts`.
 *
 * Driver → host (the host's file descriptor 4), one at a time, each answered before the next:
 *
 *     bridge  HELPER…                     make functions that call the driver; no answer (bash only)
 *     assign  ASSIGNMENT…                 set variables; no answer
 *     load    FILE                        load the plan → `done`
 *     run     FUNCTION CWD [ARGUMENT…]    call a function in CWD ("" = where the host is) → `done`
 *     eval    TEXT CWD                    run bash text as a callback's body → `done`
 *     try     FUNCTION CWD [ARGUMENT…]    the same in a subshell: the status is all that comes of it → `done`
 *     shell   CWD KIND TITLE FUNCTION FILE LINE [COMMAND…]  open an interactive shell in CWD: KIND is `attach` or
 *                                         `failure` for a place of the plan, `enter` for a studio, `run` for
 *                                         COMMAND instead of a shell → `done`; not 0 where the user ends the
 *                                         build, or with the status of the shell
 *     state                               what the shell holds → `done` with VARIABLEs (bash only)
 *     restore TEXT                        make the shell hold what a bash text says → `done` (bash only)
 *     final   FUNCTION                    the last callback, whose own failure counts for nothing → `done`
 *     exit    STATUS                      end with that status
 *
 * Host → driver (the host's file descriptor 3):
 *
 *     done    STATUS ASSIGNMENT…          the answer, with a snapshot of what the host now holds
 *     failed  STATUS COMMAND FRAMES…      a callback failed, or the host is at its end: the command, then FUNCTION
 *                                         FILE LINE for each stack frame, innermost first. Then only `shell`,
 *                                         `final`, `try` and `exit` are understood.
 *     call    HELPER FLAGS CWD [ARGUMENT…]  a bridged helper, answered by
 *
 * The bash host calls `terminal` for shells (runtime/shell/shells.ts), the other one `attach` with the arguments
 * KIND TITLE FUNCTION FILE LINE and what it has changed in the environment.
 *
 * `update_pkg_version` has as its arguments what the plan's function `pkg_version` says, if there is one, and
 * as ASSIGNMENTs the settings that a plan.ts computes from it.
 *
 * Driver → host:  reply STATUS STDOUT STDERR ASSIGNMENT…, possibly behind `assign`
 *
 * ASSIGNMENT is flat: a kind, a name, a count, and so many texts:
 *
 *     string NAME 1 VALUE           list NAME n ITEM…          map NAME 2n KEY VALUE…
 *     export NAME 1 VALUE           unset NAME 0
 *     function NAME 2 FILE LINE     (snapshots: a function that the plan defined)
 *     umask MASK 0                  (snapshots; told to the host of a plan.ts when a build is taken up)
 *
 * VARIABLE has the same form; its one text is bash that sets what it names:
 *
 *     variable NAME 1 TEXT          definition FUNCTION 1 TEXT
 *     shell ASPECT 1 TEXT           `shopt`, `alias`, `trap`, `umask`, `cwd` or `set`
 *
 * The host of a plan.ts gives a `definition` of each callback when the plan is loaded: its source.
 */
import type { Frame } from "./frames.ts";

/** A variable of a phase host, as it is told or told of. */
export type Assignment =
  | { readonly kind: "string" | "export"; readonly name: string; readonly value: string }
  | { readonly kind: "list"; readonly name: string; readonly value: readonly string[] }
  | {
      readonly kind: "map";
      readonly name: string;
      readonly value: Readonly<Record<string, string>>;
    }
  | { readonly kind: "unset"; readonly name: string }
  | {
      readonly kind: "function";
      readonly name: string;
      readonly file: string;
      readonly line: number;
    }
  | { readonly kind: "umask"; readonly mask: number }
  | StateText;

/** A part of what a shell holds, as bash that sets it. */
export interface StateText {
  readonly kind: "variable" | "definition" | "shell";
  readonly name: string;
  readonly text: string;
}

/** @returns The texts of the assignments, in order. */
export function encodeAssignments(assignments: readonly Assignment[]): string[] {
  return assignments.flatMap(encodeOne);
}

function encodeOne(assignment: Assignment): string[] {
  switch (assignment.kind) {
    case "string":
    case "export":
      return [assignment.kind, assignment.name, "1", assignment.value];
    case "list":
      return ["list", assignment.name, String(assignment.value.length), ...assignment.value];
    case "map": {
      const texts = Object.entries(assignment.value).flat();
      return ["map", assignment.name, String(texts.length), ...texts];
    }
    case "unset":
      return ["unset", assignment.name, "0"];
    case "function":
      return ["function", assignment.name, "2", assignment.file, String(assignment.line)];
    case "umask":
      return ["umask", assignment.mask.toString(8), "0"];
    case "variable":
    case "definition":
    case "shell":
      return [assignment.kind, assignment.name, "1", assignment.text];
  }
}

/**
 * @param texts Flat texts, as `encodeAssignments` gives them.
 * @throws Error when they are not assignments: the other end is then not a phase host.
 */
export function decodeAssignments(texts: Frame): Assignment[] {
  const assignments: Assignment[] = [];
  for (let at = 0; at < texts.length; ) {
    const [kind, name = "", count] = texts.slice(at, at + 3);
    const values = texts.slice(at + 3, at + 3 + Number(count));
    if (values.length !== Number(count)) throw new Error("assignments are cut short");
    assignments.push(decodeOne(kind, name, values));
    at += 3 + values.length;
  }
  return assignments;
}

function decodeOne(kind: string | undefined, name: string, values: string[]): Assignment {
  const [first = "", second = ""] = values;
  switch (kind) {
    case "string":
    case "export":
      return { kind, name, value: first };
    case "list":
      return { kind, name, value: values };
    case "map":
      return { kind, name, value: pairs(values) };
    case "unset":
      return { kind, name };
    case "function":
      return { kind, name, file: first, line: Number(second) };
    case "umask":
      return { kind, mask: Number.parseInt(name, 8) };
    case "variable":
    case "definition":
    case "shell":
      return { kind, name, text: first };
    default:
      throw new Error(`not an assignment: ${kind}`);
  }
}

function pairs(texts: readonly string[]): Record<string, string> {
  const map: Record<string, string> = Object.create(null);
  for (let at = 0; at + 1 < texts.length; at += 2)
    map[texts[at] as string] = texts[at + 1] as string;
  return map;
}
