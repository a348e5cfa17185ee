import type { CallbackName, Diagnostic, PhaseName } from "../compiler/ir/index.ts";
import type { PackageDifference } from "./difference/compare.ts";

/**
 * What a build tells while it runs. The runtime prints nothing: reporters of the command line
 * turn these into a terminal view, plain lines or JSON lines.
 */
export type BuildEvent =
  | { readonly type: "build-started"; readonly plan: string; readonly target: string }
  /** The plan is loaded and valid: from here on the package has a name. */
  | {
      readonly type: "plan-loaded";
      readonly name: string;
      readonly ident: string;
      readonly seconds: number;
    }
  | { readonly type: "step-started"; readonly step: StepName }
  | {
      readonly type: "step-finished";
      readonly step: StepName;
      readonly seconds: number;
      readonly ok: boolean;
    }
  /** A line of the build's own, as `build_line`, `warn` and `debug` print them. */
  | { readonly type: "line"; readonly level: "info" | "warn" | "debug"; readonly text: string }
  /** Output of the plan's commands, byte for byte. */
  | {
      readonly type: "output";
      readonly stream: "stdout" | "stderr";
      readonly bytes: Uint8Array;
    }
  /** Long work; `total` is absent where it is not known. Bytes, unless `unit` says else. */
  | {
      readonly type: "progress";
      readonly task: string;
      readonly done: number;
      readonly total?: number;
    }
  | { readonly type: "dependency"; readonly wanted: string; readonly resolved: string }
  | { readonly type: "diagnostic"; readonly diagnostic: Diagnostic }
  | {
      readonly type: "artifact";
      readonly ident: string;
      readonly file: string;
      readonly sha256: string;
      readonly blake2b: string;
      readonly bytes: number;
    }
  /** Somebody works in the build by hand: what it makes does not follow from the plan alone. */
  | {
      readonly type: "shell";
      readonly state: "opened";
      /** A file of the plan and a line. */
      readonly place: string;
      /** Why it is opened, where that is not the plan's wish. */
      readonly title?: string;
    }
  | { readonly type: "shell"; readonly state: "closed" }
  /** What the build has is kept, and can be taken up at this phase or an earlier one. */
  | {
      readonly type: "kept";
      readonly name: string;
      readonly folder: string;
      readonly reached: PhaseName;
    }
  /** Where all of this is written down. */
  | { readonly type: "log"; readonly file: string }
  /** The same was built before: its package is taken from the build cache. */
  | { readonly type: "reused"; readonly name: string; readonly ident: string }
  /** It was built a second time; `difference` where the two packages are not the same. */
  | { readonly type: "repeated"; readonly same: boolean; readonly difference?: PackageDifference }
  /** Why a plan is built again, where that was asked for; `first` where nothing is known of before. */
  | {
      readonly type: "changed";
      readonly first: boolean;
      readonly changes: readonly InputChange[];
    }
  | { readonly type: "build-finished"; readonly ok: boolean; readonly seconds: number };

/** Something that a package follows from, and what of it is not as it was at the last build. */
export interface InputChange {
  /** Such as `file hooks/run`, `dependency core/zlib` or `setting pkg_version`. */
  readonly input: string;
  /** Absent: it was not there. */
  readonly before?: string;
  /** Absent: it is not there any more. */
  readonly now?: string;
}

/** A callback, or a step of habc's own between them. */
export type StepName =
  | CallbackName
  | "load"
  | "check"
  | "resolve"
  | "metadata"
  | "inspect"
  | "files"
  | "pack"
  | "publish";

/** Takes events as they happen. Must not throw. */
export type EventSink = (event: BuildEvent) => void;
