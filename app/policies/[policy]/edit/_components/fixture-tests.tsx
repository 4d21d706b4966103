"use client";

import Link from "next/link";
import { memo } from "react";
import type { FixtureResult } from "#rules/borrowers";
import type { FixtureSetSummary } from "#store";
import { Button } from "../../../../_components/button";
import { Card } from "../../../../_components/card";
import { DecisionBadge } from "../../../../_components/decision-badge";
import { countOf, formatCount, formatMoney } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";
import { ProgressBar } from "../../../../_components/progress-bar";
import { Select } from "../../../../_components/select";
import { Spinner } from "../../../../_components/spinner";
import type { SetTests, Tested } from "./use-set-tests";

interface FixtureTestsProps {
  policy: string;
  sets: readonly FixtureSetSummary[];
  tests: SetTests;
  onChoose: (set: string) => void;
  /** The last text that was valid. */
  policyText: string | null;
}

const SHOWN = 50;

/** The draft tested on a fixture set, again after every change. */
export const FixtureTests = memo(function FixtureTests({ policy, sets, tests, onChoose, policyText }: FixtureTestsProps) {
  const { set } = tests;
  if (!set) return <NoSets policy={policy} />;
  const options = sets.map(({ name, title, fixtures }) => ({ value: name, label: title || name, note: formatCount(fixtures) }));
  return (
    <Card
      className="overflow-y-auto [contain:content]"
      title="Fixtures"
      actions={<Select label="Fixture set" value={set.name} onChange={onChoose} options={options} className="h-6.5 max-w-60 text-sm" />}
    >
      <TestResults policy={policy} set={set} tests={tests} policyText={policyText} />
    </Card>
  );
});

function NoSets({ policy }: { policy: string }) {
  return (
    <Card title="Fixtures">
      <p className="py-1 text-mute">
        Save borrowers with what you expect for them, and see here at every change who still gets it.{" "}
        <Link href={`/policies/${policy}/fixtures`} className="text-accent hover:underline">
          Make a fixture set
        </Link>
      </p>
    </Card>
  );
}

interface TestResultsProps {
  policy: string;
  set: FixtureSetSummary;
  tests: SetTests;
  policyText: string | null;
}

function TestResults({ policy, set, tests: { fixtures, failure, retry, run, results }, policyText }: TestResultsProps) {
  const href = `/policies/${policy}/fixtures?set=${encodeURIComponent(set.name)}&version=draft`;
  if (failure) {
    return (
      <p className="flex items-center gap-2 py-1 text-down">
        The fixtures could not be loaded.{" "}
        <Button size="small" onClick={retry}>
          Try again
        </Button>
      </p>
    );
  }
  if (!fixtures) return <Spinner words="Loading the fixtures…" className="py-1" />;
  if (policyText === null)
    return <p className="py-1 text-mute">Mend the problems to test the draft on {countOf(fixtures.length, "fixture")}.</p>;
  if (fixtures.length === 0) return <p className="py-1 text-mute">This set has no fixtures yet.</p>;
  return (
    <>
      {run.status === "running" && run.total > LONG ? (
        <ProgressBar words="Testing" done={run.done} total={run.total} unit="fixtures" onCancel={run.cancel} />
      ) : (
        <Counts results={results} status={run.status} onRestart={run.restart} />
      )}
      {run.error ? <p className="text-down">{run.error}</p> : null}
      <Failures results={results} href={href} />
    </>
  );
}

/** Fewer than this are done before anyone can read of their progress. */
const LONG = 300;

function Counts({ results, status, onRestart }: { results: readonly Tested[]; status: string; onRestart: () => void }) {
  const count = (wanted: FixtureResult["status"]) => results.filter(({ result }) => result.status === wanted).length;
  const [passed, failed, errors, unchecked] = [count("passed"), count("failed"), count("error"), count("unchecked")];
  return (
    <p className="flex h-7.5 items-center gap-2 text-mute" role="status">
      {status === "cancelled" ? (
        <>
          Stopped after {formatCount(results.length)}.{" "}
          <Button size="small" onClick={onRestart}>
            Go on
          </Button>
        </>
      ) : null}
      {passed > 0 ? <Tag tone="up">{formatCount(passed)} passed</Tag> : null}
      {failed > 0 ? <Tag tone="down">{formatCount(failed)} failed</Tag> : null}
      {errors > 0 ? <Tag tone="amber">{countOf(errors, "error")}</Tag> : null}
      {unchecked > 0 ? <Tag>{formatCount(unchecked)} without expectation</Tag> : null}
    </p>
  );
}

function Failures({ results, href }: { results: readonly Tested[]; href: string }) {
  const bad = results.filter(({ result }) => result.status === "failed" || result.status === "error");
  if (bad.length === 0) return null;
  return (
    <ul>
      {bad.slice(0, SHOWN).map((tested) => (
        <li key={tested.fixture.name}>
          <Link
            href={href}
            className="flex items-center gap-2 rounded-sm border-t border-line px-1.5 py-1.25 outline-offset-[-2px] hover:bg-soft"
          >
            <span className="min-w-24 shrink-[0.2] truncate" title={tested.fixture.name}>
              {tested.fixture.name}
            </span>
            <Told tested={tested} />
          </Link>
        </li>
      ))}
      {bad.length > SHOWN ? (
        <li className="border-t border-line px-1.5 pt-1.5">
          <Link href={href} className="text-accent hover:underline">
            and {countOf(bad.length - SHOWN, "more", "more")}: see them all in Fixtures
          </Link>
        </li>
      ) : null}
    </ul>
  );
}

/** What was expected and what came, of the first thing that differs. */
function Told({ tested: { evaluation, result } }: { tested: Tested }) {
  if (!evaluation.ok) {
    return (
      <span className="ml-auto max-w-[60%] truncate text-sm text-amber" title={evaluation.errors[0]?.message}>
        {evaluation.errors[0]?.message}
      </span>
    );
  }
  const mismatch = result.mismatches.find(({ key }) => key === "decision") ?? result.mismatches[0];
  const { decision, limitAfter } = evaluation.outcome;
  return (
    <>
      <span className="min-w-0 truncate text-sm text-mute">
        expects {mismatch?.key === "decision" ? "" : `${WORDS[mismatch?.key ?? ""] ?? mismatch?.key} `}
        {shown(mismatch?.expected)}
      </span>
      <span className="ml-auto flex shrink-0 items-center gap-1.5">
        <DecisionBadge decision={decision} />
        <span className="min-w-14 text-right">{formatMoney(limitAfter)}</span>
      </span>
    </>
  );
}

const WORDS: Readonly<Record<string, string>> = { limitAfter: "limit", available: "available", limitBefore: "limit before" };

function shown(value: unknown): string {
  if (typeof value === "number") return formatMoney(value);
  return Array.isArray(value) ? value.join(", ") || "none" : String(value);
}
