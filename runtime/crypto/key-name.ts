/**
 * The name of a key: `name-REVISION`, where the revision is a UTC time of 14 digits.
 * Names may contain dashes and dots, so the revision is what stands at the very end.
 */
export interface KeyName {
  readonly name: string;
  readonly revision: string;
}

/**
 * Takes `acme-20261107120000` apart.
 *
 * A name becomes part of a file name, so one that holds a slash or a control character, or
 * starts with a dot, is none.
 */
export function parseKeyName(text: string): KeyName | undefined {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not occur
  const match = /^([^./\u0000-\u001f\u007f][^/\u0000-\u001f\u007f]*)-(\d{14})$/.exec(text);
  const [, name, revision] = match ?? [];
  return name === undefined || revision === undefined ? undefined : { name, revision };
}

export function formatKeyName({ name, revision }: KeyName): string {
  return `${name}-${revision}`;
}

/** A time as a revision: UTC, `YYYYMMDDHHMMSS`. */
export function revisionOf(time: Date): string {
  return time.toISOString().slice(0, 19).replace(/\D/g, "");
}
