"use client";

import { useId, useMemo, useState } from "react";
import type { Facts, ValidPolicy } from "#rules/policy";
import type { Sweep, SweepPoint } from "#rules/sweep";
import { Button } from "../button";
import { Dialog } from "../dialog";
import type { Progress } from "../evaluation/protocol";
import { useSweep } from "../evaluation/use-sweep";
import type { Borrowers } from "../evaluation/workers";
import { Input } from "../field";
import { countOf } from "../format";
import { useLocale } from "../locale";
import { ProgressBar } from "../progress-bar";
import { Select } from "../select";
import { Spinner } from "../spinner";
import { currentPoint } from "./curve";
import { DialCurve } from "./dial-curve";
import { DialFigures } from "./dial-figures";
import { measuresOf } from "./measures";
import { betweenOf, type DialNumber, dialNumbers } from "./numbers";

export interface ThresholdDialProps {
  /** Title of what is turned: "v2", "the draft". */
  title: string;
  policyText: string;
  policy: ValidPolicy;
  scenario: Facts;
  /** Keep the array or the batch the same between renders. */
  borrowers: Borrowers;
  observed?: string;
  /** JSON pointer of the number that is turned. */
  at: string;
  onAt: (at: string) => void;
  onClose: () => void;
  /** Takes a value into the draft. */
  onAccept: (value: number) => void;
}

/** What every value of one number would do to the borrowers: the exact curve, figures on both sides, and a way to take a value into the draft. */
export function ThresholdDial(props: ThresholdDialProps) {
  const { title, policy, at, onAt, onClose } = props;
  const locale = useLocale();
  const numbers = useMemo(() => dialNumbers(policy, locale), [policy, locale]);
  const number = numbers.find((one) => one.at === at) ?? numbers[0];
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Threshold dial"
      description={`What any value of one number of ${title} would do to ${countOf(rowsOf(props.borrowers), "borrower")}.`}
      width="large"
    >
      <div className="flex flex-col gap-3 pb-2">
        <Select
          label="Number"
          prefix
          value={number?.at ?? ""}
          onChange={onAt}
          options={numbers.map((one) => ({ value: one.at, label: `${one.group}: ${one.words}`, note: String(one.value) }))}
          className="w-full"
        />
        {number === undefined ? null : <Turning key={number.at} {...props} number={number} />}
      </div>
    </Dialog>
  );
}

function rowsOf(borrowers: Borrowers): number {
  return "columns" in borrowers ? borrowers.rows : borrowers.length;
}

function Turning({ number, ...props }: ThresholdDialProps & { number: DialNumber }) {
  const { policyText, scenario, borrowers, observed } = props;
  const [chosen, setChosen] = useState<number | null>(null);
  const asked = { policyText, scenario, borrowers, at: number.at, ...(observed === undefined ? {} : { observed }) };
  const { sweep, status, error, progress, cancel, restart } = useSweep(asked);
  const isOffCurve = sweep !== null && chosen !== null && !sweep.points.some(({ value }) => value === chosen);
  const exact = useSweep({ ...asked, at: isOffCurve ? number.at : null, ...(chosen === null ? {} : { values: [chosen] }) });
  if (status === "failed" || status === "invalid")
    return (
      <p role="alert" className="py-6 text-down">
        {error ?? "The text is no valid policy."}
      </p>
    );
  if (status === "cancelled")
    return (
      <p className="flex h-105 items-center justify-center gap-3 text-mute">
        Cancelled.
        <Button onClick={restart}>Try every value</Button>
      </p>
    );
  if (sweep === null) return <Trying borrowers={rowsOf(borrowers)} progress={progress} onCancel={cancel} />;
  return <Turned {...props} number={number} sweep={sweep} chosen={chosen} onChoose={setChosen} exact={isOffCurve ? exact : null} />;
}

function Trying({ borrowers, progress, onCancel }: { borrowers: number; progress: Progress | null; onCancel: () => void }) {
  const words = `Trying values on ${countOf(borrowers, "borrower")}:`;
  return (
    <div className="flex h-105 items-center justify-center">
      {progress === null ? (
        <Spinner words={`Trying every value of the number on ${countOf(borrowers, "borrower")}…`} />
      ) : (
        <ProgressBar
          words={words}
          done={progress.done}
          total={progress.total}
          unit="values"
          onCancel={onCancel}
          className="w-130 max-w-full"
        />
      )}
    </div>
  );
}

interface TurnedProps extends ThresholdDialProps {
  number: DialNumber;
  sweep: Sweep;
  /** Null: the present value. */
  chosen: number | null;
  onChoose: (value: number) => void;
  /** The one value asked for, where the curve has no point for it; null where it has. */
  exact: { readonly sweep: Sweep | null; readonly error: string | null } | null;
}

function Turned({ policy, sweep, chosen, onChoose, exact, observed, onAccept }: TurnedProps) {
  const [shown, setShown] = useState("available");
  const measures = measuresOf(sweep.touch, observed ?? null);
  const measure = measures.find(({ key }) => key === shown) ?? measures[0];
  const at = currentPoint(sweep.points, sweep.current);
  const current = sweep.points[at];
  if (measure === undefined || current === undefined) return null;
  const value = chosen ?? sweep.current;
  const point = exact === null ? sweep.points.find((one) => one.value === value) : exact.sweep?.points[0];
  const nearest = nearestTo(sweep.points, value);
  return (
    <div className="grid grid-cols-[minmax(0,1.25fr)_minmax(0,1fr)] gap-4 max-md:grid-cols-1">
      <div>
        <DialCurve
          sweep={sweep}
          measure={measure}
          between={betweenOf(policy, sweep.at)}
          chosen={nearest}
          onChoose={(index) => onChoose(sweep.points[index]?.value ?? sweep.current)}
        />
        <p className="mt-1 text-sm text-faint">{extentOf(sweep)}</p>
      </div>
      <div className="flex flex-col gap-2">
        <ValueField value={value} onChange={onChoose} problem={exact?.error ?? null} />
        <DialFigures measures={measures} current={current} chosen={point ?? current} shown={measure.key} onShow={setShown} />
        <Button
          look="primary"
          className="self-end"
          disabled={value === sweep.current || point === undefined}
          onClick={() => onAccept(value)}
        >
          Take {value} into the draft
        </Button>
      </div>
    </div>
  );
}

function ValueField({ value, onChange, problem }: { value: number; onChange: (value: number) => void; problem: string | null }) {
  const id = useId();
  const [typed, setTyped] = useState<string | null>(null);
  const read = (text: string) => {
    setTyped(text);
    const number = Number(text);
    if (text.trim() !== "" && Number.isFinite(number)) onChange(number);
  };
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <label htmlFor={id} className="font-medium">
        Value
      </label>
      <Input
        id={id}
        numeric
        inputMode="decimal"
        className="w-32 tabular-nums"
        value={typed ?? String(value)}
        aria-invalid={problem === null ? undefined : true}
        onChange={(event) => read(event.target.value)}
        onBlur={() => setTyped(null)}
      />
      {problem === null ? null : (
        <span role="alert" className="text-sm text-down">
          {problem}
        </span>
      )}
    </span>
  );
}

function nearestTo(points: readonly SweepPoint[], value: number): number {
  return points.reduce(
    (best, point, i) => (Math.abs(point.value - value) < Math.abs((points[best] as SweepPoint).value - value) ? i : best),
    0,
  );
}

function extentOf({ kind, of, points, fact }: Sweep): string {
  if (kind === "grid") return `${points.length} values, each evaluated exactly; type any other.`;
  const all = `Outcomes change at ${countOf(of, "value")} only, those that ${fact ?? "the fact"} takes here`;
  return of > points.length ? `${all}; the curve shows ${points.length} of them, and any can be typed.` : `${all}.`;
}
