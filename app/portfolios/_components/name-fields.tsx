"use client";

import { useState } from "react";
import { Field, Input } from "../../_components/field";
import { nameOfTitle, nameProblem } from "./names";

/** A title and the name that follows from it until it is typed. */
export function useNaming(suggested: string, taken: readonly string[]) {
  const [typedTitle, setTitle] = useState<string | null>(null);
  const [typedName, setName] = useState<string | null>(null);
  const title = typedTitle ?? suggested;
  const name = typedName ?? nameOfTitle(title, taken);
  return { title, name, setTitle, setName, problem: nameProblem(name, taken), valid: title.trim() !== "" };
}

export type Naming = ReturnType<typeof useNaming>;

export function NameFields({ naming, disabled }: { naming: Naming; disabled: boolean }) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Title" required problem={naming.valid ? undefined : "give it a title"}>
        {(control) => (
          <Input
            {...control}
            disabled={disabled}
            maxLength={120}
            value={naming.title}
            onChange={(event) => naming.setTitle(event.target.value)}
          />
        )}
      </Field>
      <Field label="Name" required hint="how addresses and the command line call it" problem={naming.problem}>
        {(control) => (
          <Input
            {...control}
            disabled={disabled}
            className="font-mono text-sm"
            value={naming.name}
            onChange={(event) => naming.setName(event.target.value)}
          />
        )}
      </Field>
    </div>
  );
}
