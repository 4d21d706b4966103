/** `npm run fuzz`: holds the columnar evaluator against the referee on random policies and borrowers for as long as one likes; any difference is printed with what makes it again. */
import { loadKernels } from "#rules/compile";
import { columnsAgree } from "./columns-law.ts";

const BORROWERS = 200;
const LARGEST = 12;

export interface FuzzOptions {
  readonly seed: number;
  /** Stop after this many seconds; Infinity: when told to. */
  readonly seconds: number;
  readonly say: (line: string) => void;
  /** Milliseconds of a clock. */
  readonly now: () => number;
}

/** Gives how many differences were found. Tells progress every ten seconds. */
export async function fuzz({ seed, seconds, say, now }: FuzzOptions): Promise<number> {
  const started = now();
  const elapsed = () => (now() - started) / 1000;
  let [pairs, policies, differences, toldAt] = [0, 0, 0, 0];
  say(`seed ${seed}: npm run fuzz -- --seed ${seed} begins the same again`);
  for (let at = seed; elapsed() < seconds; at = (at + 0x9e37_79b9) >>> 0, policies++) {
    const verdict = await columnsAgree(() => loadKernels(), at, policies % (LARGEST + 1), BORROWERS);
    pairs += verdict.pairs;
    if (verdict.difference !== null) {
      differences++;
      say(verdict.difference);
    }
    if (elapsed() - toldAt < 10) continue;
    toldAt = elapsed();
    say(
      `${pairs.toLocaleString("en")} pairs of ${policies.toLocaleString("en")} policies, ${differences} differences, ${Math.round(toldAt)} s`,
    );
  }
  say(`${pairs.toLocaleString("en")} pairs of ${policies.toLocaleString("en")} policies, ${differences} differences`);
  return differences;
}
