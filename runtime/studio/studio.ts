/**
 * What a build needs of the place it runs in. Two places keep this contract: a private root
 * made with namespaces, and the machine as it is (`--studio none`).
 */
import type { Readable, Writable } from "node:stream";

/** A folder or file of the host, and where a build sees it. */
export interface Shown {
  readonly host: string;
  readonly inside: string;
  readonly writable: boolean;
}

/** What a studio stands on: programs and libraries beside the packages. */
export interface StudioBase {
  /** A folder that holds a root file system. */
  readonly root?: string;
  /** Single folders, read-only. Without them and a root the packages are all there is. */
  readonly folders?: readonly Omit<Shown, "writable">[];
  /** Links to make, such as `/bin/sh` to a package's: the path, and what it leads to. */
  readonly links: Readonly<Record<string, string>>;
}

/** Everything that decides what a build can see. All paths are absolute. */
export interface StudioSpec {
  /** A folder of this build alone, on the file system of the store; the caller removes it. */
  readonly scratch: string;
  /** The package store, shown at `/hab/pkgs`. */
  readonly store: string;
  /** The source cache, shown at `/hab/cache/src`, writable. */
  readonly sourceCache: string;
  /** The artifact cache, shown at `/hab/cache/artifacts`, read-only. */
  readonly artifactCache: string;
  /** The source tree, shown at `/src`. */
  readonly sourceTree: string;
  /** What becomes of what is written to it. Absent: it stays in the studio, `copy-on-write`. */
  readonly sourceAccess?: "copy-on-write" | "writable" | undefined;
  /**
   * The results folder: shown where it lies in the source tree, else at `/src/results`; in a tree
   * that is writable it is no other folder.
   */
  readonly results: string;
  /** Whether of the store only what `Studio.show` names is seen. */
  readonly strict?: boolean;
  /**
   * A folder in which what is written to the home folder, `/hab/svc`, `/tmp` and `/var/tmp` stays
   * when the studio is closed. Absent: it goes.
   */
  readonly home?: string | undefined;
  /** Absent: the host itself, as far as programs need it. */
  readonly base?: StudioBase | undefined;
  /** Files of habc that run inside: the bash host, the node host, a bundled plan. */
  readonly tools: readonly Shown[];
  /** Programs of the host that run inside whatever the base is: Node.js. */
  readonly programs?: readonly Shown[];
  /** The whole environment of the processes inside. */
  readonly environment: Readonly<Record<string, string>>;
  /** The working directory inside in which processes start. */
  readonly cwd: string;
  /** Whether processes inside reach the network of the host. */
  readonly network: boolean;
  /** Folders and files of the host that are covered where they lie in the source tree: keys. */
  readonly hidden?: readonly string[];
  /**
   * What is written to the source tree, `/tmp`, `/var/tmp`, the home folder and the prefix stays
   * in `scratch` when the studio is closed, and is there again in the next one opened in it.
   */
  readonly lasting?: boolean;
}

/** What a build may see from now on. */
export interface Showing {
  /** Packages, as paths below the store. */
  readonly packages: readonly string[];
  /** Programs of the host that packages stand in for, by absolute path. */
  readonly programs: readonly string[];
}

/** A process inside, with the driver's end of its channel. */
export interface StudioProcess {
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Frames from the process: its file descriptor 3. */
  readonly requests: Readable;
  /** Frames to the process: its file descriptor 4. */
  readonly replies: Writable;
  /** Settles when the process is gone: its exit status, 128 + n for signal n. */
  readonly exited: Promise<number>;
}

/** A place that is ready to run processes. */
export interface Studio {
  /** `namespaces` is closed; `none` is the machine itself. */
  readonly kind: "namespaces" | "none";
  /** Where something of the host is seen inside; undefined where it is not shown. */
  inside(hostPath: string): string | undefined;
  /** Where something seen inside lies on the host; undefined where only the studio has it. */
  host(insidePath: string): string | undefined;
  /**
   * The path under which the driver sees something inside as it is now, with what the build
   * changed in the source tree. Valid until the studio is closed. What a plan made is not to be
   * trusted: its absolute links lead to the host.
   */
  view(insidePath: string): string;
  /**
   * Shows more of the store in a strict studio; elsewhere all of it is seen already.
   *
   * @throws HabcError `studio-failed`.
   */
  show(more: Showing): Promise<void>;
  /** How a program of `StudioSpec.programs` is started inside: the first words of a command. */
  command(program: string): readonly string[];
  /** Starts a program inside. */
  spawn(command: readonly string[]): StudioProcess;
  /**
   * Makes a package's prefix writable, and forgets an earlier one.
   *
   * @param prefix The absolute path inside, below `/hab/pkgs`.
   * @param content Whether what a lasting studio has of it stays. Absent: it is removed.
   * @returns The folder of the host that holds what is written there.
   */
  openPrefix(prefix: string, content?: "kept"): Promise<string>;
  /** Stops every process inside, so that the driver can read what they wrote. */
  freeze(): Promise<void>;
  /** Lets them go on. */
  thaw(): Promise<void>;
  /** Ends every process inside and gives back everything that was made. Never throws. */
  close(): Promise<void>;
}
