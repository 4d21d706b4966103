import { type Look, looksOf, type SwapSetGroup, type Tallied } from "#rules/figures";
import { LOOK_WORDS, SWAP_WORDS, shortSigned } from "#rules/format";
import { Card } from "../../../../../_components/card";
import { formatCount } from "../../../../../_components/format";
import { Tag } from "../../../../../_components/pill";
import { Choice, rowClass, Sideways } from "./choice";
import { observedRange } from "./observed-mark";
import { PartButton, SeenCell } from "./part-button";
import { MOVES } from "../../parts";
import { type Parted, type PictureProps, shiftOf } from "./types";

interface SwapSetTableProps extends PictureProps, Parted {
  sets: readonly Tallied<SwapSetGroup>[];
}

/** Who is restricted by both versions, by one, by neither, and what became of them: a good tightening catches the worse ones. */
export function SwapSetTable({ sets, titles, observed, chosen, onChoose, onPart, actions }: SwapSetTableProps) {
  const looks = looksOf(sets);
  const range = observedRange(sets.map((set) => set.observed));
  const about = {
    both: `freeze, refer or decrease in ${titles.baseline} and ${titles.candidate}`,
    restricted: `freeze, refer or decrease in ${titles.candidate} only`,
    released: `freeze, refer or decrease in ${titles.baseline} only`,
    neither: `hold, maintain or increase in ${titles.baseline} and ${titles.candidate}`,
  };
  return (
    <Card title="Swap sets" note={observed === undefined ? undefined : `mean of ${observed.name}, 95 % interval`} actions={actions}>
      <Sideways label="Swap sets">
        <table className="w-full min-w-80 border-collapse text-right">
          <thead className="text-sm text-faint">
            <tr className="[&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
              <th scope="col" className="text-left">
                set
              </th>
              <th scope="col">borrowers</th>
              <th scope="col">limit shift</th>
              {observed === undefined ? null : <th scope="col">{observed.name}</th>}
            </tr>
          </thead>
          <tbody>
            {sets.map((set) => (
              <tr key={set.key} className={rowClass(chosen === set.key)}>
                <th scope="row" className="text-left font-normal whitespace-nowrap">
                  <Choice choice={set.borrowers === 0 ? null : set.key} chosen={chosen} onChoose={onChoose} title={about[set.key]}>
                    {SWAP_WORDS[set.key]}
                  </Choice>{" "}
                  <LookTag look={looks[set.key]} />
                </th>
                <td>
                  <PartButton group={set} onPart={onPart} part={{ all: set.shifted < set.borrowers }} shows={set.borrowers > 0}>
                    {formatCount(set.borrowers)}
                  </PartButton>
                </td>
                <td>
                  <PartButton
                    group={set}
                    onPart={onPart}
                    part={{ all: false, where: { [MOVES]: "limit" } }}
                    shows={shiftOf(set.limit) !== 0}
                  >
                    {shortSigned(shiftOf(set.limit))}
                  </PartButton>
                </td>
                {observed === undefined ? null : <SeenCell group={set} observed={observed} range={range} onPart={onPart} />}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
      <p className="mt-1 min-h-4.5 text-sm text-amber">
        {(["released", "restricted", "both", "neither"] as const)
          .flatMap((key) => (looks[key] === undefined ? [] : [`${capital(SWAP_WORDS[key])}: ${LOOK_WORDS[looks[key]]}.`]))
          .join(" ")}
      </p>
    </Card>
  );
}

function LookTag({ look }: { look: Look | undefined }) {
  return look === undefined ? null : (
    <Tag tone="amber" title={LOOK_WORDS[look]}>
      look
    </Tag>
  );
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
