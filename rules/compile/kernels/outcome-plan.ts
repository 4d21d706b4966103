/** The instructions from rules that fired to outcomes and figures. */
import type { VersionProgram } from "../program.ts";
import { align } from "./alignment.ts";
import type { Address, Arena } from "./arena.ts";
import type { OutcomeMemory, VersionMemory } from "./outcome-memory.ts";
import type { Place } from "./plan.ts";
import { type Inherited, insideSteps, limitSteps, ResolutionMaker } from "./resolution.ts";
import { AND, AND_NOT, bytesOf, doublesOf, OR, rowsOf, type StepMaker } from "./steps.ts";

const TALLY_SCRATCH = 7232;

/** From the rules that fired to outcomes and figures. */
export function planOutcomes(outcomes: OutcomeMemory, maker: StepMaker, arena: Arena): void {
  const { versions } = outcomes.program;
  const valid = rowsOf(outcomes.valid);
  const inside = new Map<Address, Place>();
  versions.forEach((version, v) => {
    const memory = outcomes.versions[v] as VersionMemory;
    const first = outcomes.versions[0] as VersionMemory;
    if (v === 0 || memory.before !== first.before) limitSteps(version, memory, maker);
    const known = inside.get(memory.before) ?? insideSteps(version, memory, maker);
    inside.set(memory.before, known);
    maker.combined(AND_NOT, valid, known, rowsOf(memory.beyond));
    const inherited = v === 0 ? null : planInheritance(maker, valid, [versions[0] as VersionProgram, version], [first, memory]);
    new ResolutionMaker(version, memory, maker, arena, valid, inherited).make();
  });
  planFigures(outcomes, maker, valid);
}

/** The candidate inherits the baseline's outcomes but where it can differ; null where the two have too little in common. */
function planInheritance(
  maker: StepMaker,
  valid: Place,
  [first, version]: readonly [VersionProgram, VersionProgram],
  [from, memory]: readonly [VersionMemory, VersionMemory],
): Inherited | null {
  const alignment = align(version, first);
  if (alignment === null) return null;
  const differs = maker.bits();
  maker.push("clear", differs, 1, 0);
  const mark = (a: Place, b: Place) => maker.push("differing", a, b, differs);
  alignment.other.forEach((other, r) => {
    const own = rowsOf(memory.fired[r] as Address);
    if (other >= 0) mark(rowsOf(from.fired[other] as Address), own);
    else maker.combined(OR, differs, own, differs);
  });
  for (const r of alignment.missing) maker.combined(OR, differs, rowsOf(from.fired[r] as Address), differs);
  version.guardrails.forEach(({ when }, g) => {
    const other = first.guardrails[g]?.when ?? null;
    if (when !== null && other !== null && when !== other) mark(maker.made(other), maker.made(when));
  });
  const active = maker.combined(AND, differs, valid);
  const inherited = maker.combined(AND_NOT, rowsOf(from.beyond), active);
  maker.combined(OR, rowsOf(memory.beyond), inherited, rowsOf(memory.beyond));
  return { memory: from, rules: alignment.other, active };
}

/** Shifts, and the table of decisions against decisions. */
function planFigures(outcomes: OutcomeMemory, maker: StepMaker, rows: Place): void {
  const [a, b] = outcomes.pair;
  if (a !== b) planShifts(outcomes, maker);
  planTally(outcomes, maker, rows, 1);
}

function planShifts(outcomes: OutcomeMemory, maker: StepMaker): void {
  const [a, b] = outcomes.pair;
  maker.push(
    "shifts",
    rowsOf(outcomes.valid),
    doublesOf(a.limits),
    doublesOf(b.limits),
    doublesOf(a.available),
    doublesOf(b.available),
    bytesOf(a.decisions),
    bytesOf(b.decisions),
    doublesOf(a.reasons),
    doublesOf(b.reasons),
    rowsOf(outcomes.shifted),
    rowsOf(outcomes.reasonShifted),
  );
}

/** Adds rows to the table of decisions, or takes them away. */
export function planTally(outcomes: OutcomeMemory, maker: StepMaker, rows: Place, sign: 1 | -1): void {
  const [a, b] = outcomes.pair;
  const scratch = maker.scratch(TALLY_SCRATCH).address;
  const decided = maker.combined(AND_NOT, maker.combined(AND_NOT, rows, rowsOf(a.beyond)), rowsOf(b.beyond));
  maker.push(
    "tally",
    decided,
    bytesOf(a.decisions),
    bytesOf(b.decisions),
    doublesOf(a.limits),
    doublesOf(b.limits),
    doublesOf(a.available),
    doublesOf(b.available),
    outcomes.table,
    sign,
    scratch,
  );
}
