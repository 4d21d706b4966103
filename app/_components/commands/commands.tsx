"use client";

import { createContext, type ReactNode, use, useEffect, useState } from "react";
import { useLatest } from "../use-latest";
import { useShortcut } from "../use-shortcut";
import { type Command, CommandRegistry } from "./command";
import { CommandPalette } from "./command-palette";

interface Commands {
  readonly registry: CommandRegistry;
  readonly open: () => void;
}

const CommandsContext = createContext<Commands>({ registry: new CommandRegistry(), open: () => {} });

/** The palette of every page, under Ctrl/⌘+K, from inside of editors too. */
export function CommandsProvider({ children }: { children: ReactNode }) {
  const [registry] = useState(() => new CommandRegistry());
  const [isOpen, setOpen] = useState(false);
  const [commands] = useState((): Commands => ({ registry, open: () => setOpen(true) }));
  useShortcut("mod+k", () => setOpen((now) => !now && !isDialogOpen()));
  return (
    <CommandsContext value={commands}>
      {children}
      {isOpen ? <CommandPalette registry={registry} onClose={() => setOpen(false)} /> : null}
    </CommandsContext>
  );
}

/** A question that waits for an answer is answered first. An editor's finder is a dialog too, but none of ours. */
function isDialogOpen(): boolean {
  return document.querySelector("[role=dialog][data-state=open], [role=alertdialog][data-state=open]") !== null;
}

/** Offers commands while the calling part of the page is there. They are asked for when the palette is drawn. */
export function useCommands(commands: () => readonly Command[]): void {
  const { registry } = use(CommandsContext);
  const latest = useLatest(commands);
  useEffect(() => {
    registry.changed();
  });
  useEffect(() => registry.add({ commands: () => latest.current() }), [registry, latest]);
}

export function useOpenPalette(): () => void {
  return use(CommandsContext).open;
}
