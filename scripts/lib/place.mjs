import { rename, rm } from "node:fs/promises";

/**
 * Puts a folder in the place of another. Somebody who does the same at the same time makes it
 * try again: the last one stays.
 *
 * @param {string} folder The new one; it is gone afterwards.
 * @param {string} target Where it belongs, whether something is there or not.
 */
export async function place(folder, target) {
  const before = `${folder}-before`;
  for (let tries = 0; ; tries++) {
    try {
      await rename(target, before).catch(unless("ENOENT"));
      await rm(before, { recursive: true, force: true });
      return await rename(folder, target);
    } catch (failure) {
      if (tries === 20 || !["ENOTEMPTY", "EEXIST"].includes(failure.code)) throw failure;
    }
  }
}

function unless(code) {
  return (failure) => {
    if (failure.code !== code) throw failure;
  };
}
