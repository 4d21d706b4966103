import { describe, expect, it, vi } from "vitest";
import { AskedRun, secondsLeftAfter } from "./asked-run";
import type { JobEvents } from "./workers";

describe("what is left of a long piece of work", () => {
  it.each([
    [0.4, 100, null],
    [2, 0, null],
    [2, 250, 6],
    [10, 100, 90],
    [10, 99, 95],
    [10, 1_000, 0],
  ])("after %d s with %d of 1,000 done it is %s s", (seconds, done, left) => {
    expect(secondsLeftAfter(seconds, { done, total: 1_000 })).toBe(left);
  });

  it("is told with the progress, of each run from its own beginning", () => {
    vi.useFakeTimers({ toFake: ["performance"] });
    const asked: JobEvents<"attribute">[] = [];
    const run = new AskedRun<"attribute">((events) => {
      asked.push(events);
      return () => {};
    });
    run.start();
    vi.advanceTimersByTime(2_000);
    asked[0]?.onProgress?.({ done: 1, total: 3 });
    expect(run.state).toMatchObject({ status: "running", secondsLeft: 4 });
    run.cancel();
    expect(run.state).toMatchObject({ status: "cancelled", secondsLeft: null });
    run.start();
    vi.advanceTimersByTime(1_000);
    asked[1]?.onProgress?.({ done: 1, total: 3 });
    expect(run.state.secondsLeft).toBe(2);
    vi.useRealTimers();
  });
});
