"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import type { ColumnProfile } from "#rules/portfolio";
import { localText } from "#rules/policy";
import { Button } from "../../../../_components/button";
import { Card } from "../../../../_components/card";
import { cn } from "../../../../_components/class-names";
import { Checkbox } from "../../../../_components/field";
import { countOf } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { Tag } from "../../../../_components/pill";
import { Select, type SelectOption } from "../../../../_components/select";
import { useToast } from "../../../../_components/toast";
import { replaceParams } from "../../../../_components/use-url-state";
import type { FactColumn, Verdict } from "../columns";
import { MAP, NONE } from "../setup";
import { keepColumns } from "./keep-columns";
import type { ReadySetup } from "./use-setup";

interface ColumnMappingProps {
  ready: ReadySetup;
  /** What the reader chose, by fact. */
  chosen: Readonly<Record<string, string>>;
}

/** Which column gives each fact, judged as one chooses; and which columns nothing reads. */
export function ColumnMapping({ ready, chosen }: ColumnMappingProps) {
  const [only, setOnly] = useState(false);
  const { columns, profile } = ready;
  const { facts, unread } = columns;
  const shown = only ? facts.filter(({ verdict }) => verdict !== "fits") : facts;
  const options = profile.columns.map(optionOf);
  return (
    <Card
      title="Columns"
      note="a fact is read from the column of its own name unless you choose another"
      actions={
        <>
          <Checkbox label="Only what does not simply fit" checked={only} onChange={setOnly} />
          {Object.keys(chosen).length === 0 ? null : <KeepColumns portfolio={ready.portfolio} chosen={chosen} />}
        </>
      }
      className="mt-1"
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls must be reachable by keyboard */}
      <section aria-label="Facts and their columns" tabIndex={0} className="max-h-90 overflow-auto">
        <table className="w-full min-w-200 table-fixed border-collapse text-left">
          <thead className="sticky top-0 z-10 bg-card text-sm text-faint">
            <tr className="[&>th]:border-b [&>th]:border-line [&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
              <th scope="col" className="w-[30%]">
                fact
              </th>
              <th scope="col" className="w-32">
                type
              </th>
              <th scope="col" className="w-68">
                column
              </th>
              <th scope="col">what to expect</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((row) => (
              <FactRow
                key={row.fact.name}
                row={row}
                options={options}
                usual={ready.usual.facts[row.fact.name]}
                chosen={chosen[row.fact.name]}
              />
            ))}
          </tbody>
        </table>
        {shown.length === 0 ? <p className="px-1.5 py-3 text-mute">Every fact has a column that fits.</p> : null}
      </section>
      {unread.length === 0 ? null : (
        <p className="mt-1.5 border-t border-line pt-1.5 text-sm text-faint wrap-anywhere">
          {countOf(unread.length, "column")} that nothing reads: <span className="font-mono">{unread.join(", ")}</span>
        </p>
      )}
    </Card>
  );
}

/** Makes the choices the portfolio's own, for every run to come and for the other pages that read it. */
function KeepColumns({ portfolio, chosen }: { portfolio: string; chosen: Readonly<Record<string, string>> }) {
  const router = useRouter();
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const keep = async () => {
    setBusy(true);
    const problem = await keepColumns(portfolio, chosen);
    setBusy(false);
    if (problem !== null) return toast({ text: "The columns were not kept", detail: problem, tone: "down" });
    toast({ text: "Columns kept with the portfolio", tone: "up" });
    replaceParams(Object.fromEntries(Object.keys(chosen).map((fact) => [MAP + fact, null])));
    router.refresh();
  };
  return (
    <Button size="small" disabled={busy} onClick={() => void keep()}>
      {busy ? "Keeping…" : "Keep with the portfolio"}
    </Button>
  );
}

function optionOf({ name, stored }: ColumnProfile): SelectOption {
  return { value: name, label: name, note: stored.toLowerCase() };
}

interface FactRowProps {
  row: FactColumn;
  options: readonly SelectOption[];
  usual: string | undefined;
  chosen: string | undefined;
}

function FactRow({ row: { fact, column, verdict, words }, options, usual, chosen }: FactRowProps) {
  const locale = useLocale();
  const label = localText(fact.label, locale, fact.name);
  const own = usual ?? fact.name;
  const choose = (next: string) => replaceParams({ [MAP + fact.name]: next === own || next === NONE ? null : next });
  const offered = options.some(({ value }) => value === own) ? options : [{ value: NONE, label: "no column" }, ...options];
  return (
    <tr className="border-b border-line last:border-b-0 [&>td]:px-1.5 [&>td]:py-0.5 [&>th]:px-1.5 [&>th]:py-0.5">
      <th scope="row" className="font-normal">
        <span className="flex min-w-0 items-baseline gap-2" title={fact.name}>
          <span className="truncate" lang={locale}>
            {label}
          </span>
          <span className="truncate font-mono text-xs text-faint">{fact.name}</span>
        </span>
      </th>
      <td className="text-mute">
        {fact.type}
        {fact.nullable ? <span className="text-faint"> or null</span> : null}
      </td>
      <td>
        <Select
          label={`Column for ${label}`}
          className={cn("h-6.5 w-full text-sm", chosen !== undefined && "border-accent")}
          value={column?.name ?? chosen ?? NONE}
          options={offered}
          onChange={choose}
        />
      </td>
      <td>
        <Expectation verdict={verdict} words={words} />
      </td>
    </tr>
  );
}

const TAGS: Record<Exclude<Verdict, "fits">, { tone: "neutral" | "amber" | "down"; word: string }> = {
  null: { tone: "neutral", word: "null" },
  look: { tone: "amber", word: "look" },
  rejects: { tone: "down", word: "rejects" },
};

function Expectation({ verdict, words }: { verdict: Verdict; words: string }) {
  if (verdict === "fits") return <span className="text-up">fits</span>;
  const { tone, word } = TAGS[verdict];
  return (
    <span className="flex min-w-0 items-baseline gap-1.5 text-sm" title={words}>
      <Tag tone={tone}>{word}</Tag>
      <span className="line-clamp-2 text-mute">{words}</span>
    </span>
  );
}
