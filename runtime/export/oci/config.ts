/** The configuration of an image. Source: OCI image specification 1.1, `config.md`. */
import type { Package } from "../../store/package.ts";
import { releaseTime } from "../closure.ts";

/** The architectures of the specification, which are Go's names. */
const architectures: Readonly<Record<string, string>> = { x86_64: "amd64", aarch64: "arm64" };

/** A layer as the configuration names it. */
export interface ConfiguredLayer {
  /** The SHA-256 of the uncompressed layer, in hexadecimal. */
  readonly contentSha256: string;
  /** What made it. */
  readonly createdBy: string;
}

/** What goes into the configuration. */
export interface ImageSource {
  readonly main: Package;
  readonly target: string;
  readonly layers: readonly ConfiguredLayer[];
  readonly entryPoint: readonly string[];
  /** The environment of the package at run time. */
  readonly environment: ReadonlyMap<string, string>;
}

/** @returns The configuration, as the JSON object of the specification. */
export function imageConfig(source: ImageSource): Record<string, unknown> {
  const { main, target, layers, entryPoint, environment } = source;
  const created = new Date(releaseTime(main) * 1000).toISOString();
  const [machine = "", os = ""] = target.split("-");
  const ports = (main.text("EXPOSES") ?? "").split(/\s+/).filter(Boolean);
  const user = main.text("SVC_USER");
  return {
    created,
    architecture: architectures[machine] ?? machine,
    os,
    config: {
      ...(user === undefined ? {} : { User: `${user}:${main.text("SVC_GROUP") ?? user}` }),
      ...(ports.length === 0
        ? {}
        : { ExposedPorts: Object.fromEntries(ports.map((port) => [`${port}/tcp`, {}])) }),
      Env: [...environment].map(([name, value]) => `${name}=${value}`),
      ...(entryPoint.length === 0 ? {} : { Entrypoint: entryPoint }),
      WorkingDir: main.isService() ? servicePath(main) : "/",
      Labels: labels(main, created),
      ...(signalOf(main) === undefined ? {} : { StopSignal: signalOf(main) }),
    },
    rootfs: { type: "layers", diff_ids: layers.map((layer) => `sha256:${layer.contentSha256}`) },
    history: layers.map(({ createdBy }) => ({ created, created_by: createdBy })),
  };
}

/** Where the service of a package lives. */
export function servicePath({ ident }: Pick<Package, "ident">): string {
  return `/hab/svc/${ident.name}`;
}

function signalOf(main: Package): string | undefined {
  const signal = main.text("SHUTDOWN_SIGNAL");
  return signal === undefined ? undefined : `SIG${signal.replace(/^SIG/, "")}`;
}

/** Labels of the package. Source: OCI image specification 1.1, `annotations.md`. */
function labels(main: Package, created: string): Record<string, string> {
  const manifest = main.text("MANIFEST") ?? "";
  const bullet = (name: string) =>
    new RegExp(`^\\* __${name}__: (.*)$`, "m").exec(manifest)?.[1]?.trim() ?? "";
  const link = (text: string) => /^\[(.*)\]\(/.exec(text)?.[1] ?? "";
  const texts: Record<string, string> = {
    title: `${main.ident.origin}/${main.ident.name}`,
    version: main.ident.version,
    revision: main.ident.release,
    created,
    licenses: bullet("License").split(/\s+/).filter(Boolean).join(" AND "),
    authors: bullet("Maintainer"),
    url: link(bullet("Upstream URL")),
    source: link(bullet("Source")),
  };
  const given = Object.entries(texts).filter(([, text]) => text !== "");
  return Object.fromEntries(given.map(([key, text]) => [`org.opencontainers.image.${key}`, text]));
}
