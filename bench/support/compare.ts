/** One way to do the work that a benchmark measures. */
export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

/**
 * Runs each way in turn, so that what else the machine does falls on all of them, and prints the
 * median of each with its ratio to the first.
 *
 * @param title What is measured.
 * @param contenders The baseline first.
 * @param rounds How often each is run, after one run that does not count.
 */
export async function compare(
  title: string,
  contenders: readonly Contender[],
  rounds = 5,
): Promise<void> {
  const times = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const [contender, list] of times) {
      const start = performance.now();
      await contender.run();
      if (round > 0) list.push(performance.now() - start);
    }
  }
  console.log(`\n${title}`);
  const medians = contenders.map((contender) => median(times.get(contender) ?? []));
  for (const [index, { name }] of contenders.entries()) {
    const time = medians[index] ?? Number.NaN;
    const ratio = time / (medians[0] ?? Number.NaN);
    console.log(`  ${name.padEnd(36)} ${time.toFixed(1).padStart(9)} ms  ${ratio.toFixed(2)}`);
  }
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
