/** What a download may take. Times are in milliseconds. */
export interface DownloadLimits {
  /** Until a connection stands, TLS included. */
  readonly connectTimeout: number;
  /** Without a byte, until a connection counts as dead. */
  readonly stallTimeout: number;
  /** Tries in a row that bring nothing new. */
  readonly tries: number;
  /** Tries in all. */
  readonly attempts: number;
  /** The pause before the second try, the third …; the last one also before all later ones. */
  readonly pauses: readonly number[];
  /** The longest `Retry-After` of a server that is waited for. */
  readonly longestPause: number;
  readonly redirects: number;
  /** The largest file; absent: any size. */
  readonly bytes?: number;
}

export const defaultLimits: DownloadLimits = {
  connectTimeout: 30_000,
  stallTimeout: 60_000,
  tries: 4,
  attempts: 20,
  pauses: [500, 1000, 2000],
  longestPause: 60_000,
  redirects: 20,
};
