"use client";

import type { ReactNode } from "react";
import { Button, LinkButton } from "../../../../_components/button";
import { EmptyState } from "../../../../_components/empty-state";
import { ErrorState } from "../../../../_components/error-state";
import { countOf } from "../../../../_components/format";
import type { PageState } from "./status-line";
import type { Side } from "./use-side";

/** What keeps the comparison from being made, and what to do about it. */
export function Obstacle({ choices, chosen, sides, borrowers, run }: PageState) {
  if (chosen === null || chosen.borrowers === 0) return <NoBorrowers policy={choices.policy} chosen={chosen} />;
  const failed = [...sides.map((side) => side.loaded), borrowers].find((loaded) => loaded.status === "failed");
  if (failed?.status === "failed")
    return (
      <Failed title="Not everything could be loaded" words={failed.message} action={<Button onClick={failed.retry}>Try again</Button>} />
    );
  const invalid = sides.find((side) => side.parsed?.ok === false);
  if (invalid) return <InvalidSide side={invalid} policy={choices.policy} />;
  return run.status === "failed" ? (
    <Failed title="The evaluation failed" words={run.error ?? ""} action={<Button onClick={run.restart}>Try again</Button>} />
  ) : null;
}

function Failed({ title, words, action }: { title: string; words: string; action: ReactNode }) {
  return (
    <ErrorState title={title} actions={action} className="mt-3">
      {words}
    </ErrorState>
  );
}

function InvalidSide({ side, policy }: { side: Side; policy: string }) {
  if (side.parsed === null || side.parsed.ok) return null;
  const { problems } = side.parsed;
  return (
    <ErrorState
      title={`The ${side.title} is not a valid policy: ${countOf(problems.length, "problem")}`}
      className="mt-3"
      actions={<LinkButton href={`/policies/${policy}/edit`}>Open the editor</LinkButton>}
    >
      <ul className="list-disc pl-4">
        {problems.slice(0, 5).map((problem) => (
          <li key={`${problem.path}:${problem.code}:${problem.line}:${problem.column}`}>
            line {problem.line}: {problem.message}
          </li>
        ))}
      </ul>
      {problems.length > 5 ? `and ${problems.length - 5} more` : null}
    </ErrorState>
  );
}

/** An empty fixture set, an empty portfolio, or none of either. */
function NoBorrowers({ policy, chosen }: { policy: string; chosen: PageState["chosen"] }) {
  const fixtures = `/policies/${policy}/fixtures${chosen?.kind === "set" ? `?set=${encodeURIComponent(chosen.name)}` : ""}`;
  return (
    <EmptyState
      title={chosen === null ? "No borrowers yet" : `“${chosen.title}” has no borrowers`}
      actions={
        <>
          <LinkButton look="primary" href={fixtures}>
            {chosen === null ? "Make a fixture set" : "Add fixtures"}
          </LinkButton>
          <LinkButton href="/portfolios?add=upload">Add a portfolio</LinkButton>
        </>
      }
    >
      A comparison shows what two versions do to the same borrowers: who shifts, by how much and why. It needs a fixture set, a list of
      saved borrowers, or a portfolio to try them on.
    </EmptyState>
  );
}
