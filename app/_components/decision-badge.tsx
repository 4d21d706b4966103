import type { Decision } from "#rules/evaluate";
import { type Tone, Tag } from "./pill";

const TONES: Record<Decision, Tone> = {
  freeze: "down",
  refer: "amber",
  decrease: "down",
  hold: "neutral",
  maintain: "neutral",
  increase: "up",
};

/** A decision as a word with its colour; a freeze also has a frame, which tells it from a decrease. */
export function DecisionBadge({ decision, className }: { decision: Decision; className?: string }) {
  return (
    <Tag tone={TONES[decision]} className={[decision === "freeze" ? "ring-1 ring-current/45 ring-inset" : "", className ?? ""].join(" ")}>
      {decision}
    </Tag>
  );
}
