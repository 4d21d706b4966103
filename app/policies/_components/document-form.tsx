"use client";

import { FileUp } from "lucide-react";
import { useDeferredValue, useEffect, useRef, useState } from "react";
import type { ParseResult, Problem } from "#rules/policy";
import { Button } from "../../_components/button";
import { Field, Textarea } from "../../_components/field";
import { ProblemList } from "../../_components/problem-list";
import { Spinner } from "../../_components/spinner";

/** A document pasted or taken from a file, checked while it is typed. */
export function DocumentForm({ text, onChange, tried }: { text: string; onChange: (text: string) => void; tried: boolean }) {
  const box = useRef<HTMLTextAreaElement>(null);
  const file = useRef<HTMLInputElement>(null);
  const parsed = useParsed(text);
  const open = (problem: Problem) => {
    const offset = offsetOf(text, problem);
    box.current?.focus();
    box.current?.setSelectionRange(offset, offset + 1);
    if (box.current) box.current.scrollTop = (problem.line - 4) * 17;
  };
  return (
    <div className="flex flex-col gap-2">
      <Field
        label="Policy document"
        required
        problem={tried && text.trim() === "" ? "paste a document or choose a file" : undefined}
        hint="JSON in the format limit-policy/1; it is checked as you type."
      >
        {(control) => (
          <Textarea {...control} ref={box} code rows={12} value={text} wrap="off" onChange={(event) => onChange(event.target.value)} />
        )}
      </Field>
      <div className="flex items-center gap-3">
        <Button onClick={() => file.current?.click()}>
          <FileUp aria-hidden /> Choose a file…
        </Button>
        <input
          ref={file}
          type="file"
          accept=".json,application/json"
          aria-label="Policy document file"
          className="hidden"
          onChange={async (event) => {
            const chosen = event.target.files?.[0];
            event.target.value = "";
            if (chosen) onChange(await chosen.text());
          }}
        />
        {typeof parsed === "object" && parsed?.ok ? <span className="text-up">Valid: {summaryOf(parsed)}</span> : null}
      </div>
      <div aria-live="polite" className="h-36 overflow-y-auto">
        {parsed === "checking" ? <Spinner words="Checking the document…" className="animate-late" /> : null}
        {typeof parsed === "object" && parsed && !parsed.ok ? <ProblemList problems={parsed.problems} onOpen={open} /> : null}
      </div>
    </div>
  );
}

/** What the parser says of the text; null of no text. The parser is fetched when it is first needed. */
function useParsed(text: string): ParseResult | "checking" | null {
  const settled = useDeferredValue(text);
  const [parsed, setParsed] = useState<ParseResult | "checking" | null>(null);
  useEffect(() => {
    if (settled.trim() === "") return setParsed(null);
    let current = true;
    setParsed((before) => before ?? "checking");
    const timer = setTimeout(async () => {
      const parser = await import("#rules/policy").catch(() => null);
      if (current) setParsed(parser?.parsePolicy(settled) ?? null);
    }, 150);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [settled]);
  return parsed;
}

function summaryOf({ policy }: Extract<ParseResult, { ok: true }>): string {
  return `${policy.title}, ${policy.rules.length} rules, ${policy.facts.size} facts, ${policy.currency}`;
}

function offsetOf(text: string, { line, column }: Problem): number {
  const before = text.split("\n", line - 1).reduce((sum, one) => sum + one.length + 1, 0);
  return before + column - 1;
}
