"use client";

import { CircleCheck, CircleX, TriangleAlert, Wrench } from "lucide-react";
import { memo } from "react";
import { Button } from "../../../../_components/button";
import { countOf } from "../../../../_components/format";
import { Kbd } from "../../../../_components/kbd";
import type { PlacedProblem, PolicyCheck } from "../../../../_components/monaco";
import { VirtualList } from "../../../../_components/virtual-list";

interface ProblemsPanelProps {
  /** Null before the first. */
  check: PolicyCheck | null;
  /** Set where the check itself failed. */
  failure: string | null;
  /** Index of the problem, or hint, that was last jumped to; -1 for none. */
  current: number;
  onOpen: (index: number) => void;
  /** Goes to the place and offers what can be done there. */
  onFix: (index: number) => void;
}

/** Every problem of the text, or where there is none its hints, in the text's order; a click or Enter goes to the place. */
export const ProblemsPanel = memo(function ProblemsPanel(props: ProblemsPanelProps) {
  const { check } = props;
  const problems = check?.problems ?? [];
  const hints = check?.hints ?? [];
  return (
    <section aria-label="Problems" className="flex h-36 shrink-0 flex-col border-t border-line">
      <header className="flex h-8 shrink-0 items-center gap-2 px-3.5 text-sm">
        <h2 className="font-semibold" aria-live="polite">
          Problems
          {check ? <span className="font-normal text-mute"> · {problems.length === 0 ? "none" : problems.length}</span> : null}
          {hints.length > 0 ? <span className="font-normal text-amber"> · {countOf(hints.length, "warning")}</span> : null}
        </h2>
        {Math.max(problems.length, hints.length) > 1 ? (
          <span className="ml-auto flex items-center gap-1.5 text-faint">
            <Kbd keys="f8" /> next <Kbd keys="shift+f8" className="ml-1.5" /> previous
          </span>
        ) : null}
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto px-2 pb-2">
        <Content {...props} />
      </div>
    </section>
  );
});

function Content(props: ProblemsPanelProps) {
  const { check, failure } = props;
  if (failure) return <p className="px-1.5 text-down">The check stopped: {failure}. It starts again with the next change.</p>;
  if (!check) return <p className="px-1.5 text-mute">Checking…</p>;
  const { problems, hints, outline } = check;
  if (problems.length > 0) return <Rows {...props} rows={problems} kind="problem" />;
  return (
    <>
      <NoProblems outline={outline} />
      <Rows {...props} rows={hints} kind="hint" />
    </>
  );
}

type Kind = "problem" | "hint";

function Rows({ rows, kind, current, onOpen, onFix }: ProblemsPanelProps & { rows: readonly PlacedProblem[]; kind: Kind }) {
  return (
    <VirtualList
      rows={rows}
      rowKey={({ code, path, line, column }) => `${code} ${path} ${line}:${column}`}
      rowHeight={27}
      rowClassName="flex items-start gap-1"
      label={kind === "hint" ? "Warnings" : undefined}
      current={current}
    >
      {({ code, message, line, column, mayHaveFix }, index) => (
        <Row
          code={code}
          message={message}
          place={`${line}:${column}`}
          mayHaveFix={mayHaveFix}
          index={index}
          kind={kind}
          current={index === current}
          onOpen={onOpen}
          onFix={onFix}
        />
      )}
    </VirtualList>
  );
}

function NoProblems({ outline }: Pick<PolicyCheck, "outline">) {
  const count = (kind: string) => outline.filter((entry) => entry.kind === kind).length;
  return (
    <p className="flex items-center gap-2 px-1.5 text-mute">
      <CircleCheck className="size-3.5 shrink-0 text-up" aria-hidden />
      No problems. A valid policy with {countOf(count("rule"), "rule")} and {countOf(count("guardrail"), "guardrail")}; checked again as you
      type.
    </p>
  );
}

interface RowProps {
  code: string;
  message: string;
  place: string;
  mayHaveFix: boolean;
  index: number;
  kind: Kind;
  current: boolean;
  onOpen: (index: number) => void;
  onFix: (index: number) => void;
}

/** Drawn again only where its words or its place differ. */
const Row = memo(function Row({ code, message, place, mayHaveFix, index, kind, current, onOpen, onFix }: RowProps) {
  return (
    <>
      <button
        type="button"
        onClick={() => onOpen(index)}
        aria-current={current || undefined}
        className="flex min-w-0 flex-1 items-start gap-2 rounded-sm px-1.5 py-1 text-left outline-offset-[-2px] hover:bg-soft aria-current:bg-soft"
      >
        <Sign kind={kind} />
        <span className="min-w-0 flex-1 break-words">{message}</span>
        <span className="shrink-0 font-mono text-xs leading-[19px] text-faint max-xl:hidden">{code}</span>
        <span className="w-20 shrink-0 text-right text-accent">
          <span className="sr-only">line and column </span>
          {place}
        </span>
      </button>
      {mayHaveFix ? <FixButton onClick={() => onFix(index)} /> : <span className="w-6.5 shrink-0" />}
    </>
  );
});

function Sign({ kind }: { kind: Kind }) {
  if (kind === "hint") return <TriangleAlert className="mt-0.5 size-3.5 shrink-0 text-amber" aria-hidden />;
  return <CircleX className="mt-0.5 size-3.5 shrink-0 text-down" aria-hidden />;
}

/** Without the usual tooltip, which would cost more than the row. */
function FixButton({ onClick }: { onClick: () => void }) {
  return (
    <Button look="ghost" size="small" aria-label="Quick fix…" title="Quick fix…" className="w-6.5 px-0" onClick={onClick}>
      <Wrench aria-hidden />
    </Button>
  );
}
