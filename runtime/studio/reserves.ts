/** Folders of the host that a strict studio keeps back, for parts of them to be shown later. */

/** Where process 1 has them before it covers them; with the files that it holds open there. */
const places = [
  { name: "packages", fd: 30 },
  { name: "usr", fd: 31 },
] as const;

/** One of them. */
export type ReserveName = (typeof places)[number]["name"];

/** @param store The package store. */
export function reserves(
  store: string,
): readonly { readonly host: string; readonly inside: string }[] {
  const hosts: Readonly<Record<ReserveName, string>> = { packages: store, usr: "/usr" };
  return places.map(({ name }) => ({
    host: hosts[name],
    inside: `/var/lib/habc/reserve/${name}`,
  }));
}

/** A path below a reserve, as mount(8) of process 1 can use it and nobody else. */
export function inReserve(reserve: ReserveName, path: string): string {
  const fd = places.find(({ name }) => name === reserve)?.fd;
  return `/proc/self/fd/${fd}/${path}`;
}
