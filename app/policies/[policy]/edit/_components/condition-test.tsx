"use client";

import { useEffect, useId, useState } from "react";
import { conditionAt, operandTextOf, operatorsOf, readOperand, withCondition, withFact, withOperator } from "#rules/editing";
import { type Json, type Operator, operatorWords } from "#rules/policy";
import { cn } from "../../../../_components/class-names";
import { Input } from "../../../../_components/field";
import { useLocale } from "../../../../_components/locale";
import { Select } from "../../../../_components/select";
import { factChoices } from "../views/condition-draft";
import { valueHint } from "../views/token-edit";
import type { ConditionInHand } from "./use-condition";

interface ConditionTestProps {
  pointer: string;
  test: { readonly fact: string; readonly operator: Operator; readonly value: Json };
  inHand: ConditionInHand;
}

/** A test: the fact, an operator that fits it, a value that fits both. */
export function ConditionTest({ pointer, test, inHand }: ConditionTestProps) {
  const locale = useLocale();
  const { draft, json, apply } = inHand;
  const put = (next: Json) => apply({ json: withCondition(json, pointer, next), pointer }, null);
  const own = conditionAt(json, pointer) as Json;
  const known = factChoices(draft, locale);
  const facts = known.some(({ value }) => value === test.fact)
    ? known
    : [{ value: test.fact, label: test.fact, note: "not declared" }, ...known];
  const fitting = operatorsOf(draft, test.fact);
  const operators = fitting.includes(test.operator) ? fitting : [test.operator, ...fitting];
  return (
    <>
      <Select
        label="Fact"
        value={test.fact}
        onChange={(fact) => put(withFact(draft, own, fact))}
        options={facts}
        className="h-7 w-60 min-w-32"
      />
      <Select
        label="Operator"
        value={test.operator}
        onChange={(operator) => put(withOperator(own, operator as Operator))}
        options={operators.map((operator) => ({ value: operator, label: operatorWords(operator, locale) }))}
        className="h-7 w-34 shrink-0"
      />
      <Operand
        key={`${test.fact} ${test.operator}`}
        pointer={pointer}
        test={test}
        inHand={inHand}
        onPut={(value) => put({ ...(own as object), value } as Json)}
      />
    </>
  );
}

/** The right side: one of a fact's values where it has them, yes or no, else what one types, read at every key. */
function Operand({ pointer, test, inHand, onPut }: ConditionTestProps & { onPut: (value: Json) => void }) {
  const { draft } = inHand;
  const fact = draft.catalogue.facts.get(test.fact);
  const type = fact?.type ?? draft.catalogue.derived.get(test.fact)?.type;
  const values = fact?.values ?? null;
  const takesList = test.operator === "in" || test.operator === "notIn";
  const options = type === "boolean" ? ["true", "false"] : values;
  const isPlain = typeof test.value === "string" || typeof test.value === "boolean" || test.value === null;
  if (!takesList && options !== null && isPlain)
    return <OneOf test={test} options={options} isNullable={fact?.nullable ?? true} onPut={onPut} />;
  if (takesList && values !== null && Array.isArray(test.value))
    return <SomeOf chosen={test.value as readonly Json[]} values={values} isNullable={fact?.nullable ?? false} onPut={onPut} />;
  return <Typed pointer={pointer} test={test} inHand={inHand} onPut={onPut} />;
}

interface OneOfProps {
  test: ConditionTestProps["test"];
  options: readonly string[];
  isNullable: boolean;
  onPut: (value: Json) => void;
}

function OneOf({ test: { value }, options, isNullable, onPut }: OneOfProps) {
  const isBoolean = typeof value === "boolean" || options[0] === "true";
  const shown = value === null ? "null" : String(value);
  const all = [...options, ...(isNullable ? ["null"] : [])];
  return (
    <Select
      label="Value"
      value={shown}
      onChange={(next) => onPut(next === "null" ? null : isBoolean ? next === "true" : next)}
      options={(all.includes(shown) ? all : [shown, ...all]).map((option) => ({
        value: option,
        label: option === "null" ? "not known" : option,
      }))}
      className="h-7 min-w-28"
    />
  );
}

interface SomeOfProps {
  chosen: readonly Json[];
  values: readonly string[];
  isNullable: boolean;
  onPut: (value: Json) => void;
}

/** Values to switch on and off; those of the list that are none stay to be switched off. */
function SomeOf({ chosen, values, isNullable, onPut }: SomeOfProps) {
  const all: readonly Json[] = [
    ...values,
    ...chosen.filter((one) => one !== null && !values.includes(one as string)),
    ...(isNullable ? [null] : []),
  ];
  const toggle = (value: Json) => onPut(chosen.includes(value) ? chosen.filter((one) => one !== value) : [...chosen, value]);
  return (
    <span role="group" aria-label="Values" className="flex min-w-0 flex-wrap gap-1">
      {all.map((value) => {
        const isOn = chosen.includes(value);
        return (
          <button
            key={String(value)}
            type="button"
            aria-pressed={isOn}
            onClick={() => toggle(value)}
            className={cn(
              "h-6.5 max-w-full truncate rounded-md border px-2 text-sm",
              isOn ? "border-accent bg-soft font-medium text-accent" : "border-line text-mute hover:border-edge",
            )}
          >
            {value === null ? "not known" : String(value)}
          </button>
        );
      })}
    </span>
  );
}

function Typed({ pointer, test, inHand, onPut }: ConditionTestProps & { onPut: (value: Json) => void }) {
  const { draft, tellUnread } = inHand;
  const id = useId();
  const shown = operandTextOf(draft, test);
  const [typed, setTyped] = useState(shown);
  const [problem, setProblem] = useState<string | null>(null);
  const [settled, setSettled] = useState(shown);
  // Undone, or set by another control: what stands there is shown, unless it is what is typed.
  if (settled !== shown) {
    setSettled(shown);
    const reading = readOperand(draft, test.fact, test.operator, typed);
    if (!reading.ok || JSON.stringify(reading.value) !== JSON.stringify(test.value)) setTyped(shown);
    setProblem(null);
  }
  const hint = valueHint(draft.catalogue, test.fact);
  const type = (next: string) => {
    setTyped(next);
    const reading = readOperand(draft, test.fact, test.operator, next);
    setProblem(reading.ok ? null : `\`${next}\` is no value of \`${test.fact}\`; it takes ${hint}, or another fact’s name`);
    if (reading.ok) onPut(reading.value);
  };
  useEffect(() => {
    tellUnread(pointer, problem);
    return () => tellUnread(pointer, null);
  }, [tellUnread, pointer, problem]);
  return (
    <span className="flex min-w-0 flex-1 flex-col">
      <Input
        aria-label="Value"
        aria-describedby={`${id}-note`}
        aria-invalid={problem !== null || undefined}
        className="h-7 w-full max-w-60 tabular-nums"
        value={typed}
        onChange={(event) => type(event.target.value)}
      />
      <span
        id={`${id}-note`}
        role={problem === null ? undefined : "alert"}
        className={cn("text-sm", problem === null ? "sr-only" : "text-down")}
      >
        {problem ?? hint}
      </span>
    </span>
  );
}
