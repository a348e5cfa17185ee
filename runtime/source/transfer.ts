/** What of a file is there already. */
export interface Resume {
  /** In bytes. */
  readonly offset: number;
  readonly validator: string;
}

/** A file on its way: what the protocols have in common. */
export interface Transfer {
  /** Where in the file the bytes begin: 0, or the offset that was asked for. */
  readonly start: number;
  /** The size of the whole file, where it is known. */
  readonly total?: number | undefined;
  /** A header's value that tells the file apart from any other: an `ETag` or `Last-Modified`. */
  readonly validator?: string | undefined;
  /** When the file was changed last. */
  readonly modified?: Date | undefined;
  /** The encoding of the content, which is left as it is; absent where there is none. */
  readonly encoding?: string | undefined;
  /** Ends with an error where the connection breaks. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /**
   * Called after the last byte.
   *
   * @throws AttemptFailure where the other end says that it was not all.
   */
  finish?(): Promise<void>;
}
