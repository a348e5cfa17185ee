import { spawnSync } from "node:child_process";

/** A member of a tar archive, as hostile as its fields. */
export interface TarMember {
  readonly name: string;
  /** 0 file, 1 hard link, 2 symbolic link, 5 folder. */
  readonly type?: "0" | "1" | "2" | "5";
  readonly content?: string | Uint8Array;
  readonly target?: string;
  readonly mode?: number;
}

/** An archive in the ustar format (POSIX.1-1988), with an owner that exists nowhere. */
export function tarball(members: readonly TarMember[]): Buffer {
  const blocks = members.map(({ name, type = "0", content = "", target = "", mode = 0o644 }) => {
    const bytes = Buffer.from(content);
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(octal(mode, 7), 100);
    header.write(octal(54321, 7), 108);
    header.write(octal(54321, 7), 116);
    header.write(octal(bytes.length, 11), 124);
    header.write(octal(1_000_000_000, 11), 136);
    header.write("        ", 148);
    header.write(type, 156);
    header.write(target, 157);
    header.write("ustar\u000000", 257);
    header.write(
      `${octal(
        header.reduce((sum, byte) => sum + byte, 0),
        6,
      )}\0 `,
      148,
    );
    return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)]);
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}

/** The bytes as a program compresses them; as they are where none is given. */
export function compressed(bytes: Buffer, program?: string, ...args: readonly string[]): Buffer {
  if (program === undefined) return bytes;
  return spawnSync(program, [...args, "-c"], { input: bytes }).stdout;
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, "0");
}
