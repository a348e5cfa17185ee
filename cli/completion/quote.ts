/** @returns A text as one word of a shell, in single quotes; bash and zsh read it alike. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
