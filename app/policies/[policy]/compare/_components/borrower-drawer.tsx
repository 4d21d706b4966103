"use client";

import { ChevronLeft, ChevronRight, X } from "lucide-react";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import type { Facts } from "#rules/policy";
import { factsAt, keysOf } from "../../../../_components/borrowers/borrower-columns";
import { Button, IconButton } from "../../../../_components/button";
import { ErrorState } from "../../../../_components/error-state";
import { formatCount } from "../../../../_components/format";
import { BorrowerGuidance } from "../../../../_components/guidance/borrower-guidance";
import { Spinner } from "../../../../_components/spinner";
import { FactList } from "../../../../_components/trace/fact-list";
import { TracePair } from "../../../../_components/trace/trace-pair";
import { TraceSection } from "../../../../_components/trace/trace-section";
import type { Shares, Shown } from "../shown";
import { BorrowerShares } from "./borrower-shares";
import { type Traces, useTraces } from "./use-traces";

interface BorrowerDrawerProps {
  shown: Shown;
  shares: Shares | null;
  /** The borrower's key. */
  name: string;
  /** The table's rows, for the next and the previous one. */
  rows: readonly number[];
  onOpen: (key: string) => void;
  onClose: () => void;
}

/** One borrower: its shares, both traces side by side, its facts. j and k, or the arrows, go to the next and the previous row. */
export function BorrowerDrawer({ shown, shares, name, rows, onOpen, onClose }: BorrowerDrawerProps) {
  const keys = keysOf(shown.borrowers.names);
  const at = useMemo(() => keys.indexOf(name), [keys, name]);
  const facts = useMemo(() => (at < 0 ? null : factsAt(shown.borrowers.batch, at)), [shown.borrowers, at]);
  const { traces, error } = useTraces(shown, name, facts);
  const index = rows.indexOf(at);
  const step = useStep(rows, keys, name, onOpen);
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.altKey || event.ctrlKey || event.metaKey ? undefined : STEPS[event.key];
    if (by === undefined || (event.target as Element).closest("[role=group], input, textarea, select")) return;
    event.preventDefault();
    step(by);
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          tabIndex={-1}
          onOpenAutoFocus={focusContent}
          onKeyDown={onKeyDown}
          className="fixed inset-y-0 right-0 z-40 flex w-[min(1360px,94vw)] flex-col border-l border-line bg-card shadow-pop outline-none"
        >
          <header className="flex items-center gap-2 border-b border-line px-4 py-2.5">
            <Dialog.Title className="min-w-0 truncate text-lg font-semibold" title={name}>
              Borrower {name}
            </Dialog.Title>
            <span className="shrink-0 text-sm text-faint">
              {index < 0 ? "not among the filtered" : `${formatCount(index + 1)} of ${formatCount(rows.length)}`}
            </span>
            <span className="ml-auto flex items-center gap-1">
              <IconButton label="Previous borrower (k)" disabled={index <= 0} onClick={() => step(-1)}>
                <ChevronLeft aria-hidden />
              </IconButton>
              <IconButton label="Next borrower (j)" disabled={index >= rows.length - 1} onClick={() => step(1)}>
                <ChevronRight aria-hidden />
              </IconButton>
              <Dialog.Close asChild>
                <IconButton label="Close (Esc)">
                  <X aria-hidden />
                </IconButton>
              </Dialog.Close>
            </span>
          </header>
          <DrawerBody shown={shown} name={name} facts={facts} traces={traces} error={error}>
            {at < 0 ? null : <BorrowerShares shown={shown} shares={shares} row={at} />}
          </DrawerBody>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

/** Goes to a neighbouring row. Keys may come faster than the page follows, so the last one asked for counts. */
function useStep(rows: readonly number[], keys: readonly string[], name: string, onOpen: (key: string) => void): (by: number) => void {
  const asked = useRef(name);
  useEffect(() => {
    asked.current = name;
  }, [name]);
  return (by) => {
    const index = rows.findIndex((row) => keys[row] === asked.current);
    const next = keys[rows[index + by] ?? -1];
    if (next === undefined || (index < 0 && by < 0)) return;
    asked.current = next;
    onOpen(next);
  };
}

/** The panel itself takes the focus, so that keys work and no button shows its tooltip. */
function focusContent(event: Event): void {
  event.preventDefault();
  (event.currentTarget as HTMLElement | null)?.focus();
}

const STEPS: Record<string, number> = { j: 1, k: -1, ArrowRight: 1, ArrowLeft: -1 };

interface DrawerBodyProps {
  shown: Shown;
  name: string;
  /** Null where no borrower has this name. */
  facts: Facts | null;
  traces: Traces | null;
  error: string | null;
  /** Above the traces. */
  children: ReactNode;
}

function DrawerBody({ shown, name, facts, traces, error, children }: DrawerBodyProps) {
  const box = useRef<HTMLDivElement>(null);
  const showing = traces?.name ?? "";
  useEffect(() => {
    if (showing) box.current?.scrollTo({ top: 0 });
  }, [showing]);
  const problem = facts !== null ? error : `${shown.title} has no borrower of this name`;
  return (
    <div ref={box} className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-6" tabIndex={-1}>
      {problem === null ? null : <ErrorState title="No trace">{problem}</ErrorState>}
      {problem !== null || (traces !== null && traces.name === name) ? null : (
        <Spinner words={`Tracing ${name}…`} className={traces === null ? "" : "sr-only"} />
      )}
      {traces === null || problem !== null ? null : (
        <div className={traces.name === name ? "" : "opacity-60"}>
          {children}
          <TracePair
            baseline={{ ...shown.baseline, evaluation: traces.baseline }}
            candidate={{ ...shown.candidate, evaluation: traces.candidate }}
          />
          <InWords key={traces.name} shown={shown} traces={traces} facts={facts} />
          <BorrowerFacts shown={shown} traces={traces} />
        </div>
      )}
    </div>
  );
}

/** Guidance under the candidate, made when it is asked for. */
function InWords({ shown: { candidate }, traces, facts }: { shown: Shown; traces: Traces; facts: Facts | null }) {
  const [open, setOpen] = useState(false);
  if (facts === null || !traces.candidate.ok) return null;
  return (
    <TraceSection
      title="In words"
      note={`under ${candidate.title}: why, why not, what would change it, and the notice`}
      actions={
        <Button size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
          {open ? "Close" : "Show"}
        </Button>
      }
    >
      {open ? <BorrowerGuidance policyText={candidate.text} scenario={candidate.scenario} facts={facts} borrower={traces.name} /> : null}
    </TraceSection>
  );
}

function BorrowerFacts({ shown, traces }: { shown: Shown; traces: Traces }) {
  const side = traces.candidate.ok
    ? { policy: shown.candidate.policy, title: shown.candidate.title, trace: traces.candidate.trace }
    : traces.baseline.ok
      ? { policy: shown.baseline.policy, title: shown.baseline.title, trace: traces.baseline.trace }
      : null;
  if (side === null) return null;
  return (
    <TraceSection title="Facts" note={`as ${side.title} reads them, the scenario's included`}>
      <FactList policy={side.policy} trace={side.trace} />
    </TraceSection>
  );
}
