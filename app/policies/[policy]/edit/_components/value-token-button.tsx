"use client";

import { useEffect, useId, useRef, useState } from "react";
import { cn } from "../../../../_components/class-names";
import { Input } from "../../../../_components/field";
import { choicesFor, hintOf, takeTyped, typedOf, type ValueToken } from "../views/token-edit";
import { useTypedValue } from "./use-typed-value";
import type { DraftAccess } from "./use-viewed-draft";

interface ValueTokenProps {
  token: ValueToken;
  access: DraftAccess;
  isEditable: boolean;
}

/** What the input starts with and takes. */
interface Opened {
  /** The value that it was opened on. */
  readonly of: ValueToken;
  readonly typed: string;
  readonly hint: string;
  readonly choices: readonly string[];
}

/** A value in a sentence: a click or Enter makes it an input, Enter takes what is typed, Escape leaves it. */
export function ValueTokenButton({ token, access, isEditable }: ValueTokenProps) {
  const [opened, setOpened] = useState<Opened | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const wasOpen = useRef(false);
  useEffect(() => {
    if (opened === null && wasOpen.current) button.current?.focus();
    wasOpen.current = opened !== null;
  }, [opened]);
  const open = () => {
    const draft = access.draft();
    setOpened({ of: token, typed: typedOf(draft, token), hint: hintOf(draft, token), choices: choicesFor(draft, token) });
  };
  // Where the sentence became another under the input, what is typed was meant for what is gone.
  if (opened?.of === token && isEditable)
    return (
      <TokenInput
        opened={opened}
        label={token.text}
        onTake={(typed) => access.take((draft) => takeTyped(draft, token, typed))}
        onClose={() => setOpened(null)}
      />
    );
  return (
    <button
      ref={button}
      type="button"
      disabled={!isEditable}
      title="Edit"
      aria-label={`${token.text}, edit`}
      onClick={open}
      className={cn(
        "max-w-full rounded-sm bg-soft px-1 text-left text-accent tabular-nums enabled:hover:bg-accent enabled:hover:text-on-accent",
        token.kind === "expression" && "font-mono text-sm",
      )}
    >
      {token.text}
    </button>
  );
}

interface TokenInputProps {
  opened: Opened;
  label: string;
  onTake: (typed: string) => string | null;
  onClose: () => void;
}

function TokenInput({ opened, label, onTake, onClose }: TokenInputProps) {
  const { typed, setTyped, problem, onKeyDown } = useTypedValue(opened.typed, onTake, onClose);
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  useEffect(() => input.current?.select(), []);
  return (
    <span className="inline-flex max-w-full flex-wrap items-baseline gap-x-1.5">
      <Input
        ref={input}
        aria-label={`New value for ${label}`}
        aria-describedby={`${id}-note`}
        aria-invalid={problem !== null || undefined}
        list={opened.choices.length > 0 ? `${id}-choices` : undefined}
        className="h-6 px-1.5 tabular-nums"
        style={{ width: `${Math.min(60, Math.max(8, typed.length + 3))}ch` }}
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <datalist id={`${id}-choices`}>
        {opened.choices.map((choice) => (
          <option key={choice} value={choice} />
        ))}
      </datalist>
      <span
        id={`${id}-note`}
        role={problem === null ? undefined : "alert"}
        className={cn("text-sm", problem === null ? "text-faint" : "text-down")}
      >
        {problem ?? `${opened.hint} · Enter takes it, Escape leaves it`}
      </span>
    </span>
  );
}
