import type { ChangeBin } from "#rules/portfolio";
import { BarHistogram } from "../../../../_components/bar-histogram";
import { Card } from "../../../../_components/card";
import { countOf, formatCount } from "../../../../_components/format";
import { changeBars } from "../figures";

/** How far limits move, in money; how many stay is said beside it. */
export function DistributionCard({ bins, against }: { bins: readonly ChangeBin[]; against: string }) {
  const { bars, moving, staying } = changeBars(bins);
  return (
    <Card
      title="Change of limit"
      note={moving === 0 ? "no limit moves" : `against ${against}: ${formatCount(moving)} move, ${formatCount(staying)} stay`}
    >
      {moving === 0 ? null : (
        <BarHistogram
          bars={bars}
          label={`Change of limit of ${countOf(moving, "borrower")}, as bars of money`}
          heads={["change of limit", "borrowers"]}
        />
      )}
    </Card>
  );
}
