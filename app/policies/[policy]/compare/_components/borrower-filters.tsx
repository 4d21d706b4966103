"use client";

import { Search, X } from "lucide-react";
import { type ReactNode, useEffect, useMemo, useRef, useState } from "react";
import { countRows, type SwapSet } from "#rules/figures";
import { SWAP_WORDS, shortChangeName, shortRuleName } from "#rules/format";
import type { Locale } from "#rules/policy";
import { Button } from "../../../../_components/button";
import { Checkbox, Input } from "../../../../_components/field";
import { formatCount } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { Menu, MenuItem } from "../../../../_components/menu";
import { rowsFired } from "../filter-rows";
import { whereWords } from "../filter-words";
import type { Shown } from "../shown";
import { type Filters, isFiltered, NO_FILTERS, pairKey, pairOf } from "../url-state";

interface Option {
  readonly value: string;
  readonly label: string;
  readonly note: string;
}

interface BorrowerFiltersProps {
  shown: Shown;
  filters: Filters;
  onFilter: (filters: Partial<Filters>) => void;
  /** Stands at the end of the line. */
  children?: ReactNode;
}

/** Which borrowers the table shows: what is chosen stands as chips, the choosers beside them add more. */
export function BorrowerFilters({ shown, filters, onFilter, children }: BorrowerFiltersProps) {
  const locale = useLocale();
  const pairs = useMemo(() => pairOptions(shown), [shown]);
  const rules = useMemo(() => ruleOptions(shown), [shown]);
  const changes = useMemo(() => changeOptions(shown), [shown]);
  return (
    <div className="mb-2 flex flex-wrap items-center gap-1.5">
      <span className="relative">
        <Search aria-hidden className="pointer-events-none absolute top-2 left-2 size-3.5 text-faint" />
        <NameInput text={filters.text} onChange={(text) => onFilter({ text })} />
      </span>
      <Adder
        label="Filter by decisions"
        placeholder="+ decisions"
        options={pairs}
        onChoose={(key) => {
          const pair = pairOf(key);
          onFilter({ pair, ...(pair?.baseline === pair?.candidate ? { all: true } : {}) });
        }}
      />
      <Adder label="Filter by change" placeholder="+ change" options={changes} onChoose={(change) => onFilter({ change })} />
      <Adder label="Filter by fired rule" placeholder="+ fired rule" options={rules} onChoose={(rule) => onFilter({ rule })} />
      <Adder
        label="Filter by treatment"
        placeholder="+ treatment"
        options={TREATMENTS}
        onChoose={(chosen) => onFilter(chosen === TOLD ? { told: true } : { treatment: chosen as SwapSet, all: isWhole(chosen) })}
      />
      <Checkbox label="All borrowers" checked={filters.all} onChange={(all) => onFilter({ all })} className="mx-1.5" />
      {chipsOf(shown, filters, locale).map(({ key, words, without }) => (
        <Chip key={key} words={words} onRemove={() => onFilter(withoutOne(filters, without))} />
      ))}
      {isFiltered(filters) ? (
        <Button size="small" look="ghost" onClick={() => onFilter(NO_FILTERS)}>
          Clear filters
        </Button>
      ) : null}
      {children}
    </div>
  );
}

interface ChipWords {
  readonly key: string;
  readonly words: string;
  readonly without: Partial<Filters>;
}

function chipsOf(shown: Shown, filters: Filters, locale: Locale): ChipWords[] {
  const { treatment, pair, rule, change, told, where, text } = filters;
  const changed = shown.outcomes.versions.changes.find(({ id }) => id === change);
  return [
    ...(treatment === null ? [] : [{ key: "treatment", words: SWAP_WORDS[treatment], without: { treatment: null } }]),
    ...(pair === null ? [] : [{ key: "pair", words: `${pair.baseline} → ${pair.candidate}`, without: { pair: null } }]),
    ...(rule === null ? [] : [{ key: "rule", words: `${shortRuleName(rule)} fires`, without: { rule: null } }]),
    ...(change === null
      ? []
      : [{ key: "change", words: `touched by ${changed ? shortChangeName(changed) : change}`, without: { change: null } }]),
    ...(told ? [{ key: "told", words: "told other reasons only", without: { told: false } }] : []),
    ...Object.entries(where).map(([name, key]) => ({
      key: name,
      words: whereWords(shown, name, key, locale),
      without: { where: Object.fromEntries(Object.entries(where).filter(([other]) => other !== name)) },
    })),
    ...(text === "" ? [] : [{ key: "text", words: `name has “${text}”`, without: { text: "" } }]),
  ];
}

/** With the last filter goes what it needed: the borrowers that do not shift. */
function withoutOne(filters: Filters, without: Partial<Filters>): Partial<Filters> {
  return isFiltered({ ...filters, ...without }) ? without : NO_FILTERS;
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

const TOLD = "told";

/** Sets that hold borrowers who do not shift. */
function isWhole(set: string): boolean {
  return set === "both" || set === "neither";
}

const TREATMENTS: readonly Option[] = [
  { value: "restricted", label: SWAP_WORDS.restricted, note: "frozen, referred or decreased now" },
  { value: "released", label: SWAP_WORDS.released, note: "no longer so" },
  { value: "both", label: SWAP_WORDS.both, note: "frozen, referred or decreased on both sides" },
  { value: "neither", label: SWAP_WORDS.neither, note: "on neither" },
  { value: TOLD, label: "told other reasons only", note: "same limit and decision" },
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

function Chip({ onRemove, words }: { onRemove: () => void; words: string }) {
  return (
    <span className="inline-flex max-w-110 items-center rounded-full bg-soft text-sm text-accent" title={words}>
      <span className="min-w-0 truncate py-0.5 pl-2.5">{words}</span>
      <button type="button" aria-label={`Remove the filter: ${words}`} onClick={onRemove} className="rounded-full p-1 pr-2 hover:text-ink">
        <X className="size-3" aria-hidden />
      </button>
    </span>
  );
}

function pairOptions({ outcomes }: Shown): Option[] {
  const stays = ({ baseline, candidate }: { baseline: string; candidate: string }) => Number(baseline === candidate);
  return [...outcomes.figures.migration]
    .sort((a, b) => stays(a) - stays(b))
    .map((cell) => ({ value: pairKey(cell), label: `${cell.baseline} → ${cell.candidate}`, note: formatCount(cell.borrowers) }));
}

/** Rules that fire for somebody on either side. */
function ruleOptions(shown: Shown): Option[] {
  const { baseline, candidate } = shown.outcomes;
  const rules = new Set([...baseline.kinds, ...candidate.kinds].flatMap((kind) => kind?.fired ?? []));
  return [...rules]
    .sort((a, b) => (a < b ? -1 : 1))
    .map((rule) => ({ value: rule, label: rule, note: formatCount(countRows(rowsFired(shown, rule))) }));
}

function changeOptions({ outcomes }: Shown): Option[] {
  return outcomes.versions.changes.map((change) => ({
    value: change.id,
    label: change.name === change.subject ? shortChangeName(change) : change.name,
    note: change.kind,
  }));
}
