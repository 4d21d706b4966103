"use client";

import { type RefObject, useCallback, useEffect, useMemo, useRef } from "react";
import { cn } from "../../../../_components/class-names";
import { type HeadlinePart, HeadlineSentence } from "../../../../_components/comparison/headline-sentence";
import { usePainted } from "../../../../_components/use-painted";
import { replaceParams } from "../../../../_components/use-url-state";
import { FAILED } from "../filter-rows";
import { releaserOf, treatmentsOf } from "../headline-words";
import { MOVES } from "../parts";
import { DRIVER } from "../share-rows";
import { hasBalance, type Shares, type Shown } from "../shown";
import { filterParams, type Filters, isFiltered, NO_FILTERS, type UrlState } from "../url-state";
import { BookStrip } from "./book-strip";
import { BorrowersCard } from "./borrowers-card";
import { ChangeList } from "./change-list";
import { CompareDial } from "./compare-dial";
import { FailureList } from "./failure-list";
import { Headline } from "./headline";
import { MoreFigures } from "./more-figures";
import { SideFigures } from "./side-figures";
import { useObserved } from "./use-observed";

interface ComparisonViewProps {
  shown: Shown;
  shares: Shares | null;
  sharesError: string | null;
  stale: boolean;
  url: UrlState;
}

/** A finished comparison, from the sentence down to the borrowers. */
export function ComparisonView({ shown, shares, sharesError, stale, url }: ComparisonViewProps) {
  const { summary } = shown.outcomes.figures;
  const list = useRef<HTMLDivElement>(null);
  const standing = useRef(url.filters);
  standing.current = url.filters;
  const filter = useCallback<Filter>((filters) => replaceParams(filterParams(filters, standing.current)), []);
  const show = useCallback(
    (filters: Partial<Filters>) => {
      filter({ ...NO_FILTERS, ...filters });
      list.current?.scrollIntoView({ block: "start" });
    },
    [filter],
  );
  const choose = useChoose(filter, show, standing);
  const showAll = useCallback((where: Record<string, string>) => show({ where, all: !(MOVES in where) }), [show]);
  const observed = useObserved(shown, url.observed);
  const used = useMemo(() => ({ shares, error: sharesError }), [shares, sharesError]);
  const releaser = useMemo(() => releaserOf(shown, shares), [shown, shares]);
  const treatments = useMemo(() => treatmentsOf(shown), [shown]);
  const painted = usePainted();
  useEffect(() => {
    // The browser itself looked for them before there were any.
    if (painted && window.location.hash === `#${BORROWERS}`) list.current?.scrollIntoView({ block: "start" });
  }, [painted]);
  return (
    <div className={cn("mt-1.5 transition-opacity", stale && "opacity-55")} aria-busy={stale}>
      <div className={summary.borrowers > summary.errors ? "min-h-13 min-[1400px]:min-h-7.5" : ""}>
        <HeadlineSentence
          summary={summary}
          treatments={treatments}
          releasedBy={releaser}
          subject={subjectOf(shown)}
          hasBalance={hasBalance(shown)}
          tellsReasons={false}
          onShow={(part) => show(behindPart(part, hasBalance(shown)))}
        />
      </div>
      <CompareDial shown={shown} observed={observed.chosen} />
      <FailureList shown={shown} onShow={showAll} />
      {summary.borrowers > summary.errors ? (
        <>
          <Headline shown={shown} onShow={showAll} />
          <BookStrip shown={shown} assumptions={url.assumptions} observed={observed.chosen} onShow={showAll} />
          <div className={cn("grid items-start gap-3", shown.outcomes.versions.changes.length > 0 && CHANGES_AND_SIDES)}>
            <ChangeList shown={shown} used={used} measure={url.measure} open={url.open} chosen={url.filters.change} onShow={show} />
            <SideFigures shown={shown} url={url} observed={observed} choose={choose} show={show} />
          </div>
          {painted ? <MoreFigures shown={shown} shares={shares} url={url} observed={observed} choose={choose} show={show} /> : null}
        </>
      ) : null}
      {painted && (summary.borrowers > summary.errors || FAILED in url.filters.where) ? (
        <div ref={list} id={BORROWERS} className="mt-3 scroll-mt-2">
          <BorrowersCard shown={shown} shares={shares} url={url} observed={observed.chosen?.values ?? null} onFilter={filter} />
        </div>
      ) : null}
    </div>
  );
}

/** Where links to the borrowers behind a figure lead. */
const BORROWERS = "borrowers";

/** Without changes their card is one line, and the figures stand below it. */
const CHANGES_AND_SIDES = "xl:grid-cols-[minmax(0,1.35fr)_minmax(0,1fr)] 2xl:grid-cols-[minmax(0,1.75fr)_minmax(0,1fr)]";

/** Whom a part of the sentence is about. */
function behindPart(part: HeadlinePart, hasBalance: boolean): Partial<Filters> {
  switch (part.kind) {
    case "all":
      return { all: true };
    case "shifted":
      return {};
    case "told":
      return { told: true };
    case "money":
      return { where: { [MOVES]: hasBalance ? "available" : "limit" } };
    default:
      return { treatment: part.kind, ...(part.change === undefined ? {} : { where: { [DRIVER]: part.change } }) };
  }
}

/** Keeps the borrowers that a filter names, and goes to them. */
export type ShowBorrowers = Filter;

type Filter = (filters: Partial<Filters>) => void;

/** Shows the borrowers behind a group of a picture, and takes that filter away again for null. */
export type Choose = (filters: Partial<Filters> | null, taken: Partial<Filters>) => void;

function useChoose(filter: Filter, show: Filter, standing: RefObject<Filters>): Choose {
  return useCallback(
    (filters, taken) => {
      if (filters !== null) return show(filters);
      const left = { ...standing.current, ...taken };
      filter(isFiltered(left) ? taken : NO_FILTERS);
    },
    [filter, show, standing],
  );
}

/** Where both sides are one version, only the scenario can shift anybody. */
function subjectOf({ baseline, candidate }: Shown): string {
  if (baseline.text === candidate.text)
    return baseline.title === candidate.title ? "The same text under the same scenario" : "The scenario";
  return candidate.title === "draft" ? "The draft" : candidate.title;
}
