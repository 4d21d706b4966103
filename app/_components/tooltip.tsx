"use client";

import { Tooltip as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { useLandmark } from "./use-landmark";

/** Shows `text` beside its one child on hover and keyboard focus. */
export function Tooltip({
  text,
  side = "bottom",
  children,
}: {
  text: ReactNode;
  side?: "top" | "right" | "bottom" | "left";
  children: ReactNode;
}) {
  const landmark = useLandmark<HTMLButtonElement>();
  return (
    <Radix.Root onOpenChange={landmark.onOpenChange}>
      <Radix.Trigger ref={landmark.trigger} asChild>
        {children}
      </Radix.Trigger>
      <Radix.Portal container={landmark.container}>
        <Radix.Content
          side={side}
          sideOffset={5}
          collisionPadding={8}
          className="z-50 max-w-80 rounded-md bg-ink px-2 py-1 text-sm text-bg shadow-pop"
        >
          {text}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

export const TooltipProvider = Radix.Provider;
