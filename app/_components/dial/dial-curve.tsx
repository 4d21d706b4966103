"use client";

import { type KeyboardEvent, type PointerEvent, useMemo, useRef } from "react";
import type { Sweep } from "#rules/sweep";
import { type Between, curveOf, nearestPoint, pathOf } from "./curve";
import type { DialMeasure } from "./measures";

const [WIDTH, HEIGHT] = [800, 220];

interface DialCurveProps {
  sweep: Sweep;
  measure: DialMeasure;
  between: Between;
  /** Index of the point shown. */
  chosen: number;
  onChoose: (index: number) => void;
}

/** One measure over every value of the number. The handle is dragged, or moved by the arrow keys from point to point. */
export function DialCurve({ sweep, measure, between, chosen, onChoose }: DialCurveProps) {
  const box = useRef<HTMLDivElement>(null);
  const { points, current } = sweep;
  const curve = useMemo(() => curveOf(points, measure.of), [points, measure]);
  const path = useMemo(() => pathOf(curve, between, WIDTH, HEIGHT), [curve, between]);
  const point = points[chosen];
  const placed = curve.points.find(({ index }) => index === chosen);
  if (point === undefined) return null;
  const left = curve.leftOf(point.value);
  const follow = (event: PointerEvent) => {
    const room = box.current?.getBoundingClientRect();
    const nearest = room && nearestPoint(curve, (event.clientX - room.left) / room.width);
    if (nearest !== undefined && nearest !== null) onChoose(nearest);
  };
  const value = measure.of(point);
  return (
    <div className="flex flex-col gap-1">
      <div className="flex justify-between text-sm text-faint tabular-nums">
        <span>{Number.isFinite(curve.high) ? measure.short(curve.high) : ""}</span>
        <span>{measure.label}</span>
      </div>
      <div
        ref={box}
        role="slider"
        tabIndex={0}
        aria-label={`Value of the number; the curve shows ${measure.label.toLowerCase()}`}
        aria-valuemin={points[0]?.value}
        aria-valuemax={points.at(-1)?.value}
        aria-valuenow={point.value}
        aria-valuetext={`${point.value}: ${value === null ? "not known" : measure.text(value)}`}
        className="relative h-55 cursor-ew-resize touch-none border-b border-l border-line"
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          follow(event);
        }}
        onPointerMove={(event) => event.currentTarget.hasPointerCapture(event.pointerId) && follow(event)}
        onKeyDown={(event) => {
          const next = steppedTo(event, chosen, points.length);
          if (next === null) return;
          event.preventDefault();
          onChoose(next);
        }}
      >
        <svg
          viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
          preserveAspectRatio="none"
          className="absolute inset-0 size-full overflow-visible"
          aria-hidden
        >
          <path d={path} fill="none" stroke="var(--accent)" strokeWidth="2" vectorEffect="non-scaling-stroke" strokeLinejoin="round" />
        </svg>
        <Marker left={curve.leftOf(current)} className="border-dashed border-mute" words={`now ${current}`} />
        <Marker left={left} className="border-accent" />
        {placed === undefined ? null : (
          <span
            aria-hidden
            className="absolute size-3 -translate-1/2 rounded-full border-2 border-card bg-accent"
            style={{ left: `${left * 100}%`, top: `${placed.top * 100}%` }}
          />
        )}
      </div>
      <div className="flex justify-between text-sm text-faint tabular-nums">
        <span>{points[0]?.value}</span>
        <span>{Number.isFinite(curve.low) ? `least ${measure.short(curve.low)}` : ""}</span>
        <span>{points.at(-1)?.value}</span>
      </div>
    </div>
  );
}

function Marker({ left, className, words }: { left: number; className: string; words?: string }) {
  return (
    <span aria-hidden className={`absolute inset-y-0 border-l ${className}`} style={{ left: `${left * 100}%` }}>
      {words === undefined ? null : (
        <span className={`absolute top-0 px-1 text-xs whitespace-nowrap text-mute ${left > 0.85 ? "right-0" : ""}`}>{words}</span>
      )}
    </span>
  );
}

/** Where a key leads; null for keys that are not the slider's. */
function steppedTo({ key, shiftKey }: KeyboardEvent, from: number, count: number): number | null {
  const far = shiftKey ? Math.max(1, Math.round(count / 20)) : 1;
  const steps: Record<string, number> = {
    ArrowLeft: from - far,
    ArrowDown: from - far,
    ArrowRight: from + far,
    ArrowUp: from + far,
    PageDown: from - Math.max(1, Math.round(count / 10)),
    PageUp: from + Math.max(1, Math.round(count / 10)),
    Home: 0,
    End: count - 1,
  };
  const next = steps[key];
  return next === undefined ? null : Math.max(0, Math.min(count - 1, next));
}
