/** Hosts that serve over https what they serve over http or ftp, at the same path. */
const hosts: readonly string[] = [
  "apache.org",
  "boost.org",
  "busybox.net",
  "cpan.org",
  "curl.haxx.se",
  "debian.org",
  "freedesktop.org",
  "gentoo.org",
  "github.com",
  "gnome.org",
  "gnu.org",
  "gnupg.org",
  "hackage.haskell.org",
  "haproxy.org",
  "kernel.org",
  "launchpad.net",
  "maven.org",
  "mirrors.kernel.org",
  "mysql.com",
  "nginx.org",
  "nodejs.org",
  "openssl.org",
  "php.net",
  "pypi.python.org",
  "python.org",
  "redis.io",
  "rubygems.org",
  "samba.org",
  "savannah.gnu.org",
  "sourceforge.net",
  "sqlite.org",
  "videolan.org",
  "x.org",
  "xmlsoft.org",
  "zlib.net",
];

/** The same file over https, where the host is known to have it; undefined otherwise. */
export function encryptedForm(url: string): string | undefined {
  const [, host, rest] = /^(?:http|ftp):\/\/([^/:@]+)(\/.*)$/i.exec(url) ?? [];
  if (host === undefined || rest === undefined) return undefined;
  const known = hosts.some((name) => host === name || host.endsWith(`.${name}`));
  return known ? `https://${host}${rest}` : undefined;
}
