/** Sees to it that editors know what the plans in a folder import. */
import { basename, join, relative } from "node:path";
import {
  declarationsFolder,
  mapsHabc,
  tsconfigName,
  tsconfigText,
} from "../../compiler/editor/index.ts";
import { createFile } from "../files.ts";
import { type DeclarationsState, provideDeclarations } from "./declarations.ts";
import { type EditorRoot, readTsconfig } from "./root.ts";

/** What was done, as JSON tells it. */
export interface EditorSetUp {
  /** The tsconfig.json that editors use for the plans; absolute. */
  readonly tsconfig: string;
  readonly tsconfigState: "made" | "there" | "foreign";
  /** `elsewhere`: where the tsconfig.json says. */
  readonly declarations: DeclarationsState | "elsewhere";
  /** A tsconfig.json of something else to which the plans belong as well, until it excludes them. */
  readonly outer?: string;
}

/**
 * Makes what is missing: a tsconfig.json, and the declarations of `habc`.
 *
 * @throws HabcError `results-unwritable`.
 */
export async function setUpEditor({ folder, tsconfig, outer }: EditorRoot): Promise<EditorSetUp> {
  const file = join(folder, tsconfigName);
  const isMade = tsconfig === "missing" && (await createFile(file, tsconfigText()));
  const isElsewhere = tsconfig === "there" && leadsElsewhere(readTsconfig(file));
  const declarations = isElsewhere ? "elsewhere" : await provideDeclarations(folder);
  const isForeign = tsconfig === "foreign" && declarations !== "installed";
  const tsconfigState = isMade ? "made" : isForeign ? "foreign" : "there";
  const excluded = outer !== undefined && readTsconfig(outer).includes(`"${basename(folder)}`);
  return {
    tsconfig: file,
    tsconfigState,
    declarations,
    ...(outer === undefined || excluded ? {} : { outer }),
  };
}

function leadsElsewhere(text: string): boolean {
  return mapsHabc(text) && !text.includes(`${declarationsFolder}/`);
}

/** What was made, and what is left to its owner; lines. */
export function setUpText(setUp: EditorSetUp, cwd: string): string {
  const { tsconfig, tsconfigState, declarations, outer } = setUp;
  const folder = join(tsconfig, "..");
  const shown = (path: string) => relative(cwd, path) || ".";
  const lines = [
    ...(tsconfigState === "made" ? [`made ${shown(tsconfig)}`] : []),
    ...(declarations === "copied"
      ? [`made ${shown(join(folder, declarationsFolder))}/, with the declarations of habc`]
      : []),
    ...(tsconfigState === "foreign"
      ? [
          `${shown(tsconfig)} does not say where habc is. Add to its "compilerOptions":`,
          `  "paths": { "habc": ["./${declarationsFolder}/node_modules/habc"] }`,
        ]
      : []),
    ...(outer === undefined
      ? []
      : [
          `${shown(outer)} takes the plan for its own. Add to it, so that it does not check plans:`,
          `  "exclude": ["${relative(join(outer, ".."), folder)}"]`,
        ]),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
