/**
 * `pkg export oci`: an image of a package as an OCI image layout, one layer for each package, so
 * that images of packages that run with the same ones share them.
 *
 * Source: OCI image specification 1.1, `image-layout.md` and `manifest.md`.
 */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { HabcError } from "../../../compiler/ir/index.ts";
import { errorCode, unwritable } from "../../crypto/aside.ts";
import { archivePieces } from "../../package/archive-write.ts";
import { type Closure, releaseTime } from "../closure.ts";
import { writeGzip } from "../file.ts";
import { baseLayer } from "./base-layer.ts";
import { imageConfig } from "./config.ts";

const mediaTypes = {
  index: "application/vnd.oci.image.index.v1+json",
  manifest: "application/vnd.oci.image.manifest.v1+json",
  config: "application/vnd.oci.image.config.v1+json",
  layer: "application/vnd.oci.image.layer.v1.tar+gzip",
} as const;

/** What to export. */
export interface ImageRequest {
  readonly closure: Closure;
  readonly target: string;
  readonly entryPoint: readonly string[];
  /** The folder to write; it must not be there. */
  readonly folder: string;
}

/** An image that was written. */
export interface WrittenImage {
  readonly folder: string;
  /** `sha256:` and the digest of the manifest. */
  readonly digest: string;
  /** The name of the image in the layout's index. */
  readonly reference: string;
  readonly layers: number;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
}

/**
 * Writes the layout. The same packages give the same bytes.
 *
 * @throws HabcError `results-unwritable`, `package-content`.
 */
export async function exportOci(request: ImageRequest): Promise<WrittenImage> {
  const parent = dirname(request.folder);
  await mkdir(parent, { recursive: true });
  const aside = await mkdtemp(join(parent, ".habc-oci-"));
  try {
    const written = await writeLayout(request, aside);
    await rename(aside, request.folder);
    return written;
  } catch (error) {
    await rm(aside, { recursive: true, force: true });
    if (["EEXIST", "ENOTEMPTY"].includes(errorCode(error) ?? "")) {
      throw new HabcError("results-unwritable", `${request.folder} is there already`, {
        hint: "remove it, or name another folder with --out",
      });
    }
    throw unwritable(request.folder, error);
  }
}

async function writeLayout(request: ImageRequest, folder: string): Promise<WrittenImage> {
  const { main, packages } = request.closure;
  const blobs = join(folder, "blobs/sha256");
  await mkdir(blobs, { recursive: true });
  const name = (sha256: string) => join(blobs, sha256);
  const sources = [
    { createdBy: "habc base", pieces: baseLayer(main, releaseTime(main)) },
    ...packages.map((found) => ({
      createdBy: `habc ${found.name}`,
      pieces: archivePieces({
        folder: found.hostPath,
        root: found.path.slice(1),
        mtime: releaseTime(found),
      }),
    })),
  ];
  const layers: (Descriptor & { contentSha256: string; createdBy: string })[] = [];
  for (const { createdBy, pieces } of sources) {
    const { sha256, bytes, contentSha256 } = await writeGzip(pieces, { folder: blobs, name });
    const digest = `sha256:${sha256}`;
    layers.push({ mediaType: mediaTypes.layer, digest, size: bytes, contentSha256, createdBy });
  }
  const environment = main.pairs("RUNTIME_ENVIRONMENT");
  const { target, entryPoint } = request;
  const config = imageConfig({ main, target, layers, entryPoint, environment });
  const manifest = await writeBlob(blobs, mediaTypes.manifest, {
    schemaVersion: 2,
    mediaType: mediaTypes.manifest,
    config: await writeBlob(blobs, mediaTypes.config, config),
    layers: layers.map(({ mediaType, digest, size }) => ({ mediaType, digest, size })),
  });
  const reference = `${main.ident.version}-${main.ident.release}`.replace(/[^A-Za-z0-9_.-]/g, "-");
  const annotations = { "org.opencontainers.image.ref.name": reference };
  await writeFile(join(folder, "oci-layout"), '{"imageLayoutVersion":"1.0.0"}');
  await writeFile(
    join(folder, "index.json"),
    JSON.stringify({
      schemaVersion: 2,
      mediaType: mediaTypes.index,
      manifests: [{ ...manifest, annotations }],
    }),
  );
  return { folder: request.folder, digest: manifest.digest, reference, layers: layers.length };
}

async function writeBlob(blobs: string, mediaType: string, value: unknown): Promise<Descriptor> {
  const text = JSON.stringify(value);
  const sha256 = createHash("sha256").update(text).digest("hex");
  await writeFile(join(blobs, sha256), text);
  return { mediaType, digest: `sha256:${sha256}`, size: Buffer.byteLength(text) };
}
