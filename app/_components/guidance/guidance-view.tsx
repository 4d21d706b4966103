"use client";

import type { Guidance, Way, WhyNot, WhyStep } from "#rules/guidance";
import type { Locale } from "#rules/policy";
import { cn } from "../class-names";
import { DecisionBadge } from "../decision-badge";
import { formatMoney } from "../format";
import { useLocale } from "../locale";
import { DisclosureLine } from "../trace/disclosure-line";
import { RuleName } from "../trace/rule-name";
import { TraceSection } from "../trace/trace-section";
import { useOpenSet } from "../trace/use-open-set";
import { NoticeCard } from "./notice-card";

interface GuidanceViewProps {
  guidance: Guidance;
  /** How the borrower is named. */
  borrower: string;
}

/** One borrower's outcome in words: why, what would raise the limit, why not the other rules, and the notice. */
export function GuidanceView({ guidance, borrower }: GuidanceViewProps) {
  const locale = useLocale();
  return (
    <div lang={locale}>
      <TraceSection title="Why this outcome">
        <Why steps={guidance.why} locale={locale} />
      </TraceSection>
      <TraceSection title="What would change it" note="all else being as it is; each confirmed by json-rules-engine">
        <WaysList guidance={guidance} locale={locale} />
      </TraceSection>
      <TraceSection title="Why not" note={`${guidance.whyNot.length} rules that did not fire`}>
        <WhyNotList rules={guidance.whyNot} locale={locale} />
      </TraceSection>
      <TraceSection title="Notice to the borrower">
        <NoticeCard notice={guidance.notice} borrower={borrower} />
      </TraceSection>
    </div>
  );
}

function Why({ steps, locale }: { steps: readonly WhyStep[]; locale: Locale }) {
  return (
    <ol className="flex flex-col gap-1.5">
      {steps.map((step) => (
        <li key={`${step.kind}/${step.name ?? ""}`} className="flex items-baseline gap-3">
          <span className="min-w-0 flex-1">{step.words[locale]}</span>
          {step.before === undefined || step.after === undefined || step.before === step.after ? null : (
            <span className="shrink-0 whitespace-nowrap tabular-nums">
              <span className="text-mute">{formatMoney(step.before)} →</span> {formatMoney(step.after)}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}

function WaysList({ guidance: { ways, outcome }, locale }: { guidance: Guidance; locale: Locale }) {
  if (ways.nothing !== null) return <p className="text-mute">{ways.nothing[locale]}</p>;
  return (
    <>
      <ul className="flex flex-col gap-2">
        {ways.ways.map((way) => (
          <WayLine
            key={JSON.stringify(way.moves.map(({ fact, to }) => [fact, to]))}
            way={way}
            before={outcome.limitAfter}
            locale={locale}
          />
        ))}
      </ul>
      {ways.cutShort ? <p className="mt-1 text-sm text-faint">There may be further ways: the search was cut short.</p> : null}
    </>
  );
}

function WayLine({ way, before, locale }: { way: Way; before: number; locale: Locale }) {
  const { outcome } = way;
  return (
    <li className="flex items-baseline gap-3 rounded-md border border-line px-2.5 py-1.5">
      <span className="min-w-0 flex-1">
        {way.moves.map((move) => (
          <span key={move.fact} className="block">
            {move.words[locale]}
          </span>
        ))}
      </span>
      <span className="flex shrink-0 items-baseline gap-2 whitespace-nowrap tabular-nums">
        <DecisionBadge decision={outcome.decision} />
        <span className={cn(outcome.limitAfter > before && "text-up")}>{formatMoney(outcome.limitAfter)}</span>
      </span>
    </li>
  );
}

function WhyNotList({ rules, locale }: { rules: readonly WhyNot[]; locale: Locale }) {
  const open = useOpenSet([]);
  return (
    <ul>
      {rules.map((one) => (
        <DisclosureLine
          key={one.rule}
          open={open.isOpen(one.rule)}
          onToggle={() => open.toggle(one.rule)}
          summary={
            <span className="flex min-w-0 items-baseline gap-2">
              <RuleName name={one.rule} />
              <span className="truncate text-sm text-faint">{missing(one)}</span>
            </span>
          }
        >
          <p className="px-1">{one.words[locale]}</p>
        </DisclosureLine>
      ))}
    </ul>
  );
}

function missing({ enabled, impossible, tests }: WhyNot): string {
  if (!enabled) return "switched off";
  if (impossible) return "cannot fire";
  return tests.length === 1 ? "one condition away" : `${tests.length} conditions away`;
}
