import { cva, type VariantProps } from "class-variance-authority";
import type { ComponentProps } from "react";
import { cn } from "./class-names";

/** A quiet fact about the thing whose title it stands beside: "published v1". */
export function Pill({ className, ...rest }: ComponentProps<"span">) {
  return (
    <span
      className={cn(
        "inline-flex items-center gap-1 rounded-full border border-line bg-card px-2 py-px text-sm whitespace-nowrap text-mute",
        className,
      )}
      {...rest}
    />
  );
}

const tag = cva("inline-flex items-center gap-1 rounded-sm px-1.5 text-sm whitespace-nowrap", {
  variants: {
    tone: {
      neutral: "bg-bg text-mute",
      accent: "bg-soft text-accent",
      up: "bg-upbg text-up",
      down: "bg-downbg text-down",
      amber: "bg-amberbg text-amber",
    },
  },
  defaultVariants: { tone: "neutral" },
});

export type Tone = NonNullable<VariantProps<typeof tag>["tone"]>;

/** A word with a tone: up is good, down is bad, amber needs a look. The word says it too. */
export function Tag({ tone, className, ...rest }: ComponentProps<"span"> & { tone?: Tone }) {
  return <span className={cn(tag({ tone }), className)} {...rest} />;
}
