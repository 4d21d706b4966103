/** Progress of a run: rate of late and time left, told at most five times a second. */
import type { BacktestPhase, BacktestProgress } from "./types.ts";

const EVERY_MS = 200;

export class ProgressTeller {
  private readonly started = performance.now();
  private last = Number.NEGATIVE_INFINITY;
  private readonly marks: { readonly at: number; readonly done: number }[] = [];

  constructor(private readonly tell: ((progress: BacktestProgress) => void) | undefined) {}

  /** `done` of `total` rows; the first and the last of a phase are always told with `now`. */
  at(phase: BacktestPhase, done: number, total: number | null, now = false): void {
    if (this.tell === undefined) return;
    const time = performance.now();
    if (!now && time - this.last < EVERY_MS) return;
    this.last = time;
    // What begins anew has a rate of its own.
    if (done < (this.marks.at(-1)?.done ?? 0)) this.marks.length = 0;
    this.marks.push({ at: time, done });
    if (this.marks.length > 25) this.marks.shift();
    const from = this.marks.length > 1 ? (this.marks[0] as { at: number; done: number }) : { at: this.started, done: 0 };
    const rate = time > from.at ? Math.round(((done - from.done) / (time - from.at)) * 1000) : 0;
    const left = total === null || rate <= 0 ? null : Math.max(0, Math.ceil((total - done) / rate));
    this.tell({ phase, done, total, rate, secondsLeft: left });
  }
}
