import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync, symlinkSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { expect, test } from "vitest";
import { download, listen, noise, scratch, sha256 } from "./servers.ts";

const bytes = noise(200_000);

interface FtpServer {
  readonly host: string;
  /** What was said to it. */
  readonly said: string[];
}

/** An FTP server with one file, `/pub/x-1.tar.gz`. RFC 959, RFC 2428. */
async function ftpServer({ stalls = false, busy = 0 } = {}): Promise<FtpServer> {
  const said: string[] = [];
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    if (connections <= busy) return void socket.destroy();
    let send: (data: Buffer) => void = () => {};
    const say = (line: string) => socket.write(`${line}\r\n`);
    const passive = async () => {
      let data: Buffer | undefined;
      let deliver: ((data: Buffer) => void) | undefined;
      const dataServer = createServer((connection) => {
        connection.on("error", () => {});
        deliver = (all) => {
          connection.write(stalls ? all.subarray(0, 100) : all);
          if (stalls) return;
          connection.end();
          say("226 done");
        };
        if (data !== undefined) deliver(data);
      });
      send = (all) => {
        data = all;
        deliver?.(all);
      };
      return listen(dataServer);
    };
    const answers: Record<string, (argument: string) => unknown> = {
      USER: () => say("331 password"),
      PASS: () => say("230 in"),
      SYST: () => say("215 UNIX Type: L8"),
      PWD: () => say('257 "/"'),
      TYPE: () => say("200 ok"),
      CWD: (folder) => say(/pub/.test(folder) || folder === "/" ? "250 ok" : "550 no such folder"),
      SIZE: (name) => say(name.includes("x-1") ? `213 ${bytes.length}` : "550 no such file"),
      EPSV: async () => say(`229 passive (|||${await passive()}|)`),
      PASV: async () => {
        const port = await passive();
        say(`227 passive (127,0,0,1,${port >> 8},${port & 255})`);
      },
      RETR: (name) => {
        const known = name.includes("x-1");
        say(known ? "150 here it comes" : "550 no such file");
        if (known) send(bytes);
      },
      QUIT: () => say("221 bye"),
    };
    say("220 ready");
    socket.on("data", (chunk) => {
      for (const line of chunk.toString().split("\r\n").filter(Boolean)) {
        said.push(line);
        const [command = "", argument = ""] = line.split(/ (.*)/);
        (answers[command] ?? (() => say("502 unknown")))(argument);
      }
    });
  });
  return { host: `127.0.0.1:${await listen(server)}`, said };
}

/** A PATH with this program alone. */
function pathWith(...names: readonly string[]): { PATH: string } {
  const folder = scratch();
  for (const name of names) {
    const found = spawnSync("bash", ["-c", `type -P ${name}`], { encoding: "utf8" }).stdout.trim();
    symlinkSync(found, join(folder, name));
  }
  return { PATH: `/nowhere:${folder}` };
}

test.each(["wget", "curl"])("%s fetches it", async (program) => {
  const { host, said } = await ftpServer();
  const folder = scratch();
  const destination = join(folder, "x-1.tar.gz");
  const { told, events, lines } = await download(
    { url: `ftp://me:se%20cret@${host}/pub/x-1.tar.gz`, destination, sha256: sha256(bytes) },
    { environment: pathWith(program) },
  );
  expect(told).toBe("");
  expect(readFileSync(destination).equals(bytes)).toBe(true);
  expect(readdirSync(folder)).toEqual(["x-1.tar.gz"]);
  expect(said).toEqual(expect.arrayContaining(["USER me", "PASS se cret"]));
  expect(lines.join()).not.toContain("cret");
  expect(events.filter((event) => event.type === "progress").at(-1)).toMatchObject({
    done: bytes.length,
  });
});

test.each(["wget", "curl"])("%s: a file that is not there", async (program) => {
  const { host } = await ftpServer();
  const folder = scratch();
  const { told } = await download(
    { url: `ftp://me:secret@${host}/pub/none`, destination: join(folder, "x") },
    { environment: pathWith(program) },
  );
  expect(told).toContain(`download-failed: cannot download 'ftp://${host}/pub/none': ${program} `);
  expect(told).not.toContain("secret");
  expect(told).not.toContain("tried");
  expect(readdirSync(folder)).toEqual([]);
});

test.each(["wget", "curl"])("%s: a server that stalls", async (program) => {
  const { host } = await ftpServer({ stalls: true });
  const start = performance.now();
  const { told } = await download(
    { url: `ftp://${host}/pub/x-1.tar.gz`, destination: join(scratch(), "x") },
    { environment: pathWith(program), limits: { tries: 2, stallTimeout: 200 } },
  );
  expect(told).toContain("nothing came for 0.2 s (tried 2 times)");
  expect(performance.now() - start).toBeLessThan(5000);
});

test("a server that is back at the second try", async () => {
  const { host } = await ftpServer({ busy: 1 });
  const { told } = await download(
    { url: `ftp://${host}/pub/x-1.tar.gz`, destination: join(scratch(), "x") },
    { environment: pathWith("curl"), limits: { stallTimeout: 2000 } },
  );
  expect(told).toBe("");
});

test("neither program is there", async () => {
  const { told } = await download(
    { url: "ftp://127.0.0.1/x", destination: join(scratch(), "x") },
    { environment: pathWith() },
  );
  expect(told).toContain("tool-missing: a source over FTP needs wget or curl; install one of them");
});
