/** The protocols that a source can come by, as `URL` writes them. Source: the Habitat reference, `pkg_source`, and wget. */
export const sourceProtocols = ["https:", "http:", "ftp:", "ftps:", "file:"] as const;

/** One of them. */
export type SourceProtocol = (typeof sourceProtocols)[number];
