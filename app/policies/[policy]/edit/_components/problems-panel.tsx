"use client";

import { CircleCheck, CircleX } from "lucide-react";
import { memo, useEffect, useRef } from "react";
import { countOf } from "../../../../_components/format";
import { Kbd } from "../../../../_components/kbd";
import type { PlacedProblem, PolicyCheckState } from "../../../../_components/monaco";

const SHOWN = 300;

interface ProblemsPanelProps {
  state: PolicyCheckState;
  /** Index of the problem that was last jumped to; -1 for none. */
  current: number;
  onOpen: (index: number) => void;
}

/** Every problem of the text, in its order; a click or Enter goes to the place. */
export const ProblemsPanel = memo(function ProblemsPanel({ state, current, onOpen }: ProblemsPanelProps) {
  const problems = state.check?.problems ?? [];
  return (
    <section aria-label="Problems" className="flex h-36 shrink-0 flex-col border-t border-line">
      <header className="flex h-8 shrink-0 items-center gap-2 px-3.5 text-sm">
        <h2 className="font-semibold" aria-live="polite">
          Problems
          {state.check ? <span className="font-normal text-mute"> · {problems.length === 0 ? "none" : problems.length}</span> : null}
        </h2>
        {problems.length > 1 ? (
          <span className="ml-auto flex items-center gap-1.5 text-faint">
            <Kbd keys="f8" /> next <Kbd keys="shift+f8" className="ml-1.5" /> previous
          </span>
        ) : null}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <Content state={state} problems={problems} current={current} onOpen={onOpen} />
      </div>
    </section>
  );
});

function Content({ state, problems, current, onOpen }: ProblemsPanelProps & { problems: readonly PlacedProblem[] }) {
  if (state.failure) return <p className="px-1.5 text-down">The check stopped: {state.failure}. It starts again with the next change.</p>;
  if (!state.check) return <p className="px-1.5 text-mute">Checking…</p>;
  if (problems.length === 0) return <NoProblems state={state} />;
  return (
    <ul>
      {problems.slice(0, SHOWN).map((problem, index) => (
        <ProblemRow
          key={`${problem.code} ${problem.path} ${problem.line}:${problem.column}`}
          problem={problem}
          current={index === current}
          onOpen={() => onOpen(index)}
        />
      ))}
      {problems.length > SHOWN ? (
        <li className="px-1.5 py-1 text-mute">and {countOf(problems.length - SHOWN, "more problem")}; mend these first</li>
      ) : null}
    </ul>
  );
}

function NoProblems({ state }: { state: PolicyCheckState }) {
  const count = (kind: string) => state.check?.outline.filter((entry) => entry.kind === kind).length ?? 0;
  return (
    <p className="flex items-center gap-2 px-1.5 text-mute">
      <CircleCheck className="size-3.5 shrink-0 text-up" aria-hidden />
      No problems. A valid policy with {countOf(count("rule"), "rule")} and {countOf(count("guardrail"), "guardrail")}; checked again as you
      type.
    </p>
  );
}

function ProblemRow({ problem, current, onOpen }: { problem: PlacedProblem; current: boolean; onOpen: () => void }) {
  const row = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (current) row.current?.scrollIntoView({ block: "nearest" });
  }, [current]);
  return (
    <li>
      <button
        ref={row}
        type="button"
        onClick={onOpen}
        aria-current={current || undefined}
        className="flex w-full items-start gap-2 rounded-sm px-1.5 py-1 text-left outline-offset-[-2px] hover:bg-soft aria-current:bg-soft"
      >
        <CircleX className="mt-0.5 size-3.5 shrink-0 text-down" aria-hidden />
        <span className="min-w-0 flex-1 break-words">{problem.message}</span>
        <span className="shrink-0 font-mono text-xs leading-[19px] text-faint max-xl:hidden">{problem.code}</span>
        <span className="w-20 shrink-0 text-right text-accent">
          <span className="sr-only">line and column </span>
          {problem.line}:{problem.column}
        </span>
      </button>
    </li>
  );
}
