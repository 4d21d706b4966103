"use client";

import { Command as Palette, defaultFilter } from "cmdk";
import { Dialog } from "radix-ui";
import { type KeyboardEvent, useDeferredValue, useMemo, useRef, useState, useSyncExternalStore } from "react";
import { cn } from "../class-names";
import { Kbd } from "../kbd";
import { type Command, type CommandRegistry, shownCommands } from "./command";

/** Every command of the page: type a few letters, Enter runs it. What cannot be done now stays in the list and says why. */
export function CommandPalette({ registry, onClose }: { registry: CommandRegistry; onClose: () => void }) {
  const [opener] = useState(() => document.activeElement);
  const chosen = useRef<Command | null>(null);
  const version = useSyncExternalStore(registry.subscribe, registry.version, registry.version);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked for anew where the registry has changed, not at every key
  const all = useMemo(() => registry.all(), [registry, version]);
  const [typed, setTyped] = useState("");
  const [value, setValue] = useState("");
  const search = useDeferredValue(typed);
  const groups = shownCommands(all, search, scoreOf);
  const choose = (command: Command) => {
    if (command.hindrance) return;
    chosen.current = command;
    onClose();
  };
  // The focus is back where it was before a command runs, which may move it from there.
  const leave = (event: Event) => {
    event.preventDefault();
    if (opener instanceof HTMLElement) opener.focus({ preventScroll: true });
    chosen.current?.run();
  };
  const first = groups[0]?.commands[0]?.id ?? "";
  const type = (next: string) => {
    setTyped(next);
    setValue("");
  };
  // The list is drawn behind the keys; Enter means what is typed, not what is drawn.
  const enter = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.nativeEvent.isComposing || search === typed) return;
    event.preventDefault();
    const meant = shownCommands(all, typed, scoreOf)[0]?.commands[0];
    if (meant) choose(meant);
  };
  const isListed = groups.some(({ commands }) => commands.some(({ id }) => id === value));
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Dialog.Overlay className="fixed inset-0 z-40 bg-veil" />
        <Dialog.Content
          aria-describedby={undefined}
          onCloseAutoFocus={leave}
          className="fixed top-[14dvh] left-1/2 z-40 w-[calc(100vw-32px)] max-w-150 -translate-x-1/2 overflow-hidden rounded-lg border border-line bg-card shadow-pop"
        >
          <Dialog.Title className="sr-only">Commands</Dialog.Title>
          <Palette label="Commands" shouldFilter={false} loop value={isListed ? value : first} onValueChange={setValue} onKeyDown={enter}>
            <Palette.Input
              value={typed}
              onValueChange={type}
              placeholder="What do you want to do? Type a command, a rule, a policy"
              className="h-11 w-full border-b border-line bg-card px-4 outline-none placeholder:text-faint"
            />
            <Palette.List
              label="Commands"
              className="max-h-[56dvh] overflow-y-auto p-1.5 [&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-0.5 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-faint"
            >
              <Palette.Empty className="px-2.5 py-3 text-mute">Nothing of that name.</Palette.Empty>
              {groups.map(({ group, commands }) => (
                <Palette.Group key={group} heading={group}>
                  {commands.map((command) => (
                    <Item key={command.id} command={command} onChoose={choose} />
                  ))}
                </Palette.Group>
              ))}
            </Palette.List>
          </Palette>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function scoreOf(text: string, search: string, words: string[]): number {
  return defaultFilter(text, search, words);
}

function Item({ command, onChoose }: { command: Command; onChoose: (command: Command) => void }) {
  const { id, label, keys, note, hindrance } = command;
  return (
    <Palette.Item
      value={id}
      title={label}
      onSelect={() => onChoose(command)}
      className="flex cursor-default items-baseline gap-3 rounded-sm px-2.5 py-1.5 select-none data-[selected=true]:bg-soft"
    >
      <span className={cn("min-w-0 truncate", hindrance ? "text-faint" : null)}>{label}</span>
      {note ? <span className="shrink-0 text-sm text-faint">{note}</span> : null}
      {hindrance ? <span className="ml-auto min-w-0 truncate text-sm text-amber">not now: {hindrance}</span> : null}
      {keys && !hindrance ? <Kbd keys={keys} className="ml-auto shrink-0 text-faint" /> : null}
    </Palette.Item>
  );
}
