/** A closed studio: a private root in namespaces of its own. */
import {
  chmodSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { HabcError, isHabcError } from "../../compiler/ir/index.ts";
import { encodeFrame } from "../../stdlib/protocol/frames.ts";
import { errorCode, unwritable } from "../crypto/aside.ts";
import { checkClosed } from "./check-closed.ts";
import { placeConfine } from "./confine.ts";
import { splitEnvironment } from "./environment.ts";
import { renderFstab } from "./fstab.ts";
import { type Init, launch, processSlots } from "./launch.ts";
import {
  artifactCacheInside,
  type Layout,
  layOut,
  prefixFolder,
  sourceCacheInside,
  sourceInside,
  storeInside,
  studioFolder,
  writableFolder,
} from "./layout.ts";
import { mountEntries, rootEntry } from "./mount-table.ts";
import { readMounts } from "./mounts.ts";
import { movingPrefix } from "./moving-prefix.ts";
import { hostPath, insidePath, type Pair } from "./places.ts";
import { type Privileges, privileges } from "./privileges.ts";
import { refusalOf } from "./probe.ts";
import { program } from "./programs.ts";
import { removeTree } from "./remove-tree.ts";
import { shower } from "./show.ts";
import { makeSkeleton } from "./skeleton.ts";
import { makePipes, type Pipes, releaseStreams, type Streams } from "./streams.ts";
import type { Studio, StudioSpec } from "./studio.ts";

/**
 * Makes the studio and waits until it is ready. Everything it needs on the host lies in
 * `scratch`, in the folders `studio` and `prefix`, and is gone when it is closed.
 *
 * @throws HabcError `studio-unavailable` where the machine does not allow it, `studio-failed`
 *   where something of this studio cannot be shown, `tool-missing`.
 */
export async function openNamespaceStudio(given: StudioSpec): Promise<Studio> {
  const spec = { ...given, scratch: realpathSync(given.scratch) };
  const rights = privileges();
  const folder = studioFolder(spec.scratch);
  let pipes: readonly Pipes[] = [];
  let init: Init | undefined;
  const undo = async () => {
    await init?.kill();
    for (const pipe of pipes) pipe.close();
    if (spec.lasting) await removePassing(folder);
    else await removeTree(folder, prefixFolder(spec.scratch));
  };
  if (spec.lasting) await takeOver(folder);
  else makeOwn(folder);
  try {
    const making = makePipes(join(folder, "streams"), processSlots);
    const [{ layout, confine }, made] = await Promise.all([prepare(spec, folder), making]);
    pipes = made;
    const { inherited, given: later } = splitEnvironment(spec.environment);
    init = launch({
      folder,
      results: layout.results.slice(sourceInside.length + 1),
      network: spec.network,
      layers: overlayLayers(rights, spec),
      environment: inherited,
      privileges: rights,
      command: layout.ground.command,
    });
    const begun = await init.begun;
    if (begun.kind === "refused") throw refusalOf(begun, { ...rights, network: spec.network });
    checkClosed(begun.pid, layout);
    const start = [...confine, ...layout.ground.command(program("env")), ...later];
    return studio({ spec, layout, init, pid: begun.pid, pipes, start, undo });
  } catch (error) {
    await undo();
    throw refusalOfHost(folder, error);
  }
}

/** A folder that is there already belongs to another studio, which must not be undone. */
function makeOwn(folder: string): void {
  try {
    mkdirSync(folder, { mode: 0o700 });
  } catch (error) {
    throw refusalOfHost(folder, error);
  }
}

/** What lasts in the folder of a lasting studio. */
const lasting = new Set(["copy", "upper", "writable"]);

/** Takes over what an earlier studio left that may have been killed. */
async function takeOver(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  await removePassing(folder);
}

/** The rest, with what a plan may have put where mount points are made. */
async function removePassing(folder: string): Promise<void> {
  const passing = readdirSync(folder).filter((name) => !lasting.has(name));
  await removeTree(...[...passing, "writable/run"].map((name) => join(folder, name)));
}

/** Makes what init.bash expects to find in the studio's folder. */
async function prepare(
  spec: StudioSpec,
  folder: string,
): Promise<{ readonly layout: Layout; readonly confine: readonly string[] }> {
  const mounts = readMounts();
  const layout = layOut(spec, mounts);
  const root = join(folder, "root");
  for (const name of ["copy", "memory", "root", "upper", "work"]) {
    mkdirSync(join(folder, name), { mode: 0o755, recursive: true });
  }
  mkdirSync(prefixFolder(spec.scratch), { recursive: true });
  // Whatever the umask is: these are seen inside.
  for (const path of [root, join(folder, "upper"), prefixFolder(spec.scratch)]) {
    chmodSync(path, 0o755);
  }
  // By way of a link, as a path in the options of overlayfs cannot hold every character.
  symlinkSync(layout.sourceTree, join(folder, "lower"));
  makeSkeleton({ root, writable: (inside) => writableFolder(spec, inside) }, layout);
  const context = { root, mounts };
  const base = [rootEntry(context), ...mountEntries(layout.base, context)];
  writeFileSync(join(folder, "base.fstab"), renderFstab(base));
  writeFileSync(join(folder, "source.fstab"), renderFstab(mountEntries(layout.source, context)));
  return { layout, confine: placeConfine(root, mounts) };
}

/**
 * Without syncing where the kernel knows that, unless what is written is to last; none where the
 * tree itself is shown.
 */
function overlayLayers(
  { isMachineRoot }: Privileges,
  { lasting, sourceAccess }: StudioSpec,
): string[] {
  if (sourceAccess === "writable") return [];
  const upper = "lowerdir=lower,upperdir=upper,workdir=work";
  const memory = "lowerdir=lower,upperdir=memory/upper,workdir=memory/work";
  // Only root of the machine can set the attributes that overlayfs keeps its notes in.
  const notes = isMachineRoot ? "redirect_dir=on" : "userxattr";
  if (lasting) return [`${upper},${notes}`];
  return [`${upper},${notes},volatile`, `${upper},${notes}`, `${memory},${notes}`, memory];
}

/** An open studio and what belongs to it. */
interface Made {
  readonly spec: StudioSpec;
  readonly layout: Layout;
  readonly init: Init;
  readonly pid: number;
  readonly pipes: readonly Pipes[];
  /** The begin of every command: what gives up more rights, and sets the rest of the environment. */
  readonly start: readonly string[];
  readonly undo: () => Promise<void>;
}

function studio({ spec, layout, init, pid, pipes, start, undo }: Made): Studio {
  const shown = pairs(spec, layout);
  const prefix = movingPrefix(spec, init);
  const connected: Streams[] = [];
  let closing: Promise<void> | undefined;
  const all = () => [...shown, { host: prefix.folder, inside: prefix.inside() }];

  async function close(): Promise<void> {
    await undo();
    for (const streams of connected) releaseStreams(streams);
    await prefix.removeFolders();
  }

  return {
    kind: "namespaces",
    inside: (host) => insidePath(all(), host),
    host: (inside) => hostPath(all(), inside),
    view: (inside) => join(`/proc/${pid}/root`, inside),
    show: shower({ spec, layout, init }),
    command: layout.ground.command,
    spawn(command) {
      const number = connected.length;
      const streams = pipes[number]?.connect();
      const exited = init.exits[number];
      if (streams === undefined || exited === undefined) {
        throw new Error(`a studio runs ${processSlots} processes`);
      }
      connected.push(streams);
      streams.replies.on("error", () => {});
      streams.replies.write(encodeFrame([spec.cwd, ...start, ...command]));
      void exited.then(() => streams.replies.destroy());
      return { ...streams, exited };
    },
    openPrefix: prefix.open,
    freeze: () => init.ask(["freeze"]),
    thaw: () => init.ask(["thaw"]),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

/** What is shown, by the paths that were given as well as by the real ones. */
function pairs(spec: StudioSpec, layout: Layout): Pair[] {
  const mounted = [...layout.base, ...layout.source].filter((place) => place.kind === "bind");
  return [
    { host: spec.sourceTree, inside: sourceInside },
    { host: layout.sourceTree, inside: sourceInside },
    { host: spec.results, inside: layout.results },
    { host: spec.store, inside: storeInside },
    { host: spec.sourceCache, inside: sourceCacheInside },
    { host: spec.artifactCache, inside: artifactCacheInside },
    ...mounted,
  ];
}

/** Says what went wrong on the host, where it is not a defect of habc. */
function refusalOfHost(folder: string, error: unknown): unknown {
  const code = errorCode(error);
  if (isHabcError(error) || code === undefined || !(error instanceof Error)) return error;
  if (["ENOSPC", "EDQUOT", "EROFS"].includes(code)) return unwritable(folder, error);
  return new HabcError("studio-failed", `the studio cannot be set up: ${error.message}`, {
    cause: error,
  });
}
