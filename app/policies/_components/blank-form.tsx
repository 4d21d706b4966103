"use client";

import { useState } from "react";
import { Field, Input } from "../../_components/field";
import { Select } from "../../_components/select";
import { type BlankPolicy, nameFromTitle } from "./blank-policy";

const STRATEGIES = [
  { value: "strictest", label: "strictest", note: "the strictest group of fired rules decides" },
  { value: "sequential", label: "sequential", note: "fired rules act one after another" },
  { value: "first", label: "first", note: "the first fired rule decides" },
];

/** What is missing or wrong, by field. */
export function blankProblems(value: BlankPolicy): Partial<Record<keyof BlankPolicy, string>> {
  return {
    ...(value.title.trim() === "" && { title: "give it a title" }),
    ...(!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(value.name) && {
      name: "small letters and digits in words joined by hyphens, such as `card-limit-review`",
    }),
    ...(!/^[A-Z]{3}$/.test(value.currency) && { currency: "three capital letters, such as CNY" }),
  };
}

interface BlankFormProps {
  value: BlankPolicy;
  onChange: (value: BlankPolicy) => void;
  /** Problems are told only once someone tried. */
  tried: boolean;
  onSubmit: () => void;
}

export function BlankForm({ value, onChange, tried, onSubmit }: BlankFormProps) {
  const [named, setNamed] = useState(false);
  const problems = tried ? blankProblems(value) : {};
  const setTitle = (title: string) => onChange({ ...value, title, name: named ? value.name : nameFromTitle(title) });
  return (
    <form
      className="grid grid-cols-2 gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit();
      }}
    >
      <Field label="Title" required problem={problems.title} className="col-span-2">
        {(control) => (
          <Input
            {...control}
            value={value.title}
            maxLength={120}
            placeholder="Card limit review"
            onChange={(event) => setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field label="Name" required problem={problems.name} hint="In addresses and files; it stays.">
        {(control) => (
          <Input
            {...control}
            className="font-mono"
            value={value.name}
            maxLength={80}
            onChange={(event) => {
              setNamed(true);
              onChange({ ...value, name: event.target.value });
            }}
          />
        )}
      </Field>
      <Field label="Currency" required problem={problems.currency} hint="ISO 4217">
        {(control) => (
          <Input
            {...control}
            value={value.currency}
            maxLength={3}
            onChange={(event) => onChange({ ...value, currency: event.target.value.toUpperCase() })}
          />
        )}
      </Field>
      <Field label="Strategy" required hint="How fired rules become one limit." className="col-span-2">
        {(control) => (
          <Select
            {...control}
            label="Strategy"
            value={value.strategy}
            onChange={(strategy) => onChange({ ...value, strategy: strategy as BlankPolicy["strategy"] })}
            options={STRATEGIES}
          />
        )}
      </Field>
      <button type="submit" hidden aria-hidden tabIndex={-1} />
    </form>
  );
}
