import type { SweepPoint } from "#rules/sweep";
import { cn } from "../class-names";
import type { DialMeasure } from "./measures";

interface DialFiguresProps {
  measures: readonly DialMeasure[];
  current: SweepPoint;
  chosen: SweepPoint;
  /** Key of the measure that the curve shows. */
  shown: string;
  onShow: (key: string) => void;
}

/** Every measure at the present value and at the chosen one; a click shows its curve. */
export function DialFigures({ measures, current, chosen, shown, onShow }: DialFiguresProps) {
  return (
    <table className="w-full border-collapse text-right tabular-nums">
      <caption className="sr-only">Measures at the present and at the chosen value</caption>
      <thead className="text-sm text-faint">
        <tr className="[&>th]:border-b [&>th]:border-line [&>th]:px-1.5 [&>th]:py-1 [&>th]:font-normal">
          <th scope="col" className="text-left">
            measure
          </th>
          <th scope="col">at {current.value}</th>
          <th scope="col">at {chosen.value}</th>
          <th scope="col">shift</th>
        </tr>
      </thead>
      <tbody>
        {measures.map((measure) => (
          <tr
            key={measure.key}
            className={cn("border-b border-line last:border-b-0 [&>*]:px-1.5 [&>*]:py-0.75", measure.key === shown && "bg-soft")}
          >
            <th scope="row" className="text-left font-normal">
              <button
                type="button"
                aria-pressed={measure.key === shown}
                onClick={() => onShow(measure.key)}
                className={cn("text-left hover:underline", measure.key === shown && "font-medium text-accent")}
              >
                {measure.label}
              </button>
            </th>
            <Figures measure={measure} before={measure.of(current)} after={measure.of(chosen)} />
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Figures({ measure, before, after }: { measure: DialMeasure; before: number | null; after: number | null }) {
  const text = (value: number | null) => (value === null ? <span className="text-faint">not known</span> : measure.text(value));
  const shift = before === null || after === null ? null : after - before;
  return (
    <>
      <td className="text-mute">{text(before)}</td>
      <td>{text(after)}</td>
      <td>{shift === null || shift === 0 ? <span className="text-faint">·</span> : measure.shift(shift)}</td>
    </>
  );
}
