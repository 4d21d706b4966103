import { divergingScale, type ReasonCount, type ReasonMove, type Tallied } from "#rules/figures";
import { Card } from "../../../../../_components/card";
import { countOf, formatCount, formatSignedCount } from "../../../../../_components/format";
import { ShowButton } from "../../../../../_components/show-button";
import { Choice, rowClass, Sideways } from "./choice";
import { ShareBar } from "../../../../../_components/comparison/share-bar";
import type { PictureProps } from "./types";

/** A reason's text, by its code. */
type ReasonTexts = ReadonlyMap<string, string>;

interface ReasonCountTableProps extends Omit<PictureProps, "observed"> {
  counts: readonly ReasonCount[];
  texts?: ReasonTexts;
}

/** How many are told each reason on both sides. Either count shows its borrowers: `baseline:CODE`, `candidate:CODE`. */
export function ReasonCountTable({ counts, texts, titles, chosen, onChoose, actions }: ReasonCountTableProps) {
  const scale = divergingScale(counts.map(({ baseline, candidate }) => candidate - baseline));
  return (
    <Card title="Reasons" note="borrowers told each" actions={actions}>
      <Sideways label="Reasons" className="max-h-100 overflow-y-auto">
        <table className="w-full min-w-100 border-collapse text-right">
          <thead className="sticky top-0 bg-card text-sm text-faint">
            <tr className="[&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
              <th scope="col" className="text-left">
                reason
              </th>
              <th scope="col">{titles.baseline}</th>
              <th scope="col">{titles.candidate}</th>
              <th scope="col">shift</th>
              <th scope="col" className="w-[22%]">
                <span className="sr-only">shift as a bar</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {counts.map(({ code, baseline, candidate }) => {
              const keys = [`baseline:${code}`, `candidate:${code}`] as const;
              return (
                <tr key={code} className={rowClass(chosen === keys[0] || chosen === keys[1])}>
                  <th scope="row" className="max-w-70 truncate text-left font-normal" title={texts?.get(code)}>
                    <span className="font-medium">{code}</span> <span className="text-mute">{texts?.get(code)}</span>
                  </th>
                  <td>
                    <Choice
                      choice={baseline === 0 ? null : keys[0]}
                      chosen={chosen}
                      onChoose={onChoose}
                      title={`${titles.baseline} tells ${code}`}
                    >
                      {formatCount(baseline)}
                    </Choice>
                  </td>
                  <td>
                    <Choice
                      choice={candidate === 0 ? null : keys[1]}
                      chosen={chosen}
                      onChoose={onChoose}
                      title={`${titles.candidate} tells ${code}`}
                    >
                      {formatCount(candidate)}
                    </Choice>
                  </td>
                  <td>{formatSignedCount(candidate - baseline)}</td>
                  <td>
                    <ShareBar share={candidate - baseline} scale={scale} tone="neutral" />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </Sideways>
    </Card>
  );
}

interface ReasonMoveTableProps extends Omit<PictureProps, "observed"> {
  moves: readonly Tallied<ReasonMove>[];
  texts?: ReasonTexts;
  /** Shows all of them. */
  onAll?: () => void;
}

/** Who is told other reasons though limit and decision stay, by what they are told. */
export function ReasonMoveTable({ moves, texts, titles, chosen, onChoose, onAll, actions }: ReasonMoveTableProps) {
  const some = moves.filter((move) => move.borrowers > 0);
  const total = some.reduce((sum, move) => sum + move.borrowers, 0);
  const note = (
    <>
      <ShowButton onShow={total === 0 ? undefined : onAll}>{countOf(total, "borrower")}</ShowButton> with the same limit and decision
    </>
  );
  return (
    <Card title="Other reasons, same outcome" note={note} actions={actions}>
      {total === 0 ? (
        <p className="py-2 text-mute">Whoever keeps limit and decision is told what {titles.baseline} told.</p>
      ) : (
        <MoveRows moves={some} texts={texts} titles={titles} chosen={chosen ?? null} onChoose={onChoose} />
      )}
    </Card>
  );
}

function MoveRows({ moves, texts, titles, chosen, onChoose }: Omit<ReasonMoveTableProps, "actions">) {
  return (
    <Sideways label="Other reasons, same outcome" className="max-h-100 overflow-y-auto">
      <table className="w-full min-w-100 border-collapse">
        <thead className="sticky top-0 bg-card text-sm text-faint">
          <tr className="[&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
            <th scope="col" className="text-left">
              told by {titles.baseline}
            </th>
            <th scope="col" className="text-left">
              told by {titles.candidate}
            </th>
            <th scope="col" className="text-right">
              borrowers
            </th>
          </tr>
        </thead>
        <tbody>
          {moves.map((move) => (
            <tr key={move.key} className={rowClass(chosen === move.key)}>
              <td>
                <Codes codes={move.before} others={move.after} texts={texts} />
              </td>
              <td>
                <Codes codes={move.after} others={move.before} texts={texts} />
              </td>
              <td className="text-right">
                <Choice choice={move.key} chosen={chosen} onChoose={onChoose}>
                  {formatCount(move.borrowers)}
                </Choice>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Sideways>
  );
}

/** Reasons as told; strong where the other side does not tell them. */
function Codes({ codes, others, texts }: { codes: readonly string[]; others: readonly string[]; texts: ReasonTexts | undefined }) {
  if (codes.length === 0) return <span className="text-faint">none</span>;
  return (
    <span className="flex flex-wrap gap-x-1.5">
      {codes.map((code) => (
        <span key={code} title={texts?.get(code)} className={others.includes(code) ? "text-mute" : "font-semibold"}>
          {code}
        </span>
      ))}
    </span>
  );
}
