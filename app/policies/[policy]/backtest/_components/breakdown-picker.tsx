"use client";

import { ChevronDown } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { labelOf, type Locale, type ValidPolicy } from "#rules/policy";
import { Button } from "../../../../_components/button";
import { Checkbox, Input } from "../../../../_components/field";
import { useLocale } from "../../../../_components/locale";
import { Tag } from "../../../../_components/pill";
import { useLandmark } from "../../../../_components/use-landmark";

interface BreakdownPickerProps {
  chosen: readonly string[];
  policies: readonly ValidPolicy[];
  onChange: (chosen: readonly string[]) => void;
}

interface Subject {
  readonly name: string;
  readonly label: string;
  readonly kind: "fact" | "derived fact" | "condition";
  readonly protected: boolean;
}

/** By which facts, derived facts and shared conditions the figures are broken down. */
export function BreakdownPicker({ chosen, policies, onChange }: BreakdownPickerProps) {
  const locale = useLocale();
  const landmark = useLandmark<HTMLButtonElement>();
  const subjects = subjectsOf(policies, locale);
  const labels = chosen.map((name) => subjects.find((subject) => subject.name === name)?.label ?? name);
  return (
    <Popover.Root onOpenChange={landmark.onOpenChange}>
      <Popover.Trigger asChild>
        <Button ref={landmark.trigger} className="min-w-0 shrink px-2.5" title={labels.join(", ") || undefined}>
          <span className="text-mute">Break down by</span>
          <span className="max-w-52 truncate 2xl:max-w-120 font-semibold">{labels.length === 0 ? "nothing" : labels.join(", ")}</span>
          <ChevronDown className="text-mute" aria-hidden />
        </Button>
      </Popover.Trigger>
      <Popover.Portal container={landmark.container}>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Break down by"
          className="z-50 flex max-h-[min(460px,var(--radix-popover-content-available-height))] w-96 flex-col gap-2 rounded-md border border-line bg-card p-2.5 shadow-pop"
        >
          <Choice subjects={subjects} chosen={chosen} onChange={onChange} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Choice({ subjects, chosen, onChange }: { subjects: readonly Subject[] } & Omit<BreakdownPickerProps, "policies">) {
  const locale = useLocale();
  const [search, setSearch] = useState("");
  const wanted = search.trim().toLowerCase();
  const shown = subjects.filter(({ name, label }) => `${name} ${label}`.toLowerCase().includes(wanted));
  return (
    <>
      <Input
        aria-label="Search facts and conditions"
        placeholder="Search facts and conditions"
        value={search}
        onChange={(event) => setSearch(event.target.value)}
      />
      <ul className="flex min-h-0 flex-1 flex-col overflow-y-auto">
        {shown.map((subject) => (
          <li key={subject.name} className="flex items-center gap-2 py-0.75 pr-1 pl-1" title={subject.name}>
            <Checkbox
              label={<span lang={locale}>{subject.label}</span>}
              className="min-w-0 flex-1"
              checked={chosen.includes(subject.name)}
              onChange={(on) => onChange(on ? [...chosen, subject.name] : chosen.filter((name) => name !== subject.name))}
            />
            {subject.protected ? <Tag title="No rule may read it; its breakdown compares rates">protected</Tag> : null}
            {subject.kind === "fact" ? null : <span className="text-sm text-faint">{subject.kind}</span>}
          </li>
        ))}
        {shown.length === 0 ? <li className="text-mute">Nothing has “{search}” in its name.</li> : null}
      </ul>
      <div className="flex items-center justify-between border-t border-line pt-2">
        <span className="text-sm text-mute">{chosen.length} chosen; numbers fall into ranges</span>
        <Button size="small" disabled={chosen.length === 0} onClick={() => onChange([])}>
          Clear
        </Button>
      </div>
    </>
  );
}

/** Each once: protected facts first, since their breakdown is what a reviewer asks for. */
function subjectsOf(policies: readonly ValidPolicy[], locale: Locale): Subject[] {
  const all = policies.flatMap((policy): Subject[] => [
    ...[...policy.facts.values()]
      .filter((fact) => fact.scope === "borrower")
      .map((fact) => ({ name: fact.name, label: labelOf(policy, fact.name, locale), kind: "fact" as const, protected: fact.protected })),
    ...[...policy.derived.keys()].map((name) => ({
      name,
      label: labelOf(policy, name, locale),
      kind: "derived fact" as const,
      protected: false,
    })),
    ...[...policy.conditions.keys()].map((name) => ({ name, label: name, kind: "condition" as const, protected: false })),
  ]);
  const once = [...new Map(all.map((subject) => [subject.name, subject])).values()];
  return [...once.filter((subject) => subject.protected), ...once.filter((subject) => !subject.protected)];
}
