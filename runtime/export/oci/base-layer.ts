/** The first layer of an image: what a root file system needs beside packages. */
import { archiveEnd, type Member, memberHeader, padding } from "../../package/archive-member.ts";
import type { Package } from "../../store/package.ts";
import { servicePath } from "./config.ts";

/** The user that Habitat's services run as. Source: the reference's studio. */
const habUser = 42;

/** @param mtime The time of every member, in seconds since 1970. */
export function* baseLayer(main: Package, mtime: number): Generator<Uint8Array> {
  const user = main.text("SVC_USER") ?? "hab";
  const group = main.text("SVC_GROUP") ?? "hab";
  const names = user === "root" ? "" : `${user}:x:${habUser}:${habUser}::/:/bin/false\n`;
  const folder = (path: string, mode = 0o755, owner = 0): Member => {
    return { type: "Directory", path: `${path}/`, size: 0, mode, mtime, owner };
  };
  yield* entry(folder("etc"));
  yield* file(
    "etc/group",
    `root:x:0:\n${group === "root" ? "" : `${group}:x:${habUser}:\n`}`,
    mtime,
  );
  yield* file("etc/passwd", `root:x:0:0:root:/root:/bin/sh\n${names}`, mtime);
  for (const path of ["hab", "hab/pkgs", "hab/svc"]) yield* entry(folder(path));
  yield* entry(folder("root", 0o700));
  yield* entry(folder("tmp", 0o1777));
  if (main.isService()) {
    const owner = user === "root" ? 0 : habUser;
    const place = servicePath(main).slice(1);
    yield* entry(folder(place, 0o770, owner));
    for (const name of ["config", "data", "files", "logs", "static", "var"]) {
      yield* entry(folder(`${place}/${name}`, 0o770, owner));
    }
  }
  yield archiveEnd;
}

function* entry(member: Member): Generator<Uint8Array> {
  yield memberHeader(member);
}

function* file(path: string, text: string, mtime: number): Generator<Uint8Array> {
  const content = Buffer.from(text);
  yield memberHeader({ type: "File", path, size: content.length, mode: 0o644, mtime });
  yield content;
  yield padding(content.length);
}
