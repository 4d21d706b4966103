"use client";

import { Command } from "cmdk";
import { ListTree } from "lucide-react";
import { Popover } from "radix-ui";
import { memo, useState } from "react";
import { Button } from "../../../../_components/button";
import type { OutlineEntry } from "../../../../_components/monaco";
import { ruleNameParts } from "../../../../_components/trace/rule-name";

const SECTIONS: Readonly<Record<OutlineEntry["kind"], string>> = { section: "Sections", rule: "Rules", guardrail: "Guardrails" };
const ITEM = "flex cursor-default items-baseline gap-2 rounded-sm px-2 py-1 select-none data-[selected=true]:bg-soft";

/** The document's outline: type a few letters of a rule, Enter goes there. */
export const GoToMenu = memo(function GoToMenu({ outline, onGo }: { outline: readonly OutlineEntry[]; onGo: (line: number) => void }) {
  const [open, setOpen] = useState(false);
  const go = (line: number) => {
    setOpen(false);
    onGo(line);
  };
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger asChild>
        <Button disabled={outline.length === 0}>
          <ListTree aria-hidden /> Go to…
        </Button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          aria-label="Go to a place in the document"
          align="start"
          sideOffset={4}
          collisionPadding={8}
          onCloseAutoFocus={(event) => event.preventDefault()}
          className="z-50 w-90 overflow-hidden rounded-md border border-line bg-card shadow-pop"
        >
          <Command label="Go to a place in the document">
            <Command.Input placeholder="Rule, guardrail or section" className="h-9 w-full border-b border-line bg-card px-3 outline-none" />
            <Command.Empty className="px-3 py-2.5 text-mute">Nothing of that name.</Command.Empty>
            <Command.List
              label="Places"
              className="max-h-90 overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-1.5 [&_[cmdk-group-heading]]:text-sm [&_[cmdk-group-heading]]:text-faint"
            >
              {(["section", "rule", "guardrail"] as const).map((kind) => (
                <Group key={kind} heading={SECTIONS[kind]} entries={outline.filter((entry) => entry.kind === kind)} onGo={go} />
              ))}
            </Command.List>
          </Command>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
});

function Group({ heading, entries, onGo }: { heading: string; entries: readonly OutlineEntry[]; onGo: (line: number) => void }) {
  if (entries.length === 0) return null;
  return (
    <Command.Group heading={heading}>
      {entries.map((entry) => (
        <Command.Item
          key={`${entry.kind} ${entry.line} ${entry.name}`}
          value={`${entry.name} ${entry.line}`}
          onSelect={() => onGo(entry.line)}
          className={ITEM}
          title={entry.name}
        >
          <EntryName name={entry.name} />
          <span className="ml-auto shrink-0 text-sm text-faint">{entry.line}</span>
        </Command.Item>
      ))}
    </Command.Group>
  );
}

function EntryName({ name }: { name: string }) {
  const { code, words } = ruleNameParts(name);
  return (
    <span className="min-w-0 truncate">
      {code ? <span className="font-semibold">{code} </span> : null}
      {words}
    </span>
  );
}
