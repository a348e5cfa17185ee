/**
 * The table of key files. Source: Habitat, `core/src/crypto/keys`.
 *
 * Signing and box public keys share the suffix `.pub`: only the first line tells them apart.
 */
export const keyKinds = {
  "signing-public": {
    version: "SIG-PUB-1",
    suffix: "pub",
    bytes: 32,
    secret: false,
    title: "public origin key",
  },
  "signing-secret": {
    version: "SIG-SEC-1",
    suffix: "sig.key",
    bytes: 64,
    secret: true,
    title: "secret origin key",
  },
  "box-public": {
    version: "BOX-PUB-1",
    suffix: "pub",
    bytes: 32,
    secret: false,
    title: "public encryption key",
  },
  "box-secret": {
    version: "BOX-SEC-1",
    suffix: "box.key",
    bytes: 32,
    secret: true,
    title: "secret encryption key",
  },
  ring: {
    version: "SYM-SEC-1",
    suffix: "sym.key",
    bytes: 32,
    secret: true,
    title: "ring key",
  },
} as const satisfies Record<string, KeyKindSpec>;

interface KeyKindSpec {
  /** The first line of the file. */
  readonly version: string;
  /** What follows `name-revision.` in the file's name. */
  readonly suffix: string;
  /** The length of the key itself. */
  readonly bytes: number;
  readonly secret: boolean;
  readonly title: string;
}

export type KeyKind = keyof typeof keyKinds;

/** The kind whose files begin with this line. */
export function kindOfVersion(version: string): KeyKind | undefined {
  return kindNames.find((kind) => keyKinds[kind].version === version);
}

const kindNames = Object.keys(keyKinds) as KeyKind[];

/** The permissions of a key file: nobody changes one, and secrets are the owner's alone. */
export function keyFileMode(kind: KeyKind): number {
  return keyKinds[kind].secret ? 0o400 : 0o444;
}
