import type { ReactNode } from "react";
import { Card } from "./card";
import { cn } from "./class-names";

/** A headline figure: its name, its value, and under it how it shifted. Its value can be a button that shows whom it counts. */
export function Kpi({
  label,
  value,
  shift,
  onShow,
}: {
  label: ReactNode;
  value: ReactNode;
  shift?: ReactNode;
  onShow?: (() => void) | undefined;
}) {
  const figure = "my-px text-2xl font-semibold tracking-tight";
  return (
    <Card>
      <div className="text-sm text-mute">{label}</div>
      {onShow === undefined ? (
        <div className={figure}>{value}</div>
      ) : (
        <button
          type="button"
          onClick={onShow}
          title="Show these borrowers"
          className={cn(figure, "block rounded-sm decoration-edge decoration-1 underline-offset-4 hover:underline")}
        >
          {value}
        </button>
      )}
      <div className="min-h-[17px] text-sm text-mute">{shift}</div>
    </Card>
  );
}
