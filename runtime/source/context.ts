import type { EventSink } from "../events.ts";
import type { DownloadLimits } from "./limits.ts";
import type { LocalFiles } from "./local.ts";
import type { Environment } from "./proxy.ts";

/** What a download needs of the build around it. */
export interface DownloadContext {
  readonly events: EventSink;
  /** Ends the download; what is there of the file stays for a later one. */
  readonly signal?: AbortSignal | undefined;
  /** Where the proxies, `SSL_CERT_FILE` and `PATH` are read. */
  readonly environment: Environment;
  /** Which files a `file://` URL may name. Absent: none. */
  readonly files?: LocalFiles;
  /** Whether nothing may be downloaded: only what is there and has its checksum is used. */
  readonly offline?: boolean;
  readonly limits?: Partial<DownloadLimits>;
}
