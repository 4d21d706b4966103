"use client";

import { ChevronRight, CornerDownRight, Ellipsis, Plus } from "lucide-react";
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from "react";
import {
  addCondition,
  canUnwrap,
  type ConditionNode,
  type GroupKind,
  type MoveDirection,
  newTest,
  removeCondition,
  setGroupKind,
  shiftCondition,
  unwrapCondition,
  withCondition,
  wrapCondition,
} from "#rules/editing";
import { Button, IconButton } from "../../../../_components/button";
import { cn } from "../../../../_components/class-names";
import { Kbd } from "../../../../_components/kbd";
import { useLocale } from "../../../../_components/locale";
import { Menu, MenuItem, MenuSeparator } from "../../../../_components/menu";
import { Select } from "../../../../_components/select";
import { factChoices, sharedNames } from "../views/condition-draft";
import { ConditionTest } from "./condition-test";
import type { ConditionInHand } from "./use-condition";

interface BranchProps<Node extends ConditionNode = ConditionNode> {
  node: Node;
  inHand: ConditionInHand;
}

/** A condition and, below it, what it is made of. */
export function ConditionBranch({ node, inHand }: BranchProps) {
  switch (node.kind) {
    case "all":
    case "any":
      return <Group node={node} inHand={inHand} />;
    case "not":
      return (
        <>
          <Line node={node} inHand={inHand}>
            <span className="leading-7 font-medium">not</span>
          </Line>
          <div className={BELOW}>
            <ConditionBranch node={node.child} inHand={inHand} />
          </div>
        </>
      );
    case "reference":
      return <Reference node={node} inHand={inHand} />;
    case "test":
      return (
        <Line node={node} inHand={inHand}>
          <ConditionTest pointer={node.pointer} test={node.test} inHand={inHand} />
        </Line>
      );
    case "other":
      return (
        <Line node={node} inHand={inHand}>
          <code className="min-w-0 truncate font-mono text-sm text-down" title={node.json}>
            {node.json}
          </code>
        </Line>
      );
    default:
      return node satisfies never;
  }
}

const BELOW = "ml-2.5 border-l border-line pl-3.5";
const GROUPS = [
  { value: "all", label: "all of these hold" },
  { value: "any", label: "any of these holds" },
] as const;

function Group({ node, inHand }: BranchProps<Extract<ConditionNode, { kind: GroupKind }>>) {
  const locale = useLocale();
  const { draft, json, apply } = inHand;
  const [fact] = factChoices(draft, locale);
  const [shared] = sharedNames(draft);
  return (
    <>
      <Line node={node} inHand={inHand}>
        <Select
          label="Group"
          value={node.kind}
          onChange={(kind) => apply(setGroupKind(json, node.pointer, kind as GroupKind))}
          options={GROUPS}
          className="h-7 font-medium"
        />
        {node.children.length === 0 ? <span className="text-sm leading-7 text-down">empty</span> : null}
      </Line>
      <ul className={BELOW}>
        {node.children.map((child) => (
          <li key={child.pointer}>
            <ConditionBranch node={child} inHand={inHand} />
          </li>
        ))}
        <li className="flex flex-wrap gap-1 py-0.5">
          {fact ? (
            <Button size="small" look="ghost" onClick={() => apply(addCondition(json, node.pointer, newTest(draft, fact.value)))}>
              <Plus aria-hidden /> Test
            </Button>
          ) : null}
          {fact ? (
            <Button
              size="small"
              look="ghost"
              onClick={() =>
                apply(addCondition(json, node.pointer, { [node.kind === "all" ? "any" : "all"]: [newTest(draft, fact.value)] }))
              }
            >
              <Plus aria-hidden /> Group
            </Button>
          ) : null}
          {shared === undefined ? null : (
            <Button size="small" look="ghost" onClick={() => apply(addCondition(json, node.pointer, { condition: shared }))}>
              <Plus aria-hidden /> Shared condition
            </Button>
          )}
        </li>
      </ul>
    </>
  );
}

function Reference({ node, inHand }: BranchProps<Extract<ConditionNode, { kind: "reference" }>>) {
  const { draft, json, apply } = inHand;
  const known = sharedNames(draft);
  const names = known.includes(node.name) ? known : [node.name, ...known];
  return (
    <Line node={node} inHand={inHand}>
      <CornerDownRight className="mt-1.75 size-3.5 shrink-0 text-mute" aria-hidden />
      <Select
        label="Shared condition"
        value={node.name}
        onChange={(name) => apply({ json: withCondition(json, node.pointer, { condition: name }), pointer: node.pointer })}
        options={names.map((name) => ({ value: name, label: name }))}
        className="h-7 max-w-90"
      />
      <span className="text-sm leading-7 text-faint">shared condition</span>
    </Line>
  );
}

const KEYS: Readonly<Record<string, MoveDirection>> = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };

/** One line of the tree: what it says, its problems, and what can be done with it by menu and by keys. */
function Line({ node: { pointer }, inHand, children }: BranchProps & { children: ReactNode }) {
  const { json, apply, reading, isSettled, focus, focused } = inHand;
  const line = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (focus !== pointer) return;
    line.current?.querySelector<HTMLElement>("button, input")?.focus();
    focused();
  }, [focus, pointer, focused]);
  const onKeyDown = (event: KeyboardEvent) => {
    const direction = event.altKey ? KEYS[event.key] : undefined;
    if (direction !== undefined) apply(shiftCondition(json, pointer, direction));
    else if (event.altKey && (event.key === "Delete" || event.key === "Backspace")) apply(removeCondition(json, pointer));
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const hasProblem = isSettled && reading.problems.some((problem) => isOf(problem.pointer, pointer));
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the controls inside
    <div
      ref={line}
      onKeyDown={onKeyDown}
      className={cn("flex min-h-9 items-start gap-1.5 rounded-sm py-1 pl-1", hasProblem && "bg-downbg")}
    >
      {children}
      <span className="ml-auto shrink-0">
        <LineMenu pointer={pointer} inHand={inHand} />
      </span>
    </div>
  );
}

/** A problem of the node itself: of a test's parts too, but not of what stands below a group. */
function isOf(problem: string, pointer: string): boolean {
  const rest = problem.startsWith(pointer) ? problem.slice(pointer.length) : null;
  return (
    rest !== null && /^(?:\/(?:fact|operator|value|condition|all|any|not)(?:\/fact)?)?$/.test(rest) && !(pointer === "" && rest === "/not")
  );
}

const MOVES: readonly (readonly [MoveDirection, string, string])[] = [
  ["up", "Move up", "alt+↑"],
  ["down", "Move down", "alt+↓"],
  ["out", "Move out of the group", "alt+←"],
  ["in", "Move into the group before", "alt+→"],
];

function LineMenu({ pointer, inHand: { json, apply } }: { pointer: string; inHand: ConditionInHand }) {
  const canMove = (direction: MoveDirection) => shiftCondition(json, pointer, direction).json !== json;
  return (
    <Menu
      trigger={
        <IconButton size="small" label="What can be done with this condition">
          <Ellipsis aria-hidden />
        </IconButton>
      }
    >
      {MOVES.map(([direction, label, keys]) => (
        <Item key={direction} disabled={!canMove(direction)} keys={keys} onSelect={() => apply(shiftCondition(json, pointer, direction))}>
          {label}
        </Item>
      ))}
      <MenuSeparator />
      <Item onSelect={() => apply(wrapCondition(json, pointer, "all"))}>Put into a group: all of</Item>
      <Item onSelect={() => apply(wrapCondition(json, pointer, "any"))}>Put into a group: any of</Item>
      <Item onSelect={() => apply(wrapCondition(json, pointer, "not"))}>Negate: not</Item>
      <Item disabled={!canUnwrap(json, pointer)} onSelect={() => apply(unwrapCondition(json, pointer))}>
        Take the group or not away
      </Item>
      <MenuSeparator />
      <Item disabled={pointer === ""} danger keys="alt+delete" onSelect={() => apply(removeCondition(json, pointer))}>
        Remove
      </Item>
    </Menu>
  );
}

interface ItemProps {
  children: ReactNode;
  disabled?: boolean;
  danger?: boolean;
  keys?: string;
  onSelect: () => void;
}

function Item({ children, keys, ...rest }: ItemProps) {
  return (
    <MenuItem {...rest}>
      <span className="pr-6">{children}</span>
      {keys ? <Kbd keys={keys} className="ml-auto text-faint" /> : <ChevronRight className="invisible" aria-hidden />}
    </MenuItem>
  );
}
