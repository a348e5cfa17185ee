/** The configuration with which ShellCheck, and editors that call it, understand a plan.sh. */

/** The name of the file, in the folder of a script or in those above. */
export const shellcheckName = ".shellcheckrc";

/**
 * A plan.sh is sourced: it names no shell, its settings look as if nothing used them, and what
 * habc sets as if nothing did. Source: shellcheck(1), "RC FILES".
 */
export const shellcheckText = `# A plan.sh is sourced by what builds it: that reads its settings, and sets what it reads.
shell=bash
disable=SC2034,SC2154
`;
