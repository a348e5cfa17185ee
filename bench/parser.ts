/** Parsers of bash, on every plan.sh below a folder: `npm run bench -- parser FOLDER`. */
import bashParser from "bash-parser";
import { parse as parseSh } from "sh-syntax";
import { parse } from "unbash";
import { compare } from "./support/compare.ts";
import { textsBelow } from "./support/sample.ts";

interface Parser {
  readonly name: string;
  /** Whether it reads a text. */
  readonly reads: (text: string) => boolean | Promise<boolean>;
}

const parsers: readonly Parser[] = [
  { name: "unbash", reads: (text) => (parse(text).errors?.length ?? 0) === 0 },
  // The parser of shfmt, which is written in Go, as WebAssembly.
  { name: "sh-syntax", reads: (text) => succeeds(() => parseSh(text)) },
  { name: "bash-parser", reads: (text) => succeeds(() => bashParser(text)) },
];

async function succeeds(parseText: () => unknown): Promise<boolean> {
  try {
    await parseText();
    return true;
  } catch {
    return false;
  }
}

const plans = textsBelow(process.argv[2] ?? "plans-examples", "plan.sh");
const read = new Map<Parser, readonly string[]>();
for (const parser of parsers) {
  const answers = await Promise.all(plans.map((text) => parser.reads(text)));
  read.set(
    parser,
    plans.filter((_, at) => answers[at]),
  );
}
const counts = parsers.map((parser) => `${parser.name} ${read.get(parser)?.length}`);
console.log(`${plans.length} plans, of which are read by ${counts.join(", ")}`);

/** Each parser beside the first one, on what both read. */
const [first, ...others] = parsers;
for (const other of others) {
  const common = plans.filter((text) =>
    [first, other].every((parser) => parser !== undefined && read.get(parser)?.includes(text)),
  );
  if (first === undefined || common.length === 0) continue;
  await compare(
    `The ${common.length} plans that ${first.name} and ${other.name} read`,
    [first, other].map(({ name, reads }) => ({
      name,
      run: async () => {
        for (const text of common) await reads(text);
      },
    })),
    3,
  );
}
