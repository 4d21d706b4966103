/**
 * The sweep: every measure of a policy on its borrowers as a curve over one number of the document. Law: every point equals a full evaluation of
 * the document with that value set. Pure but for the time that it takes: the caller lends `pause`, `onProgress` and a `signal`.
 */
import { type KernelSet, loadKernels } from "#rules/compile";
import { scenarioFor } from "#rules/evaluate";
import type { Curve, CurveInput } from "./curve.ts";
import { GridCurve } from "./grid.ts";
import { findNumber, type NumberPlace, sentenceOf } from "./places.ts";
import { numberReader } from "./read-column.ts";
import { thinned } from "./thinned.ts";
import { ThresholdCurve } from "./threshold.ts";
import type { Sweep, SweepInput, SweepPoint, SweepProblem, SweepResult } from "./types.ts";

/** Sweeps one number, or says why it cannot: the pointer names no number, a value asked for is not valid there, a column is not in the batch. */
export async function sweep(input: SweepInput): Promise<SweepResult> {
  const place = findNumber(input.policy, input.at);
  const problem = "code" in place ? place : observedProblem(input);
  if (problem !== null || "code" in place) return { ok: false, problem: problem as SweepProblem };
  const curve = openCurve(input, place, await loadKernels(input.kernels));
  const all = input.values === undefined ? curve.values : [...new Set(input.values)].sort((a, b) => a - b);
  const values = input.values === undefined ? thinned(all, place.value) : all;
  const points = await pointsOf(curve, values, input);
  const refused = values.find((_, i) => points[i] === null);
  if (refused !== undefined) return { ok: false, problem: invalidValue(place, refused) };
  return { ok: true, sweep: sweepOf(input, place, points as SweepPoint[], all.length) };
}

function openCurve(input: SweepInput, place: NumberPlace, kernels: KernelSet): Curve {
  const { policy, batch } = input;
  const column = input.observed === undefined ? undefined : batch.columns.get(input.observed);
  const observed = column === undefined ? null : numberReader(column);
  const given: CurveInput = { policy, batch, place, observed, scenario: scenarioFor(policy, input.scenario) };
  return place.leaf === null ? new GridCurve(given, kernels) : new ThresholdCurve(given, place.leaf, kernels);
}

async function pointsOf(curve: Curve, values: readonly number[], input: SweepInput): Promise<(SweepPoint | null)[]> {
  const points: (SweepPoint | null)[] = [];
  for (const value of values) {
    if (points.length % curve.pace === 0) await input.pause?.();
    input.signal?.throwIfAborted();
    points.push(curve.at(value));
    input.onProgress?.(points.length, values.length);
  }
  return points;
}

function sweepOf({ policy, at, batch }: SweepInput, place: NumberPlace, points: readonly SweepPoint[], of: number): Sweep {
  return {
    policy: { name: policy.name, hash: policy.hash },
    at,
    current: place.value,
    kind: place.leaf === null ? "grid" : "threshold",
    subject: place.subject,
    touch: place.touch,
    sentence: sentenceOf(policy, place),
    ...(place.leaf === null ? {} : { fact: place.leaf.fact }),
    borrowers: batch.rows,
    points,
    of,
  };
}

function observedProblem({ observed, batch }: SweepInput): SweepProblem | null {
  if (observed === undefined || batch.columns.has(observed)) return null;
  return { code: "unknown-column", message: `the borrowers have no column \`${observed}\``, near: [] };
}

function invalidValue({ at }: NumberPlace, value: number): SweepProblem {
  return {
    code: "invalid-value",
    message: `with ${value} at \`${at}\` the document is not a valid policy; give a value that fits there`,
    near: [],
  };
}
