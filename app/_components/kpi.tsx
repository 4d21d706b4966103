import type { ReactNode } from "react";
import { Card } from "./card";

/** A headline figure: its name, its value, and under it how it shifted. */
export function Kpi({ label, value, shift }: { label: ReactNode; value: ReactNode; shift?: ReactNode }) {
  return (
    <Card>
      <div className="text-sm text-mute">{label}</div>
      <div className="my-px text-2xl font-semibold tracking-tight">{value}</div>
      <div className="min-h-[17px] text-sm text-mute">{shift}</div>
    </Card>
  );
}
