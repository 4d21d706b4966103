"use client";

import { type ClipboardEvent, type KeyboardEvent, type MouseEvent, useMemo, useRef, useState } from "react";
import { copyCells, type DecisionTable, type TableRow } from "#rules/editing";
import { useLocale } from "../../../../_components/locale";
import {
  actOnRow,
  cellOf,
  emptyCells,
  type GridColumn,
  gridColumns,
  type GridPlace,
  placeAfter,
  rangeBetween,
  type RowAct,
  typeIntoCell,
} from "../views/table-grid";
import type { ConditionPlace } from "../views/condition-draft";
import type { DraftAccess } from "./use-viewed-draft";

export interface Pasted {
  readonly text: string;
  readonly at: GridPlace;
}

/** The decision table in hand: the cell that keys and the mouse have chosen, what is typed there, and what is done with rows. */
export function useGrid(table: DecisionTable, access: DraftAccess, isEditable: boolean) {
  const locale = useLocale();
  const box = useRef<HTMLDivElement>(null);
  const columns = useMemo(() => gridColumns(table), [table]);
  const [wanted, setPlace] = useState<GridPlace>({ row: 0, column: 0 });
  const place = within(wanted, table, columns);
  /** Where a range begins whose other corner is the chosen cell; null where there is none but that. */
  const [corner, setCorner] = useState<GridPlace | null>(null);
  const range = rangeBetween(corner === null ? place : within(corner, table, columns), place);
  /** What the chosen cell's input starts with, and the rule that it was opened on. */
  const [input, setInput] = useState<{ readonly typed: string; readonly of: TableRow } | null>(null);
  const [told, tell] = useState<string | null>(null);
  const [pasted, setPasted] = useState<Pasted | null>(null);
  const [condition, setCondition] = useState<ConditionPlace | null>(null);
  const row = table.rows[place.row];
  const column = columns[place.column] as GridColumn;
  // Where the rule became another under the input, what is typed was meant for what is gone.
  const opened = input !== null && input.of === row ? input.typed : null;
  const text = row === undefined ? "" : (cellOf(row, column.id)?.text ?? "");

  const choose = (next: GridPlace, { extending = false } = {}) => {
    setCorner(extending ? (corner ?? place) : null);
    setPlace(next);
    setInput(null);
    tell(null);
  };
  const take = (typed: string): string | null =>
    row === undefined ? null : access.take((draft) => typeIntoCell(draft, row.position, column.id, typed));
  const switchRule = () => {
    if (row === undefined) return;
    const next = row.cells.get("enabled")?.text === "no" ? "yes" : "no";
    tell(access.take((draft) => typeIntoCell(draft, row.position, "enabled", next)));
  };
  const open = (typed: string) => {
    if (row === undefined || !isEditable) return;
    if (column.id === "enabled") switchRule();
    else if (column.id === "expression") editConditions();
    else setInput({ typed, of: row });
  };
  /** The whole of the rule's conditions, nested or not, in an editor of its own. */
  const editConditions = () => {
    if (row !== undefined && isEditable) setCondition({ pointer: `${row.pointer}/conditions`, of: row.name });
  };
  const close = () => {
    setInput(null);
    box.current?.focus();
  };
  const act = (what: RowAct) => {
    if (!isEditable) return;
    const acted = actOnRow(access.draft(), table, place.row, what, locale);
    if (acted === null) return tell(what === "add" ? "A rule needs a limit fact and a reason to give; add them in the text." : null);
    const refused = access.take(() => ({ ok: true, text: acted.text }));
    if (refused !== null) return tell(refused);
    choose({ ...place, row: acted.row });
    tell(acted.told);
  };
  const rangeRows = () => table.rows.slice(range.top, range.bottom + 1);
  const rangeColumns = () => columns.slice(range.left, range.right + 1).map(({ id }) => id);
  const empty = () => tell(isEditable ? access.take((draft) => emptyCells(draft, rangeRows(), rangeColumns())) : null);
  const chooseAll = () => {
    setCorner({ row: 0, column: 0 });
    setPlace({ row: table.rows.length - 1, column: columns.length - 1 });
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    const plain = !event.ctrlKey && !event.metaKey;
    const next = plain && !event.altKey ? placeAfter(event.key, place, table.rows.length, columns.length) : null;
    if (event.altKey && event.key === "ArrowUp") act("up");
    else if (event.altKey && event.key === "ArrowDown") act("down");
    else if (next !== null) choose(next, { extending: event.shiftKey });
    else if (!plain && event.key.toLowerCase() === "a") chooseAll();
    else if (event.key === "Enter" || event.key === "F2") open(text);
    else if (event.key === "Delete" || event.key === "Backspace") empty();
    else if (event.key === "Escape" && corner !== null) choose(place);
    else if (event.key === " " && column.id === "enabled") open(text);
    else if (plain && !event.altKey && event.key.length === 1) open(event.key);
    else return;
    event.preventDefault();
  };
  const chosenBy = (event: MouseEvent): GridPlace | null => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-row][data-column]") : null;
    return cell === null ? null : { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
  };
  const onClick = (event: MouseEvent) => {
    const next = chosenBy(event);
    if (event.target instanceof HTMLInputElement || next === null) return;
    if (event.shiftKey || corner !== null || next.row !== place.row || next.column !== place.column)
      choose(next, { extending: event.shiftKey });
  };
  const onDoubleClick = (event: MouseEvent) => {
    if (!(event.target instanceof HTMLInputElement) && chosenBy(event) !== null) open(text);
  };
  const onCopy = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLInputElement || row === undefined) return;
    event.clipboardData.setData("text/plain", copyCells(rangeRows(), rangeColumns()));
    event.preventDefault();
  };
  const paste = (given: string) => {
    if (isEditable && given.trim() !== "") setPasted({ text: given, at: { row: range.top, column: range.left } });
  };
  const onPaste = (event: ClipboardEvent) => {
    if (event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    paste(event.clipboardData.getData("text/plain"));
  };
  return {
    box,
    columns,
    place,
    range,
    opened,
    told,
    pasted,
    take,
    close,
    act,
    paste,
    leavePaste: () => setPasted(null),
    condition,
    editConditions,
    switchRule,
    editCell: () => open(text),
    chooseAll,
    leaveCondition: () => setCondition(null),
    events: { onKeyDown, onClick, onDoubleClick, onCopy, onPaste },
  };
}

export type Grid = ReturnType<typeof useGrid>;

/** The chosen cell, where the table has become smaller. */
function within({ row, column }: GridPlace, { rows }: DecisionTable, columns: readonly GridColumn[]): GridPlace {
  return { row: Math.max(0, Math.min(row, rows.length - 1)), column: Math.min(column, columns.length - 1) };
}
