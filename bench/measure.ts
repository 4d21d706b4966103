/** Times a piece of work in this process: CPU time of all its threads (user and system) and wall time, per repetition. */

export interface Sample {
  /** Nanoseconds for one repetition. */
  readonly cpu: number;
  readonly wall: number;
}

export interface MeasureOptions {
  /** Untimed first, for at least so long. */
  readonly warmupMs?: number;
  /** One timed sample is at least so long; short work is repeated within it. */
  readonly sampleMs?: number;
  readonly samples?: number;
  /** Samples are taken for at least so long. */
  readonly totalMs?: number;
  /** Untimed, after each sample. */
  readonly after?: () => void;
}

const DEFAULTS = { warmupMs: 500, sampleMs: 60, samples: 5, totalMs: 0, after: () => {} };

/** For how long engines are measured whose ratio is a bar: alike, so that a neighbour who comes and goes meets each. */
export const COMPARED_MS = 4000;

/** Samples of `work`, after a warm-up; short work is repeated so that the clock's steps do not matter. */
export async function measure(work: () => unknown, options: MeasureOptions = {}): Promise<Sample[]> {
  const { warmupMs, sampleMs, samples, totalMs, after } = { ...DEFAULTS, ...options };
  let once = Number.POSITIVE_INFINITY;
  const until = performance.now() + warmupMs;
  do {
    once = Math.min(once, (await timed(work, 1)).wall);
    after();
  } while (performance.now() < until);
  const repeats = Math.max(1, Math.ceil((sampleMs * 1e6) / once));
  const found: Sample[] = [];
  const enough = performance.now() + totalMs;
  while (found.length < samples || performance.now() < enough) {
    found.push(await timed(work, repeats));
    after();
  }
  return found;
}

/** One sample of so many repetitions. */
export async function timed(work: () => unknown, repeats = 1): Promise<Sample> {
  const cpu = process.cpuUsage();
  const started = performance.now();
  for (let i = 0; i < repeats; i++) {
    const pending = work();
    if (pending instanceof Promise) await pending;
  }
  const wall = performance.now() - started;
  const { user, system } = process.cpuUsage(cpu);
  return { cpu: ((user + system) * 1000) / repeats, wall: (wall * 1e6) / repeats };
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

export function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * q;
  const [low, high] = [sorted[Math.floor(at)] as number, sorted[Math.ceil(at)] as number];
  return low + (high - low) * (at - Math.floor(at));
}
