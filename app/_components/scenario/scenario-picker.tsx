"use client";

import { Merge, Split } from "lucide-react";
import { useId, useRef, useState } from "react";
import { formatCell, readCell } from "#rules/borrowers";
import { type Fact, type Facts, type FactValue, localText, type Locale, lowerFirst } from "#rules/policy";
import { IconButton } from "../button";
import { cn } from "../class-names";
import { useCommands } from "../commands/commands";
import { Input } from "../field";
import { useLocale } from "../locale";
import { Select } from "../select";
import { replaceParams } from "../use-url-state";
import { isPerSide, NOT_GIVEN, type ScenarioCells } from "./scenario";

interface ScenarioPickerProps {
  facts: readonly Fact[];
  /** What is usual, such as the fixture set's own scenario: what stands where the URL says nothing. */
  usual: Facts;
  scenario: ScenarioCells;
}

/** Values of the facts that the run supplies, one for both sides or one for each. */
export function ScenarioPicker({ facts, usual, scenario }: ScenarioPickerProps) {
  const perSide = isPerSide(scenario);
  const turn = () => replaceParams(perSide ? joined(facts) : split(facts, usual, scenario));
  const turnWords = perSide ? "One scenario for both sides" : "A scenario for each side";
  useCommands(() => (facts.length === 0 ? [] : [{ id: "scenario sides", label: turnWords, group: "Effect", run: turn }]));
  if (facts.length === 0) return null;
  const sides = perSide ? (["baseline", "candidate"] as const) : (["scenario"] as const);
  return (
    <>
      {sides.flatMap((side) =>
        facts.map((fact) => (
          <ScenarioValue
            key={`${side}.${fact.name}`}
            fact={fact}
            prefix={side === "scenario" ? null : side}
            cell={cellOf(fact, usual, scenario, side)}
            onChange={(cell) => replaceParams({ [`${side}.${fact.name}`]: cell })}
          />
        )),
      )}
      <IconButton label={turnWords} onClick={turn}>
        {perSide ? <Merge aria-hidden /> : <Split aria-hidden />}
      </IconButton>
    </>
  );
}

function cellOf(
  fact: Fact,
  usual: Facts,
  { both, baseline, candidate }: ScenarioCells,
  side: "scenario" | "baseline" | "candidate",
): string {
  const own = side === "baseline" ? baseline : side === "candidate" ? candidate : {};
  return own[fact.name] ?? both[fact.name] ?? usualCell(usual[fact.name]);
}

function usualCell(value: FactValue | undefined): string {
  return value === undefined ? "" : formatCell(value);
}

function joined(facts: readonly Fact[]): Record<string, string | null> {
  return Object.fromEntries(
    facts.flatMap((fact) => [
      [`baseline.${fact.name}`, null],
      [`candidate.${fact.name}`, null],
    ]),
  );
}

function split(facts: readonly Fact[], usual: Facts, scenario: ScenarioCells): Record<string, string | null> {
  return Object.fromEntries(
    facts.flatMap((fact) => {
      const cell = cellOf(fact, usual, scenario, "scenario") || NOT_GIVEN;
      return [
        [`baseline.${fact.name}`, cell],
        [`candidate.${fact.name}`, cell],
        [`scenario.${fact.name}`, null],
      ];
    }),
  );
}

interface ScenarioValueProps {
  fact: Fact;
  prefix: string | null;
  cell: string;
  onChange: (cell: string) => void;
}

function ScenarioValue({ fact, prefix, cell, onChange }: ScenarioValueProps) {
  const locale = useLocale();
  const label = [prefix, labelText(fact, locale)].filter(Boolean).join(" ");
  const options = valueOptions(fact);
  const given = cell === NOT_GIVEN ? "" : cell;
  useCommands(() =>
    [...(options ?? []), ...(options === null ? [] : [""])].map((value) => ({
      id: `scenario ${label} ${value}`,
      label: `Scenario: ${label} ${value === "" ? "not given" : `is ${value}`}`,
      group: "Effect",
      hindrance: value === given ? "it is so now" : null,
      run: () => onChange(value === "" ? NOT_GIVEN : value),
    })),
  );
  if (options === null) return <TypedValue key={given} fact={fact} label={label} cell={given} onChange={onChange} />;
  return (
    <Select
      label={label}
      prefix
      value={given}
      onChange={(next) => onChange(next === "" ? NOT_GIVEN : next)}
      options={[...options.map((value) => ({ value, label: value })), { value: "", label: "not given" }]}
    />
  );
}

function labelText(fact: Fact, locale: Locale): string {
  return lowerFirst(localText(fact.label, locale, fact.name));
}

function valueOptions(fact: Fact): readonly string[] | null {
  if (fact.type === "boolean") return ["true", "false"];
  return fact.type === "string" ? fact.values : null;
}

/** A value without a list of choices, taken over on Enter or when left. */
function TypedValue({ fact, label, cell, onChange }: Omit<ScenarioValueProps, "prefix"> & { label: string }) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [typed, type] = useState(cell);
  useCommands(() => [{ id: `scenario ${label}`, label: `Scenario: type ${label}…`, group: "Effect", run: () => input.current?.focus() }]);
  const reading = typed === "" ? null : readCell(fact, typed);
  const problem = reading !== null && !reading.ok ? reading.message : undefined;
  const take = () => {
    if (problem === undefined && typed !== cell) onChange(typed === "" ? NOT_GIVEN : typed);
  };
  const numeric = fact.type === "number" || fact.type === "integer" || fact.type === "money";
  return (
    <span className="inline-flex h-7.5 items-center gap-1.5 rounded-md border border-line bg-card pl-2.5">
      <label htmlFor={id} className="text-mute">
        {label}
      </label>
      <Input
        ref={input}
        id={id}
        numeric={numeric}
        aria-invalid={problem === undefined ? undefined : true}
        title={problem}
        placeholder="not given"
        value={typed}
        onChange={(event) => type(event.target.value)}
        onBlur={take}
        onKeyDown={(event) => event.key === "Enter" && take()}
        className={cn("h-full border-transparent", numeric ? "w-24" : "w-32")}
      />
    </span>
  );
}
