"use client";

import { SlidersHorizontal } from "lucide-react";
import { Fragment, type ReactNode } from "react";
import type { Change, MeasureShares } from "#rules/compare";
import type { MoneyMeasure } from "#rules/figures";
import { shortChangeName } from "#rules/format";
import { numbersOf, sentenceOfNumber } from "#rules/sweep";
import { IconButton } from "../../../../_components/button";
import { SignedMoney } from "../../../../_components/figures";
import { countOf, formatCount, formatMoney } from "../../../../_components/format";
import { ShowButton } from "../../../../_components/show-button";
import { replaceParams } from "../../../../_components/use-url-state";
import type { ChangeLine, PairCount } from "../change-lines";
import { joinKeys } from "../keys";
import { MOVES, type ShareFigure, shareKey } from "../parts";
import { ALONE, aloneKey, BOTH } from "../share-rows";
import { hasBalance, type Shown, titlesOf } from "../shown";
import type { Filters } from "../url-state";

interface ChangeDetailProps {
  shown: Shown;
  change: Change;
  line: ChangeLine | null;
  onShow: (filters: Partial<Filters>) => void;
}

/** What an open row tells of a change: its edits, what it does alone, last and on average, whom it moves where, with what it interacts. */
export function ChangeDetail({ shown, change, line, onShow }: ChangeDetailProps) {
  return (
    <div className="grid gap-x-8 gap-y-3 px-5.5 pt-1 pb-3 text-sm lg:grid-cols-2">
      <Part title={change.edits.length === 1 ? "The edit" : `The ${change.edits.length} edits`}>
        <ul className="grid gap-0.5">
          {change.edits.map((edit) => (
            <li key={edit.path}>
              {edit.text} <span className="font-mono text-xs break-all text-faint">{edit.path}</span>
              {numbersAt(shown, edit.path).map(({ at, words }) => (
                <TurnButton key={at} at={at} words={words} />
              ))}
            </li>
          ))}
        </ul>
      </Part>
      {line === null ? null : (
        <>
          <Shares shown={shown} line={line} onShow={onShow} />
          <Moves line={line} change={change} onShow={onShow} />
          <Together shown={shown} line={line} onShow={onShow} />
        </>
      )}
    </div>
  );
}

/** The candidate's numbers that an edit set: one, or those of an expression. */
function numbersAt({ candidate: { policy } }: Shown, path: string): { readonly at: string; readonly words: string }[] {
  return numbersOf(policy)
    .filter(({ at }) => at === path || at.startsWith(`${path}#`))
    .map((place) => ({ at: place.at, words: sentenceOfNumber(policy, place).en }));
}

/** Opens the dial on the number that an edit set. */
function TurnButton({ at, words }: { at: string; words: string }) {
  return (
    <IconButton label={`Try other values: ${words}`} size="small" className="align-middle" onClick={() => replaceParams({ dial: at })}>
      <SlidersHorizontal aria-hidden />
    </IconButton>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="min-w-0">
      <h3 className="mb-0.5 font-medium text-mute">{title}</h3>
      {children}
    </section>
  );
}

interface ShareRow {
  readonly figure: Exclude<ShareFigure, "pair">;
  readonly label: string;
  readonly title: string;
  readonly value: (shares: MeasureShares) => number;
}

const ROWS: readonly ShareRow[] = [
  {
    figure: "share",
    label: "share",
    title: "Averaged over all orders; those of all changes sum to the shift",
    value: ({ share }) => share,
  },
  { figure: "alone", label: "alone", title: "Applied alone to the baseline", value: ({ solo }) => solo },
  { figure: "last", label: "last", title: "Applied last, after all others", value: ({ last }) => last },
  {
    figure: "others",
    label: "last − alone",
    title: "What the other changes make of it",
    value: ({ last, solo }) => (Math.round(last * 100) - Math.round(solo * 100)) / 100,
  },
];

type LineProps = Pick<ChangeDetailProps, "shown" | "onShow"> & { line: ChangeLine };

function Shares({ shown, line, onShow }: LineProps) {
  const measures: readonly MoneyMeasure[] = hasBalance(shown) ? ["limit", "available"] : ["limit"];
  return (
    <Part title={`What it does, ${shown.candidate.policy.currency}`}>
      <table className="w-full max-w-100">
        <thead>
          <tr className="text-faint">
            <td />
            {measures.map((measure) => (
              <th key={measure} scope="col" className="text-right font-normal">
                {measure === "limit" ? "limits" : "available credit"}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {ROWS.map(({ figure, label, title, value }) => (
            <tr key={label} title={title}>
              <th scope="row" className="text-left font-normal">
                {label}
              </th>
              {measures.map((measure) => (
                <td key={measure} className="text-right">
                  <Sum value={value(line[measure])} moves={shareKey(figure, measure, [line.change.id])} onShow={onShow} />
                  {label === "share" && line[measure].stderr !== undefined ? (
                    <span className="text-faint" title="Standard error: so many changes touch one borrower that orders were sampled">
                      {" "}
                      ± {formatMoney(line[measure].stderr)}
                    </span>
                  ) : null}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Part>
  );
}

/** A sum of money that leads to the borrowers that it is made of. */
function Sum({ value, moves, onShow }: { value: number; moves: string } & Pick<ChangeDetailProps, "onShow">) {
  return (
    <ShowButton
      onShow={value === 0 ? undefined : () => onShow({ all: true, where: { [MOVES]: moves } })}
      title="What each borrower adds to it"
    >
      <SignedMoney value={value} />
    </ShowButton>
  );
}

/** Where the decisions of its borrowers go, with everything else that changes; and what it does to decisions alone. */
function Moves({ line, change, onShow }: { line: ChangeLine; change: Change; onShow: ChangeDetailProps["onShow"] }) {
  return (
    <Part title={`Decisions of its ${countOf(line.touched, "borrower")}`}>
      {line.moves.length === 0 ? <p className="text-mute">None shifts.</p> : null}
      <ul className="flex flex-wrap gap-1.5">
        {line.moves.map((move) => (
          <li key={`${move.baseline}-${move.candidate}`}>
            <MoveButton move={move} onClick={() => onShow({ change: change.id, pair: pairOf(move) })} />
          </li>
        ))}
      </ul>
      <p className="mt-1 text-mute">
        Alone it turns {line.flips.length === 0 ? "no decision into another." : null}
        {line.flips.map(({ from, to, borrowers }, i) => (
          <Fragment key={`${from}-${to}`}>
            {i === 0 ? null : ", "}
            <ShowButton
              onShow={() => onShow({ all: true, where: { [ALONE]: aloneKey(from, to, change.id) } })}
              title={`${countOf(borrowers, "borrower")} from ${from} to ${to} by this change alone`}
              className="text-ink underline"
            >
              {formatCount(borrowers)}
            </ShowButton>{" "}
            from {from} to {to}
          </Fragment>
        ))}
        {line.flips.length === 0 ? null : "."}
      </p>
    </Part>
  );
}

function pairOf({ baseline, candidate }: PairCount): Filters["pair"] {
  return { baseline, candidate };
}

function MoveButton({ move, onClick }: { move: PairCount; onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      title="Show these borrowers"
      className="rounded-full border border-line bg-card px-2 py-px hover:border-edge"
    >
      {move.baseline} → {move.candidate} <span className="font-medium">{formatCount(move.borrowers)}</span>
    </button>
  );
}

function Together({ shown, line, onShow }: LineProps) {
  if (line.interactions.length === 0) return null;
  const key = hasBalance(shown) ? "available" : "limit";
  const nameOf = (id: string) => {
    const change = shown.outcomes.versions.changes.find((one) => one.id === id);
    return change === undefined ? id : shortChangeName(change);
  };
  return (
    <Part title="Together with">
      <ul className="grid gap-0.5">
        {line.interactions.map((one) => (
          <li key={one.changes.join("+")} title={`Beyond what each does alone in ${titlesOf(shown).baseline}`}>
            <span className="font-medium">{one.changes.filter((id) => id !== line.change.id).map(nameOf)}</span>{" "}
            <Sum value={one[key]} moves={shareKey("pair", key, one.changes)} onShow={onShow} />{" "}
            <span className="text-mute">
              over{" "}
              <ShowButton
                onShow={one.borrowers === 0 ? undefined : () => onShow({ all: true, where: { [BOTH]: joinKeys(one.changes) } })}
                title="Borrowers that both touch"
              >
                {countOf(one.borrowers, "borrower")}
              </ShowButton>{" "}
              that both touch
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}
