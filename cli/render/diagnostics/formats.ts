/**
 * The forms in which findings can be had. `auto` is text, followed by annotations where the
 * program runs on GitHub Actions.
 */
export const diagnosticFormats = ["auto", "text", "json", "github", "sarif"] as const;

/** The name of a form. */
export type DiagnosticFormat = (typeof diagnosticFormats)[number];
