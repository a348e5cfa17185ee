/** Downloads the source of a new plan, and looks at it. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { folderOf, publishedFile, type SourceArchive } from "../../../compiler/init/index.ts";
import { HabcError } from "../../../compiler/ir/index.ts";
import { unwritable } from "../../../runtime/crypto/aside.ts";
import { parseSourceUrl } from "../../../runtime/source/address.ts";
import { archiveContent } from "../../../runtime/source/archive-content.ts";
import { downloadFile } from "../../../runtime/source/download.ts";
import { locations } from "../../../runtime/store/locations.ts";
import type { CommandContext } from "../../context.ts";

/** Files that say something about a project; larger ones than this say nothing. */
const telling =
  /^(package\.json|cargo\.toml|go\.mod|pyproject\.toml|cmakelists\.txt|configure(\.ac|\.in)?|(un)?licen[cs]e.*|copying.*)$/i;

/**
 * Downloads to the source cache, where the first build finds it.
 *
 * @throws HabcError as {@link downloadFile}; `usage` where the URL names no file.
 */
export async function fetchSource(given: string, context: CommandContext): Promise<SourceArchive> {
  const url = parseSourceUrl(given).href;
  const { environment, signal, stderr } = context;
  const name = publishedFile(url);
  if (name === "" || name.startsWith(".")) {
    throw new HabcError("usage", `the URL ${url} names no file`, {
      hint: "give the address of an archive, such as https://example.com/name-1.0.tar.gz",
    });
  }
  const sourceCache = sourceCacheOf(context);
  const file = join(sourceCache, name);
  await mkdir(sourceCache, { recursive: true }).catch((thrown: unknown) => {
    throw unwritable(sourceCache, thrown);
  });
  await downloadFile(
    { url, destination: file, within: sourceCache },
    {
      events: (event) => {
        if (event.type === "line") stderr.write(`${event.text}\n`);
      },
      signal,
      environment,
    },
  );
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  const content = await archiveContent(file, name);
  const texts = new Map<string, string>();
  for (const entry of content?.entries.filter((each) => telling.test(each)) ?? []) {
    const text = await content?.text(entry);
    if (text !== undefined) texts.set(entry, text);
  }
  return {
    url,
    shasum: hash.digest("hex"),
    top: content?.top,
    content: folderOf({
      path: join("/", content?.top ?? name),
      entries: content?.entries ?? [],
      text: (entry) => texts.get(entry),
    }),
  };
}

/** Gives an archive in the source cache the name that the plan has for it. */
export async function renameSource(
  url: string,
  name: string,
  context: CommandContext,
): Promise<void> {
  const folder = sourceCacheOf(context);
  const from = join(folder, publishedFile(url));
  // Without it the first build downloads the archive again.
  await rename(from, join(folder, name)).catch(() => {});
}

function sourceCacheOf({ environment, cwd }: CommandContext): string {
  return locations({ environment, uid: process.getuid?.() ?? 0, cwd }).sourceCache;
}
