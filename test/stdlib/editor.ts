/**
 * An editor on a plan: TypeScript's language service, asked about places of a text. The place
 * is written as `▮` in the text.
 */
import { join } from "node:path";
import { Project, ts } from "ts-morph";

const root = join(import.meta.dirname, "../..");
const file = join(root, "plans-examples/in-the-editor/plan.ts");

/** What editors take for a folder without tsconfig.json, and where they find `habc`. */
const project = new Project({
  skipAddingFilesFromTsConfig: true,
  compilerOptions: {
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    allowImportingTsExtensions: true,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
    paths: { habc: [join(root, "stdlib/index.ts")] },
  },
});
const service = project.getLanguageService().compilerObject;

/** Opens a plan: the properties of its definition. @returns Its text, and where the mark was. */
function open(plan: string): { text: string; place: number } {
  const head = 'import { bash, customLicense, definePlan } from "habc";';
  const marked = `${head}\nexport default definePlan({\n${plan}\n});\n`;
  const text = marked.replace("▮", "");
  project.createSourceFile(file, text, { overwrite: true });
  return { text, place: marked.indexOf("▮") };
}

/** What would be offered at the mark, without what is offered everywhere. */
export function completions(plan: string): string[] {
  const offered = service.getCompletionsAtPosition(file, open(plan).place, {});
  const kinds = new Set<string>(["property", "method", "string", "getter"]);
  return (offered?.entries ?? []).filter(({ kind }) => kinds.has(kind)).map(({ name }) => name);
}

/** What is shown for the word at the mark: its declaration, documentation and tags. */
export function hover(plan: string): string {
  const info = service.getQuickInfoAtPosition(file, open(plan).place);
  const tags = info?.tags?.map(({ name, text }) => `@${name} ${ts.displayPartsToString(text)}`);
  return [
    ts.displayPartsToString(info?.displayParts),
    ts.displayPartsToString(info?.documentation),
    ...(tags ?? []),
  ].join("\n");
}

/** The errors that are underlined: the text under each, and the message. */
export function errors(plan: string): { at: string; message: string }[] {
  const { text } = open(plan);
  const found = [...service.getSyntacticDiagnostics(file), ...service.getSemanticDiagnostics(file)];
  return found.map(({ start = 0, length, messageText }) => ({
    at: text.slice(start, start + (length ?? 0)),
    message: ts.flattenDiagnosticMessageText(messageText, "\n"),
  }));
}
