import type { ReactNode } from "react";
import { Card } from "./card";
import { ShowButton } from "./show-button";

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
  return (
    <Card>
      <div className="text-sm text-mute">{label}</div>
      <ShowButton onShow={onShow} className="my-px block text-2xl font-semibold tracking-tight">
        {value}
      </ShowButton>
      <div className="min-h-[17px] text-sm text-mute">{shift}</div>
    </Card>
  );
}
