"use client";

import { Progress } from "radix-ui";
import { Button } from "./button";
import { cn } from "./class-names";
import { formatCount } from "./format";
import { timeWords } from "./time-words";

interface ProgressBarProps {
  /** What is under way: "Evaluating". */
  words: string;
  done: number;
  total: number;
  /** What is counted: "borrowers". */
  unit: string;
  /** From the rate so far; null while that is not known. */
  secondsLeft?: number | null;
  onCancel?: () => void;
  className?: string;
}

/** How far a longer piece of work is, in words and as a bar, with a way to stop it. */
export function ProgressBar({ words, done, total, unit, secondsLeft = null, onCancel, className }: ProgressBarProps) {
  const percent = total === 0 ? 0 : Math.floor((100 * done) / total);
  return (
    <div className={cn("flex h-7.5 items-center gap-3", className)}>
      <span className="whitespace-nowrap text-mute" role="status">
        {words} {formatCount(done)} of {formatCount(total)} {unit}
      </span>
      <Progress.Root value={percent} aria-label={words} className="h-1.5 min-w-24 flex-1 overflow-hidden rounded-full bg-line">
        <Progress.Indicator className="h-full bg-accent" style={{ width: `${percent}%` }} />
      </Progress.Root>
      {secondsLeft === null ? null : <span className="whitespace-nowrap text-mute tabular-nums">about {timeWords(secondsLeft)} left</span>}
      {onCancel ? (
        <Button size="small" onClick={onCancel}>
          Cancel
        </Button>
      ) : null}
    </div>
  );
}
