/** What the benchmark needs of a package without types. */
declare module "bash-parser" {
  /** @throws Where the text is no bash that it knows. */
  export default function parse(text: string): unknown;
}
