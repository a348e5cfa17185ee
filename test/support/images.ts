/** Images as others see them: read by hand, and by umoci and skopeo where the machine has them. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { delimiter, join } from "node:path";
import { gunzipSync } from "node:zlib";

/** What the configuration of an image says. */
export interface ImageConfig {
  readonly Entrypoint: readonly string[];
  readonly User: string;
  readonly ExposedPorts: Readonly<Record<string, unknown>>;
  readonly StopSignal: string;
  readonly Labels: Readonly<Record<string, string>>;
}

interface Descriptor {
  readonly mediaType: string;
  readonly digest: string;
  readonly size: number;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An OCI image layout with one image. */
export interface Image {
  readonly folder: string;
  /** The name of the image in the layout. */
  readonly reference: string;
  readonly config: ImageConfig;
  readonly layers: readonly Descriptor[];
}

/**
 * Reads a layout by hand, and checks that each thing in it is what is said of it.
 *
 * Source: OCI image specification, `image-layout.md`, `manifest.md` and `config.md`.
 */
export function readImage(folder: string): Image {
  const json = (bytes: Buffer) => JSON.parse(bytes.toString());
  const layout = json(readFileSync(join(folder, "oci-layout")));
  const index = json(readFileSync(join(folder, "index.json")));
  const [described] = index.manifests as Descriptor[];
  if (layout.imageLayoutVersion !== "1.0.0" || index.schemaVersion !== 2 || !described) {
    throw new Error(`${folder} is no OCI image layout`);
  }
  const manifest = json(blob(folder, described));
  const whole = json(blob(folder, manifest.config));
  const layers: readonly Descriptor[] = manifest.layers;
  const sums = layers.map((layer) => sha256(gunzipSync(blob(folder, layer))));
  if (whole.rootfs.diff_ids.join() !== sums.join()) throw new Error("the layers are others");
  const reference = described.annotations?.["org.opencontainers.image.ref.name"] ?? "";
  return { folder, reference, config: whole.config, layers };
}

function blob(folder: string, { digest, size }: Descriptor): Buffer {
  const file = join(folder, "blobs", digest.replace(":", "/"));
  const bytes = readFileSync(file);
  if (statSync(file).size !== size || sha256(bytes) !== digest)
    throw new Error(`${file} is damaged`);
  return bytes;
}

function sha256(bytes: Buffer): string {
  return `sha256:${createHash("sha256").update(bytes).digest("hex")}`;
}

/** A way to make a folder of an image: the root of what runs in it is returned. */
type Unpack = (image: Image, into: string) => string;

const unpackers: Readonly<Record<string, Unpack>> = {
  tar({ folder, layers }, into) {
    mkdirSync(into);
    for (const { digest } of layers) {
      const file = join(folder, "blobs", digest.replace(":", "/"));
      execFileSync("tar", ["-xzf", file, "-C", into, "--no-same-owner"]);
    }
    return into;
  },
  umoci({ folder, reference }, into) {
    const rootless = process.getuid?.() === 0 ? [] : ["--rootless"];
    execFileSync("umoci", ["unpack", ...rootless, "--image", `${folder}:${reference}`, into]);
    return join(into, "rootfs");
  },
};

/** The ways to unpack images that this machine has; `tar` it always has. */
export const unpackings = Object.entries(unpackers).filter(([program]) => isThere(program));

/** Has skopeo copy an image into an archive, which reads and verifies everything of it. */
export function copyWithSkopeo({ folder, reference }: Image, archive: string): void {
  if (!isThere("skopeo")) return;
  const to = `oci-archive:${archive}:copy`;
  execFileSync("skopeo", ["--insecure-policy", "copy", "-q", `oci:${folder}:${reference}`, to]);
}

function isThere(program: string): boolean {
  return (process.env["PATH"] ?? "").split(delimiter).some((at) => existsSync(join(at, program)));
}
