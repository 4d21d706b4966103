import type { ChangeBin, ChangeMeasure, Tallied } from "#rules/figures";
import { binLabel, binWords, MEASURE_WORDS } from "#rules/format";
import { type Bar, BarHistogram } from "../../../../../_components/bar-histogram";
import { Card } from "../../../../../_components/card";
import { countOf, formatCount } from "../../../../../_components/format";
import { ShowButton } from "../../../../../_components/show-button";
import { Segmented } from "../../../../../_components/segmented";
import type { PictureProps } from "./types";

interface ChangeHistogramProps extends Omit<PictureProps, "titles" | "observed"> {
  bins: readonly Tallied<ChangeBin>[];
  measure: ChangeMeasure;
  onMeasure?: (measure: ChangeMeasure) => void;
  hasBalance: boolean;
  /** Show those that move, and those that stay. */
  onMoving?: () => void;
  onStill?: () => void;
}

/** How far limits or available credit move, as bars. Who stays is told in words, since it would dwarf the rest. */
export function ChangeHistogram(props: ChangeHistogramProps) {
  const { bins, measure, onMeasure, hasBalance, chosen = null, onChoose, onMoving, onStill, actions } = props;
  const moved = bins.filter((bin) => bin.key !== "0");
  const moving = moved.reduce((sum, bin) => sum + bin.borrowers, 0);
  const still = bins.find((bin) => bin.key === "0")?.borrowers ?? 0;
  const name = measure === "available" ? "available credits" : "limits";
  return (
    <Card
      title="Distribution of changes"
      note={
        <>
          <ShowButton onShow={moving === 0 ? undefined : onMoving}>{formatCount(moving)}</ShowButton> {name} move,{" "}
          <ShowButton onShow={still === 0 ? undefined : onStill}>{formatCount(still)}</ShowButton> stay
        </>
      }
      actions={
        <>
          {onMeasure === undefined ? null : <MeasureChoice measure={measure} onMeasure={onMeasure} hasBalance={hasBalance} />}
          {actions}
        </>
      }
    >
      {moving === 0 ? (
        <p className="flex h-33 items-center justify-center text-mute">None of the {name} moves.</p>
      ) : (
        <BarHistogram
          bars={moved.map((bin) => barOf(bin, measure))}
          label={`${capital(MEASURE_WORDS[measure])} of ${countOf(moving, "borrower")}, as bars`}
          heads={[MEASURE_WORDS[measure], "borrowers"]}
          chosen={chosen}
          onChoose={onChoose}
        />
      )}
    </Card>
  );
}

function barOf(bin: Tallied<ChangeBin>, measure: ChangeMeasure): Bar {
  return {
    key: bin.key,
    label: binLabel(bin, measure),
    words: binWords(bin, measure),
    count: bin.borrowers,
    tone: bin.from === null || bin.from < 0 ? "down" : "up",
  };
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function MeasureChoice({
  measure,
  onMeasure,
  hasBalance,
}: {
  measure: ChangeMeasure;
  onMeasure: (measure: ChangeMeasure) => void;
  hasBalance: boolean;
}) {
  return (
    <Segmented<ChangeMeasure>
      label="What changes"
      value={measure}
      onChange={onMeasure}
      options={[
        { value: "limit-percent", label: "%", title: "Limit, in percent of the baseline's" },
        { value: "limit", label: "Limit", title: "Limit, in money" },
        ...(hasBalance ? [{ value: "available" as const, label: "Available", title: "Available credit, in money" }] : []),
      ]}
      className="h-6.5 text-sm"
    />
  );
}
