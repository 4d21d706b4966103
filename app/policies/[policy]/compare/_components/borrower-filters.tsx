"use client";

import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import type { Comparison } from "#rules/compare";
import { Button } from "../../../../_components/button";
import { Checkbox, Input } from "../../../../_components/field";
import { formatCount } from "../../../../_components/format";
import { Menu, MenuItem } from "../../../../_components/menu";
import { shortRuleName } from "../../../../_components/trace/rule-name";
import type { DecisionPair, Treatment } from "../../../../_components/comparison/terms";
import { type Filters, NO_FILTERS, pairKey } from "../url-state";

interface Option {
  readonly value: string;
  readonly label: string;
  readonly note: string;
}

interface BorrowerFiltersProps {
  comparison: Comparison;
  filters: Filters;
  onFilter: (filters: Partial<Filters>) => void;
}

/** Which borrowers the table shows: what is chosen stands as chips, the choosers beside them add more. */
export function BorrowerFilters({ comparison, filters, onFilter }: BorrowerFiltersProps) {
  const active =
    filters.pair !== null || filters.rule !== null || filters.change !== null || filters.treatment !== null || filters.text !== "";
  return (
    <div className="mb-2 flex flex-wrap items-center gap-1.5">
      <span className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-faint" />
        <NameInput text={filters.text} onChange={(text) => onFilter({ text })} />
      </span>
      <Adder
        label="Filter by decisions"
        placeholder="+ decisions"
        options={pairOptions(comparison)}
        onChoose={(key) => onFilter({ pair: pairFrom(comparison, key) })}
      />
      <Adder
        label="Filter by fired rule"
        placeholder="+ fired rule"
        options={ruleOptions(comparison)}
        onChoose={(rule) => onFilter({ rule })}
      />
      <Adder
        label="Filter by treatment"
        placeholder="+ treatment"
        options={TREATMENTS}
        onChoose={(treatment) => onFilter({ treatment: treatment as Treatment })}
      />
      <Checkbox label="All borrowers" checked={filters.all} onChange={(all) => onFilter({ all })} className="mx-1.5" />
      {filters.treatment === null ? null : (
        <Chip onRemove={() => onFilter({ treatment: null })}>{filters.treatment === "restricted" ? "newly restricted" : "released"}</Chip>
      )}
      {filters.pair === null ? null : <PairChip pair={filters.pair} onFilter={onFilter} />}
      {filters.rule === null ? null : (
        <Chip onRemove={() => onFilter({ rule: null })} title={filters.rule}>
          {shortRuleName(filters.rule)} fires
        </Chip>
      )}
      {filters.change === null ? null : (
        <Chip onRemove={() => onFilter({ change: null })} title={filters.change}>
          change of {shortRuleName(filters.change.replace(/^[a-z]+:/, ""))}
        </Chip>
      )}
      {filters.text === "" ? null : <Chip onRemove={() => onFilter({ text: "" })}>name has “{filters.text}”</Chip>}
      {active ? (
        <Button size="small" look="ghost" onClick={() => onFilter(NO_FILTERS)}>
          Clear filters
        </Button>
      ) : null}
    </div>
  );
}

const PAUSE_MS = 150;

/** What is typed stands at once; the filter follows when typing pauses. */
function NameInput({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  const [state, set] = useState({ typed: text, seen: text, sent: text });
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  // A text that was not sent from here, such as none after "Clear filters", replaces what was typed.
  if (text !== state.seen) set(text === state.sent ? { ...state, seen: text } : { typed: text, seen: text, sent: text });
  const take = (next: string) => {
    set((now) => ({ ...now, typed: next }));
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      set((now) => ({ ...now, sent: next }));
      onChange(next);
    }, PAUSE_MS);
  };
  return (
    <Input
      type="search"
      aria-label="Filter by name"
      placeholder="Borrower"
      value={state.typed}
      onChange={(event) => take(event.target.value)}
      className="w-36 pl-7"
    />
  );
}

/** A decision that stays is shown with all its borrowers; so are those gone with it. */
function PairChip({ pair, onFilter }: { pair: DecisionPair; onFilter: BorrowerFiltersProps["onFilter"] }) {
  return (
    <Chip
      onRemove={() => onFilter({ pair: null, ...(isDiagonal(pair) ? { all: false } : {}) })}
    >{`${pair.baseline} → ${pair.candidate}`}</Chip>
  );
}

export function isDiagonal({ baseline, candidate }: DecisionPair): boolean {
  return baseline === candidate;
}

const TREATMENTS: readonly Option[] = [
  { value: "restricted", label: "newly restricted", note: "frozen, referred or decreased now" },
  { value: "released", label: "released", note: "no longer so" },
];

function Adder({
  label,
  placeholder,
  options,
  onChoose,
}: {
  label: string;
  placeholder: string;
  options: readonly Option[];
  onChoose: (value: string) => void;
}) {
  const trigger = (
    <Button aria-label={label} disabled={options.length === 0} className="rounded-full text-mute">
      {placeholder}
    </Button>
  );
  return (
    <Menu trigger={trigger} align="start">
      <div className="max-h-80 max-w-110 overflow-y-auto">
        {options.map((option) => (
          <MenuItem key={option.value} onSelect={() => onChoose(option.value)}>
            <span className="min-w-0 truncate">{option.label}</span>
            <span className="ml-auto pl-3 text-faint">{option.note}</span>
          </MenuItem>
        ))}
      </div>
    </Menu>
  );
}

function Chip({ onRemove, title, children }: { onRemove: () => void; title?: string; children: ReactNode }) {
  return (
    <span className="inline-flex max-w-80 items-center rounded-full bg-soft text-sm text-accent" title={title}>
      <span className="min-w-0 truncate py-0.5 pl-2.5">{children}</span>
      <button type="button" aria-label="Remove this filter" onClick={onRemove} className="rounded-full p-1 pr-2 hover:text-ink">
        <X className="size-3" aria-hidden />
      </button>
    </span>
  );
}

function pairOptions({ migration }: Comparison): Option[] {
  return [...migration]
    .sort((a, b) => Number(isDiagonal(a)) - Number(isDiagonal(b)))
    .map((cell) => ({ value: pairKey(cell), label: `${cell.baseline} → ${cell.candidate}`, note: formatCount(cell.borrowers) }));
}

function pairFrom({ migration }: Comparison, key: string): DecisionPair | null {
  const cell = migration.find((one) => pairKey(one) === key);
  return cell === undefined ? null : { baseline: cell.baseline, candidate: cell.candidate };
}

function ruleOptions({ borrowers }: Comparison): Option[] {
  const counts = new Map<string, number>();
  for (const b of borrowers)
    for (const rule of new Set([...b.baseline.fired, ...b.candidate.fired])) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([rule, count]) => ({ value: rule, label: rule, note: formatCount(count) }));
}
