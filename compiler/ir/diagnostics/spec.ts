/** How grave a finding is. */
export type Severity = "error" | "warning" | "info";

/** One entry of a table of diagnostics. The key is the code, which never changes. */
export interface DiagnosticSpec {
  /** What the matter is, in a few words: the title of its page. */
  readonly title: string;
  /** Why it matters and how it is mended, in Markdown: the body of its page. */
  readonly explain: string;
  /** How grave it is unless configured otherwise. Absent: error. */
  readonly severity?: Severity;
  /** The exit status of a command that ends with it. Absent: 1. */
  readonly exitCode?: number;
}
