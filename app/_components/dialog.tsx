"use client";

import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { useFocusReturn } from "./use-focus-return";

const WIDTHS = { small: "max-w-105", medium: "max-w-140", large: "max-w-220", wide: "max-w-[min(1400px,94vw)]" };

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  /** One sentence under the title; also what a screen reader says. */
  description?: ReactNode;
  width?: keyof typeof WIDTHS;
  /** Buttons at the foot, right-aligned. */
  footer?: ReactNode;
  /** Called before the dialog takes the focus; prevent it to focus something of your own. */
  onOpenAutoFocus?: (event: Event) => void;
  children?: ReactNode;
}

/** A modal dialog; Escape and the cross close it, the focus goes back to what opened it. */
export function Dialog({ open, onOpenChange, title, description, width = "medium", footer, onOpenAutoFocus, children }: DialogProps) {
  const focus = useFocusReturn(onOpenAutoFocus);
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Radix.Content
          {...focus}
          {...(description ? {} : { "aria-describedby": undefined })}
          className={cn(
            "fixed top-1/2 left-1/2 z-40 flex max-h-[90dvh] w-[calc(100vw-32px)] -translate-x-1/2 -translate-y-1/2 flex-col rounded-lg border border-line bg-card shadow-pop",
            WIDTHS[width],
          )}
        >
          <header className="pt-3.5 pr-12 pb-2 pl-4">
            <Radix.Title className="line-clamp-3 text-lg font-semibold wrap-anywhere">{title}</Radix.Title>
            {description ? <Radix.Description className="mt-0.5 text-mute wrap-anywhere">{description}</Radix.Description> : null}
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-4 py-2">{children}</div>
          {footer ? (
            <footer className="flex flex-wrap items-center justify-end gap-2 border-t border-line px-4 py-3">{footer}</footer>
          ) : null}
          {/* Last, so that the first field gets the focus. */}
          <Radix.Close aria-label="Close" className="absolute top-3 right-3 rounded-md p-1.5 text-mute hover:bg-soft hover:text-ink">
            <X className="size-4" aria-hidden />
          </Radix.Close>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
