"use client";

import { ChevronRight } from "lucide-react";
import { useId } from "react";
import type { Change } from "#rules/compare";
import type { divergingScale, MoneyMeasure } from "#rules/figures";
import { sentenceOfChange } from "#rules/format";
import { cn } from "../../../../_components/class-names";
import { ChangeName, KindTag } from "../../../../_components/comparison/change-name";
import { countOf, formatCount, formatSignedMoney } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";
import { ShowButton } from "../../../../_components/show-button";
import { replaceParams } from "../../../../_components/use-url-state";
import { againstGrain, type ChangeLine, type Grain, isIdle } from "../change-lines";
import { MOVES, shareKey } from "../parts";
import { DRIVER } from "../share-rows";
import type { Shown } from "../shown";
import type { Filters } from "../url-state";
import { ChangeDetail } from "./change-detail";
import type { Unit } from "./change-list";
import { ShareBar } from "./pictures";

export const CHANGE_COLUMNS = "grid grid-cols-[minmax(0,2fr)_60px_minmax(80px,1fr)_68px] items-center gap-x-2.5 px-1.5";

interface ChangeRowProps {
  shown: Shown;
  change: Change;
  /** Null while the shift is being divided. */
  line: ChangeLine | null;
  measure: MoneyMeasure;
  unit: Unit;
  scale: ReturnType<typeof divergingScale>;
  grain: Grain;
  open: boolean;
  chosen: boolean;
  onShow: (filters: Partial<Filters>) => void;
}

/** One change: its name opens what is known of it, its figures lead to its borrowers. */
export function ChangeRow(props: ChangeRowProps) {
  const { change, line, measure, unit, scale, open, chosen, onShow } = props;
  const detail = useId();
  const sentence = sentenceOfChange(change);
  return (
    <li className={cn("border-t border-line", open && "bg-bg")}>
      <div className={cn(CHANGE_COLUMNS, "relative rounded-sm py-1.5 hover:bg-soft", chosen && "bg-soft")}>
        <div className="min-w-0">
          <div className="flex min-w-0 items-baseline gap-x-1.5">
            <button
              type="button"
              aria-expanded={open}
              aria-controls={detail}
              title={sentence}
              onClick={() => replaceParams({ open: open ? null : change.id })}
              className="flex min-w-20 shrink-999 items-baseline gap-1 rounded-sm text-left after:absolute after:inset-0"
            >
              <ChevronRight
                aria-hidden
                className={cn("size-3 shrink-0 translate-y-0.5 text-faint transition-transform", open && "rotate-90")}
              />
              <ChangeName change={change} />
            </button>
            <Badges {...props} />
          </div>
          <p className="truncate pl-4 text-mute">{sentence}</p>
        </div>
        <Touched line={line} onShow={() => onShow({ change: change.id, all: true })} />
        {line === null ? <span /> : <ShareBar share={line[measure].share} solo={line[measure].solo} scale={scale} />}
        {line === null ? (
          <span />
        ) : (
          <Share
            share={line[measure].share}
            unit={unit}
            onShow={() => onShow({ all: true, where: { [MOVES]: shareKey("share", measure, [change.id]) } })}
          />
        )}
      </div>
      <div id={detail} hidden={!open}>
        {open ? <ChangeDetail {...props} /> : null}
      </div>
    </li>
  );
}

function Badges({ change, line, grain, measure, onShow }: ChangeRowProps) {
  const against = line === null ? null : againstGrain(line, grain, measure);
  return (
    <span className="flex min-w-0 gap-1.5">
      <KindTag change={change} />
      {against === null ? null : (
        <button
          type="button"
          className="relative z-1 min-w-0 rounded-sm"
          title="It acts against the comparison as a whole: show these borrowers"
          onClick={() => onShow(behind(change, against.words))}
        >
          <Tag tone="amber" className="block truncate hover:underline">
            {against.words} {formatCount(against.borrowers)} against the grain
          </Tag>
        </button>
      )}
      {line !== null && isIdle(line) ? <Tag title="It alters no outcome of these borrowers">no effect</Tag> : null}
    </span>
  );
}

/** Whom the badge counts. */
function behind({ id }: Change, words: string): Partial<Filters> {
  if (words === "releases") return { treatment: "released", where: { [DRIVER]: id } };
  return words === "restricts" ? { treatment: "restricted", where: { [DRIVER]: id } } : { change: id, all: true };
}

function Touched({ line, onShow }: { line: ChangeLine | null; onShow: () => void }) {
  if (line === null) return <span />;
  if (line.touched === 0) return <span className="text-right text-faint">0</span>;
  return (
    <button
      type="button"
      aria-label={`${countOf(line.touched, "borrower")}: show them`}
      title="Borrowers whose outcome it alone alters, from either side: show them"
      onClick={onShow}
      className="relative z-1 justify-self-end rounded-sm text-mute decoration-edge decoration-1 underline-offset-3 hover:text-ink hover:underline"
    >
      {formatCount(line.touched)}
    </button>
  );
}

function Share({ share, unit, onShow }: { share: number; unit: Unit; onShow: () => void }) {
  if (share === 0) return <span className="text-right text-faint">{unit.text(share)}</span>;
  return (
    <ShowButton
      onShow={onShow}
      title={`${formatSignedMoney(share)}, the sum of its shares in each borrower’s shift`}
      className={cn("relative z-1 justify-self-end", share < 0 ? "text-down" : "text-up")}
    >
      {unit.text(share)}
    </ShowButton>
  );
}
