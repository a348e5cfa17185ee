import { HabcError } from "../../compiler/ir/index.ts";
import { blake2bOfFile } from "../crypto/digests.ts";
import { formatKeyName } from "../crypto/key-name.ts";
import { readHartMetadata } from "./hart-metadata.ts";

/** What `pkg info` tells, under the names that Habitat gives them in JSON. */
export interface HartInfo {
  readonly format_version: string;
  readonly key_name: string;
  readonly hash_type: string;
  readonly signature_raw: string;
  readonly ident: string;
  readonly origin: string;
  readonly name: string;
  readonly version: string;
  readonly release: string;
  /** BLAKE2b-256 of the whole file. */
  readonly checksum: string;
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

/**
 * Everything that a `.hart` says about itself. The signature is not checked.
 *
 * @throws HabcError as {@link readHartMetadata}.
 */
export async function hartInfo(file: string): Promise<HartInfo> {
  const { header, ident, metadata } = await readHartMetadata(file);
  const text = (name: string) => metadata.get(name) ?? null;
  const words = (name: string) => (metadata.get(name) ?? "").split(/\s+/).filter(Boolean);
  const target = metadata.get("TARGET");
  if (target === undefined) throw new HabcError("hart-invalid", `${file}: it has no TARGET`);
  const [origin = "", name = "", version = "", release = ""] = ident.split("/");
  return {
    format_version: header.format,
    key_name: formatKeyName(header.signer),
    hash_type: header.hashType,
    signature_raw: header.signature,
    ident,
    origin,
    name,
    version,
    release,
    checksum: await blake2bOfFile(file),
    target,
    is_a_service: metadata.has("SVC_USER"),
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
