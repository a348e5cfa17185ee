import { HabcError } from "../../compiler/ir/index.ts";
import { blake2bOfFile } from "../crypto/digests.ts";
import { formatKeyName } from "../crypto/key-name.ts";
import { readHartMetadata } from "./hart-metadata.ts";

/** What a package says about itself, under the names that Habitat gives it in JSON. */
export interface PackageInfo {
  readonly ident: string;
  readonly origin: string;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  readonly target: string;
  readonly is_a_service: boolean;
  readonly deps: readonly string[];
  readonly tdeps: readonly string[];
  readonly build_deps: readonly string[];
  readonly build_tdeps: readonly string[];
  /** Ports. */
  readonly exposes: readonly number[];
  readonly manifest: string | null;
  /** The text of `default.toml`. */
  readonly config: string | null;
  readonly svc_user: string | null;
  readonly svc_group: string | null;
  readonly ld_run_path: string | null;
  readonly ldflags: string | null;
  readonly cflags: string | null;
}

/** What its file says besides. */
export interface HartInfo extends PackageInfo {
  readonly format_version: string;
  readonly key_name: string;
  readonly hash_type: string;
  readonly signature_raw: string;
  /** BLAKE2b-256 of the whole file. */
  readonly checksum: string;
}

/**
 * Everything that a `.hart` says about itself. The signature is not checked.
 *
 * @throws HabcError as {@link readHartMetadata}.
 */
export async function hartInfo(file: string): Promise<HartInfo> {
  const { header, ident, metadata } = await readHartMetadata(file);
  if (!metadata.has("TARGET")) throw new HabcError("hart-invalid", `${file}: it has no TARGET`);
  return {
    format_version: header.format,
    key_name: formatKeyName(header.signer),
    hash_type: header.hashType,
    signature_raw: header.signature,
    checksum: await blake2bOfFile(file),
    ...packageInfo(ident, (name) => metadata.get(name)),
  };
}

/**
 * What the metadata of a package says.
 *
 * @param ident `origin/name/version/release`.
 * @param metadata Gives the text of a metadata file.
 */
export function packageInfo(
  ident: string,
  metadata: (name: string) => string | undefined,
): PackageInfo {
  const text = (name: string) => metadata(name) ?? null;
  const words = (name: string) => (metadata(name) ?? "").split(/\s+/).filter(Boolean);
  const [origin = "", name = "", version = "", release = ""] = ident.split("/");
  return {
    ident,
    origin,
    name,
    version,
    release,
    target: metadata("TARGET") ?? "",
    is_a_service: metadata("SVC_USER") !== undefined,
    deps: words("DEPS"),
    tdeps: words("TDEPS"),
    build_deps: words("BUILD_DEPS"),
    build_tdeps: words("BUILD_TDEPS"),
    exposes: words("EXPOSES").map(Number),
    manifest: text("MANIFEST"),
    config: text("default.toml"),
    svc_user: text("SVC_USER"),
    svc_group: text("SVC_GROUP"),
    ld_run_path: text("LD_RUN_PATH"),
    ldflags: text("LDFLAGS"),
    cflags: text("CFLAGS"),
  };
}
