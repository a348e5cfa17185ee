/**
 * The wire format between the driver and the phase hosts: frames of texts, each text ended by
 * a NUL, which no bash variable, argument or path can hold.
 *
 *     <number of texts> NUL  text NUL  text NUL …
 *
 * bash reads it with `mapfile -d ''` and writes it with `printf '%s\0'`.
 */

/** One message: a kind, and what belongs to it. */
export type Frame = readonly string[];

/**
 * @param frame The texts; none of them may hold a NUL.
 * @returns The bytes to write.
 */
export function encodeFrame(frame: Frame): Uint8Array {
  return Buffer.from(`${frame.length}\0${frame.map((text) => `${text}\0`).join("")}`);
}

/**
 * Takes bytes as they arrive and gives whole frames. A reader that is fed something that is
 * no frame throws: the other end is then not a phase host.
 */
export class FrameReader {
  #pending: Buffer = Buffer.alloc(0);
  #texts: string[] = [];
  #expected = -1;

  /** @returns The frames that are complete with this chunk. */
  push(chunk: Uint8Array): Frame[] {
    const frames: Frame[] = [];
    let rest =
      this.#pending.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#pending, chunk]);
    for (let end = rest.indexOf(0); end !== -1; end = rest.indexOf(0)) {
      this.#take(rest.toString("utf8", 0, end), frames);
      rest = rest.subarray(end + 1);
    }
    this.#pending = rest;
    return frames;
  }

  #take(text: string, frames: Frame[]): void {
    if (this.#expected === -1) {
      if (!/^[0-9]{1,7}$/.test(text)) throw new Error("not a frame");
      this.#expected = Number(text);
    } else {
      this.#texts.push(text);
    }
    if (this.#texts.length === this.#expected) {
      frames.push(this.#texts);
      this.#texts = [];
      this.#expected = -1;
    }
  }
}
