"use client";

import type { Trace } from "#rules/evaluate";
import { type FactValue, labelOf, type ValidPolicy } from "#rules/policy";
import { cn } from "../class-names";
import { useLocale } from "../locale";
import { exactText, seenText } from "./values";

/** Every fact and derived fact as read, with its label, in columns. */
export function FactList({
  policy,
  trace,
  className,
}: {
  policy: ValidPolicy;
  trace: Pick<Trace, "facts" | "derived">;
  className?: string;
}) {
  return (
    <div className={className}>
      <Facts policy={policy} values={trace.facts} />
      {Object.keys(trace.derived).length === 0 ? null : (
        <>
          <h4 className="mt-3 mb-1 text-sm font-medium text-mute">Derived</h4>
          <Facts policy={policy} values={trace.derived} />
        </>
      )}
    </div>
  );
}

function Facts({ policy, values }: { policy: ValidPolicy; values: Readonly<Record<string, FactValue>> }) {
  const locale = useLocale();
  return (
    <dl className="columns-[260px] gap-x-6 text-sm">
      {Object.entries(values).map(([name, value]) => (
        <div key={name} className="flex break-inside-avoid items-baseline justify-between gap-3 border-b border-line py-0.5">
          <dt className="min-w-0 truncate text-mute" title={name} lang={locale}>
            {labelOf(policy, name, locale)}
          </dt>
          <dd className={cn("max-w-[60%] truncate text-right", value === null && "text-amber")} title={exactText(value)} lang={locale}>
            {seenText(policy, name, value, locale)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
