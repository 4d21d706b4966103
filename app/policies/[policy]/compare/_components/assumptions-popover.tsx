"use client";

import { SlidersHorizontal } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { Button } from "../../../../_components/button";
import { Field, Input } from "../../../../_components/field";
import { formatPercent } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { Select, type SelectOption } from "../../../../_components/select";
import { useLandmark } from "../../../../_components/use-landmark";
import { replaceParams } from "../../../../_components/use-url-state";
import { type Assumptions, percentText, probabilityText, shareOf } from "../assumptions";
import { meanOf } from "../book";
import { subjectLabel } from "../filter-words";
import type { Shown } from "../shown";
import { type Subject, subjectKey, subjectsOf } from "../subjects";

interface AssumptionsProps {
  shown: Shown;
  assumptions: Assumptions;
  observed: { readonly name: string; readonly values: Float64Array } | null;
}

/** What the policy does not say and exposure, loss and cuts need to be reckoned with; kept in the URL. */
export function AssumptionsPopover(props: AssumptionsProps) {
  const landmark = useLandmark<HTMLButtonElement>();
  return (
    <Popover.Root onOpenChange={landmark.onOpenChange}>
      <Popover.Trigger ref={landmark.trigger} asChild>
        <Button size="small" className="ml-auto">
          <SlidersHorizontal aria-hidden />
          Assumptions
        </Button>
      </Popover.Trigger>
      <Popover.Portal container={landmark.container}>
        <Popover.Content
          align="end"
          sideOffset={4}
          collisionPadding={8}
          aria-label="Assumptions"
          className="z-30 w-105 max-w-[94vw] rounded-lg border border-line bg-card p-3.5 shadow-pop"
        >
          <Fields {...props} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}

function Fields({ shown, assumptions, observed }: AssumptionsProps) {
  return (
    <div className="grid grid-cols-2 gap-3">
      <PercentField name="ccf" label="CCF, %" hint="drawn of the available credit before a default" value={assumptions.ccf} />
      <PercentField name="lgd" label="LGD, %" hint="lost of the exposure in a default" value={assumptions.lgd} />
      <ProbabilityField shown={shown} assumptions={assumptions} observed={observed} />
      <LateField shown={shown} late={assumptions.late} />
      <p className="col-span-2 border-t border-line pt-2 text-sm text-mute">
        Exposure at default = balance + CCF × available credit. Expected loss = exposure at default × LGD × PD. Both over the borrowers of
        whom everything is known.
      </p>
    </div>
  );
}

/** What is typed stands; the figures follow while it is a percentage. */
function PercentField({ name, label, hint, value }: { name: string; label: string; hint: string; value: number | null }) {
  const [typed, type] = useState(percentText(value));
  const wrong = typed.trim() !== "" && shareOf(typed) === null;
  const take = (text: string) => {
    type(text);
    const share = shareOf(text);
    if (share !== null || text.trim() === "") replaceParams({ [name]: percentText(share) });
  };
  return (
    <Field required label={label} hint={hint} problem={wrong ? "a percentage from 0 to 100, such as 50" : undefined}>
      {(control) => (
        <Input {...control} numeric inputMode="decimal" value={typed} placeholder="none" onChange={(event) => take(event.target.value)} />
      )}
    </Field>
  );
}

const OWN = "own";

function ProbabilityField({ shown, assumptions: { pd }, observed }: AssumptionsProps) {
  const locale = useLocale();
  const [own, setOwn] = useState(pd?.kind === "rate");
  const rate = observed === null ? null : meanOf(observed.values);
  const options: SelectOption[] = [
    { value: "", label: "none" },
    ...(observed === null || rate === null ? [] : [{ value: "observed", label: observed.name, note: `mean ${formatPercent(rate)}` }]),
    { value: OWN, label: "one for all" },
    ...subjectsOf(shown)
      .filter((subject) => isShare(shown, subject))
      .map((subject) => ({ value: `fact:${subject.name}`, label: subjectLabel(shown, subject, locale), note: "of each borrower" })),
  ];
  const choose = (value: string) => {
    setOwn(value === OWN);
    replaceParams({ pd: value === OWN ? null : value });
  };
  return (
    <div className="grid content-start gap-2">
      <Field required label="PD" hint="probability of default">
        {(control) => <Select {...control} label="PD" value={own ? OWN : probabilityText(pd)} options={options} onChange={choose} />}
      </Field>
      {own ? <PercentField name="pd" label="PD of all, %" hint="0 to 100" value={pd?.kind === "rate" ? pd.rate : null} /> : null}
    </div>
  );
}

/** A number that can be a probability: declared to be at most 1, or derived. */
function isShare({ baseline, candidate }: Shown, { name, kind }: Subject): boolean {
  const fact = candidate.policy.facts.get(name) ?? baseline.policy.facts.get(name);
  return kind === "derived" || (kind === "fact" && fact?.type === "number" && fact.max !== null && fact.max <= 1);
}

function LateField({ shown, late }: { shown: Shown; late: string | null }) {
  const locale = useLocale();
  const options: SelectOption[] = [
    { value: "", label: "not said" },
    ...subjectsOf(shown)
      .filter((subject) => canSay(shown, subject))
      .map((subject) => ({
        value: subjectKey(subject),
        label: subjectLabel(shown, subject, locale),
        note: subject.kind === "condition" ? "condition" : "",
      })),
  ];
  return (
    <Field required label="Recently delinquent" hint="who it holds for, or above 0">
      {(control) => (
        <Select
          {...control}
          label="Recently delinquent"
          value={late ?? ""}
          options={options}
          onChange={(next) => replaceParams({ late: next })}
        />
      )}
    </Field>
  );
}

/** Conditions, yes and no, and counts. */
function canSay({ baseline, candidate }: Shown, { name, kind }: Subject): boolean {
  const type = (candidate.policy.facts.get(name) ?? baseline.policy.facts.get(name))?.type;
  return kind === "condition" || type === "boolean" || type === "integer";
}
