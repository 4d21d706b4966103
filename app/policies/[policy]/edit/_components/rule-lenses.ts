/**
 * What stands above each rule of the draft: how many borrowers it fires for; how many it decides, which is of how many outcomes the
 * strategy applied it; of a rule that differs from the version compared with, its change's share of the shift; the fixtures that fail
 * where it was applied. Pure.
 */
import type { CheckedChanges, LensPart } from "../../../../_components/monaco";
import type { Effect } from "../../../../_components/evaluation/use-effect-figures";
import { countOf, formatCount, formatSignedCompactMoney } from "../../../../_components/format";
import type { Shares } from "./use-shares";

export interface LensInput {
  readonly effect: Effect;
  readonly against: number;
  readonly changes: CheckedChanges | null;
  readonly shares: Shares;
  /** By rule: fixtures that fail and to which it was applied. */
  readonly failing: ReadonlyMap<string, number>;
}

/** Written when asked for: of a thousand rules a dozen are in sight. */
export function ruleLenses(input: LensInput): (rule: string) => readonly LensPart[] | undefined {
  const { effect, changes } = input;
  const changed = new Map((changes?.changes ?? []).filter(({ subject }) => subject === "rule").map((change) => [change.name, change]));
  return (name) => (Object.hasOwn(effect.rules, name) ? partsOf(input, name, changed.get(name) ?? null) : undefined);
}

type ChangeOf = CheckedChanges["changes"][number] | null;

function partsOf(input: LensInput, name: string, change: ChangeOf): LensPart[] {
  const { effect, failing } = input;
  const { borrowers, errors } = effect.figures.summary;
  const { fired = 0, applied = 0 } = effect.rules[name] ?? {};
  const fires: LensPart = {
    text: `fires ${formatCount(fired)} of ${formatCount(borrowers - errors)}`,
    title: "Borrowers for whom its conditions are true",
    ...(fired > 0 ? { action: "fired" } : {}),
  };
  const decides: LensPart = {
    text: `decides ${formatCount(applied)}`,
    title: "Borrowers to whose outcome the strategy applied it",
    ...(applied > 0 ? { action: "applied" } : {}),
  };
  const fails = failing.get(name) ?? 0;
  return [
    fires,
    // Under `sequential` every rule that fires is applied.
    ...(effect.strategy === "sequential" ? [] : [decides]),
    sharePart(input, change),
    ...(fails > 0
      ? [{ text: `${countOf(fails, "fixture")} ${fails === 1 ? "fails" : "fail"}`, tone: "down" as const, action: "failing" }]
      : []),
  ];
}

/** Of what cannot be divided, or is not yet, only that it changed. */
function sharePart({ against, changes, shares }: LensInput, change: ChangeOf): LensPart {
  if (changes === null) return { text: `against v${against}` };
  if (change === null) return { text: `unchanged against v${against}` };
  const share = shares.of?.get(change.id)?.available.share;
  const action = `change:${change.id}`;
  if (share === undefined) return { text: `${change.kind} against v${against}`, action };
  return {
    text: `available ${share === 0 ? "±0" : formatSignedCompactMoney(share)} against v${against}`,
    title: "Its change's share of the shift in available credit; the shares of all changes add up to it",
    ...(share === 0 ? {} : { tone: share < 0 ? ("down" as const) : ("up" as const) }),
    action,
  };
}
