import { type Bar, BarHistogram } from "../../../../_components/bar-histogram";
import { Card } from "../../../../_components/card";
import { countOf } from "../../../../_components/format";
import type { Bin } from "../measures";

/** How far limits move from baseline to candidate, as bars; the same as a table behind. */
export function LimitChangeHistogram({ bins }: { bins: readonly Bin[] }) {
  const total = bins.reduce((sum, bin) => sum + bin.borrowers, 0);
  return (
    <Card
      title="Change of limit"
      note={total === 0 ? "no limit moves" : `${countOf(total, "limit")} that ${total === 1 ? "moves" : "move"}, in percent`}
    >
      {total === 0 ? null : (
        <BarHistogram
          bars={bins.map(barOf)}
          label={`Change of limit of ${countOf(total, "borrower")}, as bars of ten percent`}
          heads={["change of limit", "borrowers"]}
        />
      )}
    </Card>
  );
}

function barOf(bin: Bin): Bar {
  return {
    key: String(bin.from),
    label: signed(bin.from),
    words: binWords(bin),
    count: bin.borrowers,
    tone: bin.from < 0 ? "down" : "up",
  };
}

function binWords({ from, to }: Bin): string {
  return from >= 100 ? "+100 % or more" : `${signed(from)} % to ${signed(to)} %`;
}

function signed(percent: number): string {
  return percent < 0 ? `−${-percent}` : percent > 0 ? `+${percent}` : "0";
}
