"use client";

import type { Change } from "#rules/compare";
import { cn } from "../../../../_components/class-names";
import { countOf } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";
import { RuleName } from "../../../../_components/trace/rule-name";
import { VirtualList } from "../../../../_components/virtual-list";

interface ChangeListProps<C extends Change> {
  changes: readonly C[];
  wording: readonly C[];
  /** Where given, each change is a way to its place. */
  onOpen?: (change: C) => void;
  /** Names what is particular about a change, such as that it undoes another's. */
  mark?: (change: C) => string | null;
}

/** Changes as sentences, those of wording apart. */
export function ChangeList<C extends Change>({ changes, wording, onOpen, mark }: ChangeListProps<C>) {
  return (
    <>
      <Rows changes={changes} onOpen={onOpen} mark={mark} />
      {wording.length > 0 ? (
        <details className="mt-1 border-t border-line pt-1.5" open={changes.length === 0}>
          <summary className="rounded-sm px-1.5 text-sm text-mute hover:text-ink">
            {countOf(wording.length, "change of wording", "changes of wording")}, without effect on outcomes
          </summary>
          <div className="mt-1">
            <Rows changes={wording} onOpen={onOpen} />
          </div>
        </details>
      ) : null}
    </>
  );
}

type RowsProps<C extends Change> = Pick<ChangeListProps<C>, "changes"> & { [K in "onOpen" | "mark"]?: ChangeListProps<C>[K] | undefined };

function Rows<C extends Change>({ changes, onOpen, mark }: RowsProps<C>) {
  return (
    <VirtualList rows={changes} rowKey={({ id, edits }) => `${id} ${edits[0]?.path}`} rowHeight={52} rowClassName="border-t border-line">
      {(change) => <Row change={change} onOpen={onOpen} mark={mark?.(change) ?? null} />}
    </VirtualList>
  );
}

function Row<C extends Change>({ change, onOpen, mark }: { change: C; onOpen?: ((change: C) => void) | undefined; mark: string | null }) {
  const content = (
    <>
      <span className="flex min-w-0 items-baseline gap-1.5">
        <Name change={change} />
        {KINDS[change.kind] ? <Tag tone={KINDS[change.kind]}>{change.kind}</Tag> : null}
        {mark ? <Tag tone="amber">{mark}</Tag> : null}
      </span>
      {change.edits.map((edit) => (
        <span key={`${edit.path} ${edit.text}`} className="line-clamp-3 text-mute wrap-anywhere" title={edit.text}>
          {withoutKind(change, edit.text)}
        </span>
      ))}
    </>
  );
  const look = "flex w-full min-w-0 flex-col rounded-sm px-1.5 py-1.5 text-left";
  if (!onOpen) return <div className={look}>{content}</div>;
  return (
    <button
      type="button"
      title="Show the place in the text"
      onClick={() => onOpen(change)}
      className={cn(look, "outline-offset-[-2px] hover:bg-soft")}
    >
      {content}
    </button>
  );
}

function Name({ change }: { change: Change }) {
  if (change.subject === "rule" || change.subject === "guardrail") return <RuleName name={change.name} />;
  return (
    <span className="min-w-0 truncate" title={change.id}>
      <span className="text-mute">{SUBJECTS[change.subject] ?? change.subject} </span>
      {change.name === change.subject || change.subject === "policy" ? null : <span className="font-semibold">{change.name}</span>}
    </span>
  );
}

const SUBJECTS: Readonly<Partial<Record<Change["subject"], string>>> = {
  derived: "derived fact",
  condition: "shared condition",
  reason: "reason text",
};
const KINDS: Readonly<Partial<Record<Change["kind"], "up" | "down" | "neutral">>> = { added: "up", removed: "down", reordered: "neutral" };

/** The tag says "added" already. */
function withoutKind(change: Change, text: string): string {
  const prefix = `${change.kind}: `;
  return text.startsWith(prefix) ? text.slice(prefix.length) : text;
}
