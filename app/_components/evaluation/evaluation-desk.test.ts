import { expect, test } from "vitest";
import { columnsOf, evaluationsOf } from "#rules/columns";
import { compare, type NamedBorrower } from "#rules/compare";
import { createEvaluator } from "#rules/evaluate";
import { guide } from "#rules/guidance";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { sweep } from "#rules/sweep";
import { assembleComparison } from "./assemble-comparison";
import { EvaluationDesk } from "./evaluation-desk";
import type { Answers, JobKind, JobRequest, Reply } from "./protocol";

const SOURCE = {
  format: "limit-policy/1",
  name: "small",
  currency: "EUR",
  limit: { fact: "limit", balance: "balance", step: 10 },
  strategy: "strictest",
  facts: {
    limit: { type: "money", min: 0 },
    balance: { type: "money", min: 0, nullable: true },
    late: { type: "integer", min: 0 },
    cycle: { type: "string", values: ["calm", "downturn"], scope: "scenario" },
  },
  rules: [
    {
      name: "late",
      conditions: { all: [{ fact: "late", operator: "greaterThan", value: 2 }] },
      event: { type: "decrease", params: { percent: 20, reason: "L" } },
    },
    {
      name: "downturn",
      conditions: { all: [{ fact: "cycle", operator: "equal", value: "downturn" }] },
      event: { type: "hold", params: { reason: "D" } },
    },
  ],
  reasons: { L: { en: "late" }, D: { en: "downturn" } },
};

interface Version {
  readonly policy: ValidPolicy;
  readonly text: string;
}

function policyWith(percent: number): Version {
  const text = JSON.stringify(SOURCE).replace('"percent":20', `"percent":${percent}`);
  const parsed = parsePolicy(text);
  if (!parsed.ok) throw new Error(parsed.problems[0]?.message);
  return { policy: parsed.policy, text };
}

const policies = (baseline: Version, candidate: Version) => ({ baseline: baseline.policy, candidate: candidate.policy });

const BORROWERS: readonly NamedBorrower[] = [
  { name: "a", facts: { limit: 1000, balance: 100, late: 5 } },
  { name: "b", facts: { limit: 1000, balance: null, late: 0 } },
  { name: "c", facts: { limit: 1000, balance: 100, late: -1 } },
  { name: "d", facts: { limit: 1000, balance: 100, late: 3, cycle: "calm" } },
];
const SCENARIO = { baseline: { cycle: "calm" }, candidate: { cycle: "downturn", unknown: 1 } };

/** A desk whose turns come when the test says so; `replies` is what it sent. */
function openDesk() {
  const replies: Reply[] = [];
  const turns: (() => void)[] = [];
  const desk = new EvaluationDesk({ send: (reply) => replies.push(reply), nextTurn: () => new Promise((resolve) => turns.push(resolve)) });
  const turn = () => {
    for (const resolve of turns.splice(0)) resolve();
  };
  return { desk, replies, turn };
}

type Open = ReturnType<typeof openDesk>;

async function ask({ desk, replies, turn }: Open, request: JobRequest) {
  const taken = desk.take(structuredClone(request)).then(() => true);
  do turn();
  while (!(await Promise.race([taken, new Promise<false>((resolve) => setTimeout(() => resolve(false)))])));
  return replies.pop();
}

async function answerOf<Kind extends JobKind>(open: Open, request: JobRequest & { readonly kind: Kind }): Promise<Answers[Kind]> {
  const reply = await ask(open, request);
  if (reply?.kind !== "answer") throw new Error(`no answer but ${JSON.stringify(reply)}`);
  return structuredClone(reply.answer) as Answers[Kind];
}

const batchOf = (borrowers: readonly NamedBorrower[]) => columnsOf(borrowers.map(({ facts }) => facts));

test("a comparison from the worker's answer equals the comparison of the domain core", async () => {
  const [baseline, candidate] = [policyWith(20), policyWith(35)];
  const open = openDesk();
  const pair = { baselineText: baseline.text, candidateText: candidate.text, scenario: SCENARIO };
  const answer = await answerOf(open, { kind: "compare", job: 1, ...pair, borrowers: { list: 1, batch: batchOf(BORROWERS) } });
  const shares = await answerOf(open, { kind: "attribute", job: 2, ...pair, borrowers: { list: 1 } });
  const assembled = assembleComparison(answer, shares, BORROWERS);
  const wanted = await compare({ ...policies(baseline, candidate), scenario: SCENARIO, borrowers: BORROWERS, all: true });
  expect(JSON.stringify(assembled)).toBe(JSON.stringify(wanted));
  expect(assembled.summary.shifted).toBe(3);
});

test("one version's evaluations equal the referee's, all errors of a borrower with them; a changed list and text are taken up", async () => {
  const open = openDesk();
  const changed = [...BORROWERS, { name: "e", facts: { limit: "much", late: null } }] as unknown as readonly NamedBorrower[];
  for (const [list, borrowers, percent] of [
    [1, BORROWERS, 20],
    [1, BORROWERS, 35],
    [2, changed, 35],
  ] as const) {
    const { policy, text } = policyWith(percent);
    const { outcomes, rejected } = await answerOf(open, {
      kind: "evaluate",
      job: percent,
      policyText: text,
      scenario: { cycle: "calm" },
      borrowers: { list, ...(percent === 35 && list === 1 ? {} : { batch: batchOf(borrowers) }) },
    });
    const referee = createEvaluator(policy, { cycle: "calm" });
    const wanted = [];
    for (const { facts } of borrowers) wanted.push(await referee.evaluate(facts));
    expect(evaluationsOf(outcomes, rejected)).toEqual(wanted);
  }
});

test("an effect has the comparison's figures; while a text is invalid it has none", async () => {
  const open = openDesk();
  const effect = (candidateText: string, batch = {}) =>
    answerOf(open, {
      kind: "effect",
      job: 1,
      baselineText: policyWith(20).text,
      candidateText,
      scenario: SCENARIO,
      borrowers: { list: 1, ...batch },
    });
  expect(await effect("{", { batch: batchOf(BORROWERS) })).toBeNull();
  const found = await effect(policyWith(50).text);
  const { summary, migration } = await compare({
    ...policies(policyWith(20), policyWith(50)),
    scenario: SCENARIO,
    borrowers: BORROWERS,
  });
  expect(found?.figures).toEqual({ summary, migration });
  expect(found?.firstError).toContain("late");
});

test("a sweep is the domain core's; while the text is invalid it has none; a cancelled one stops between its points", async () => {
  const open = openDesk();
  const { text, policy } = policyWith(20);
  const request = (policyText: string) =>
    ({
      kind: "sweep",
      job: 1,
      policyText,
      scenario: SCENARIO.baseline,
      at: "/rules/0/conditions/all/0/value",
      borrowers: { list: 1, batch: batchOf(BORROWERS) },
    }) as const;
  expect(await answerOf(open, request("{"))).toBeNull();
  const turning = setInterval(open.turn, 1);
  const swept = await answerOf(open, request(text));
  const wanted = await sweep({ policy, scenario: SCENARIO.baseline, batch: batchOf(BORROWERS), at: request(text).at });
  expect(swept).toEqual(wanted);
  expect(swept?.ok && swept.sweep.points.map(({ value }) => value)).toEqual([-1, 0, 2, 3, 5]);
  clearInterval(turning);
  const stopped = open.desk.take(request(text));
  open.turn();
  await new Promise((resolve) => setTimeout(resolve, 20));
  void open.desk.take({ kind: "cancel", job: 1 });
  open.turn();
  await stopped;
  expect(open.replies.filter(({ kind }) => kind !== "progress")).toEqual([]);
});

test("guidance is the domain core's; a borrower without an outcome has errors, an invalid text none", async () => {
  const open = openDesk();
  const { text, policy } = policyWith(20);
  const request = (policyText: string, row: number) =>
    ({ kind: "guide", job: 1, policyText, scenario: SCENARIO.baseline, facts: BORROWERS[row]?.facts ?? {} }) as const;
  const turning = setInterval(open.turn, 1);
  const facts = BORROWERS[0]?.facts ?? {};
  expect(await answerOf(open, request(text, 0))).toEqual(await guide({ policy, scenario: SCENARIO.baseline, facts }));
  expect(await answerOf(open, request(text, 2))).toMatchObject({ ok: false, errors: [{ fact: "late" }] });
  expect(await answerOf(open, request("{", 0))).toBeNull();
  clearInterval(turning);
});

test("a job that is cancelled before its turn is never begun, and says nothing; its borrowers stay for the next", async () => {
  const open = openDesk();
  const request = (job: number, percent: number, batch = {}) =>
    ({
      kind: "evaluate",
      job,
      policyText: policyWith(percent).text,
      scenario: { cycle: "calm" },
      borrowers: { list: 1, ...batch },
    }) as const;
  const stale = open.desk.take(request(1, 20, { batch: batchOf(BORROWERS) }));
  const latest = open.desk.take(request(2, 35));
  void open.desk.take({ kind: "cancel", job: 1 });
  open.turn();
  await Promise.all([stale, latest]);
  expect(open.replies.map(({ job, kind }) => [job, kind])).toEqual([[2, "answer"]]);
});

test("a text that is no policy, and a list that is gone, fail in words", async () => {
  const open = openDesk();
  const request = (policyText: string, list: number) =>
    ({ kind: "evaluate", job: 1, policyText, scenario: {}, borrowers: { list } }) as const;
  expect(await ask(open, request("{}", 1))).toMatchObject({ kind: "failed", message: expect.stringContaining("not a valid policy") });
  void open.desk.take({ kind: "forget", list: 1 });
  expect(await ask(open, request(policyWith(20).text, 1))).toMatchObject({
    kind: "failed",
    message: expect.stringContaining("no longer here"),
  });
});
