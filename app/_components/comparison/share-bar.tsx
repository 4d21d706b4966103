import type { Span } from "#rules/figures";
import { cn } from "../class-names";

interface ShareBarProps {
  /** In currency. */
  share: number;
  /** What it does alone, as a thin line behind; none where it is not known. */
  solo?: number | undefined;
  /** Of all lines of the list, by `divergingScale`. */
  scale: { readonly zero: number; spanOf(value: number): Span };
  /** Neutral where neither way is good or bad. */
  tone?: "signed" | "neutral";
  className?: string;
}

/** A share as a bar left or right of a zero line, over a thin bar of what the change does alone. The figure stands beside it in the list. */
export function ShareBar({ share, solo, scale, tone = "signed", className }: ShareBarProps) {
  return (
    <svg height={18} className={cn("w-full overflow-visible", className)} aria-hidden="true">
      {solo === undefined ? null : <Line span={scale.spanOf(solo)} y={7} height={4} fill="var(--edge)" opacity={0.45} />}
      <Line
        span={scale.spanOf(share)}
        y={4.5}
        height={9}
        fill={tone === "neutral" ? "var(--edge)" : share < 0 ? "var(--down)" : "var(--up)"}
        opacity={0.88}
      />
      <line x1={percent(scale.zero)} x2={percent(scale.zero)} y1={0} y2={18} stroke="var(--edge)" strokeDasharray="2 2" />
    </svg>
  );
}

function Line({ span, y, height, fill, opacity }: { span: Span; y: number; height: number; fill: string; opacity: number }) {
  if (span.width === 0) return null;
  return <rect x={percent(span.left)} y={y} width={percent(span.width)} height={height} rx={2} fill={fill} opacity={opacity} />;
}

/** 0.25 → "25%". */
export function percent(share: number): string {
  return `${Number((share * 100).toFixed(3))}%`;
}
