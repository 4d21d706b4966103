"use client";

import { X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, type ReactNode, use, useCallback, useState } from "react";
import { cn } from "./class-names";

export interface ToastMessage {
  text: string;
  /** Second line, quieter. */
  detail?: string;
  tone?: "neutral" | "up" | "down" | "amber";
  action?: { label: string; run: () => void };
}

type Shown = ToastMessage & { id: number; open: boolean };

const ToastContext = createContext<(message: ToastMessage) => void>(() => {});

/** Gives `toast({ text })`: says what was done, perhaps with a way to undo it. What failed and needs a decision belongs in the page. */
export function useToast(): (message: ToastMessage) => void {
  return use(ToastContext);
}

export function ToastProvider({ children }: { children: ReactNode }) {
  const [shown, setShown] = useState<readonly Shown[]>([]);
  const toast = useCallback(
    (message: ToastMessage) => setShown((all) => [...all.filter((one) => one.open).slice(-3), { ...message, id: nextId(all), open: true }]),
    [],
  );
  const close = (id: number) => setShown((all) => all.map((one) => (one.id === id ? { ...one, open: false } : one)));
  return (
    <ToastContext value={toast}>
      <Radix.Provider duration={6000} swipeDirection="right">
        {children}
        {shown.map((message) => (
          <ToastCard key={message.id} message={message} onClose={() => close(message.id)} />
        ))}
        <Radix.Viewport className="fixed right-4 bottom-4 z-50 flex w-90 max-w-[calc(100vw-32px)] flex-col gap-2" />
      </Radix.Provider>
    </ToastContext>
  );
}

const EDGES = { neutral: "border-l-edge", up: "border-l-up", down: "border-l-down", amber: "border-l-amber" };

function ToastCard({ message, onClose }: { message: Shown; onClose: () => void }) {
  return (
    <Radix.Root
      open={message.open}
      onOpenChange={(open) => !open && onClose()}
      className={cn(
        "flex items-start gap-3 rounded-md border border-l-3 border-line bg-card px-3 py-2.5 shadow-pop",
        EDGES[message.tone ?? "neutral"],
      )}
    >
      <div className="min-w-0 flex-1">
        <Radix.Title className="font-medium">{message.text}</Radix.Title>
        {message.detail ? <Radix.Description className="text-mute">{message.detail}</Radix.Description> : null}
      </div>
      {message.action ? (
        <Radix.Action
          altText={message.action.label}
          onClick={message.action.run}
          className="font-medium whitespace-nowrap text-accent hover:underline"
        >
          {message.action.label}
        </Radix.Action>
      ) : null}
      <Radix.Close aria-label="Dismiss" className="rounded-sm p-0.5 text-mute hover:text-ink">
        <X className="size-3.5" aria-hidden />
      </Radix.Close>
    </Radix.Root>
  );
}

function nextId(all: readonly Shown[]): number {
  return (all.at(-1)?.id ?? 0) + 1;
}
