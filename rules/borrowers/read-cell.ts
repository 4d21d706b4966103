/**
 * Text of a CSV cell or form field → a fact's value within the fact's bounds. An empty cell
 * is null; whether null is allowed is for evaluation to say.
 */
import { checkFactValue } from "#rules/evaluate";
import type { Fact, FactValue } from "#rules/policy";
import { formatList, formatText, readList, readText } from "./list-cell.ts";

export type CellReading = { readonly ok: true; readonly value: FactValue } | { readonly ok: false; readonly message: string };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Reads one cell as a value that the fact can have. */
export function readCell(fact: Fact, cell: string): CellReading {
  const value = looseValue(fact, cell);
  const message = valueMessage(fact, value);
  return message === null ? { ok: true, value } : { ok: false, message };
}

/**
 * The cell's value as near to the fact's type as its text allows; text that is no such
 * value stays text, for `valueMessage` and for evaluation to refuse.
 */
export function looseValue(fact: Fact, cell: string): FactValue {
  if (cell === "") return null;
  switch (fact.type) {
    case "number":
    case "integer":
    case "money":
      return looseNumber(cell);
    case "boolean":
      return looseBoolean(cell);
    case "string":
      return fact.values?.includes(cell) ? cell : readText(cell);
    case "strings":
      return readList(cell);
  }
}

/** Why a value cannot be the fact's, in words; null where it can. Null is left to evaluation, which knows what is absent. */
export function valueMessage(fact: Fact, value: unknown): string | null {
  return value === null ? null : (checkFactValue(fact, value)?.message ?? null);
}

/** A value as a cell; `readCell` gives it back. */
export function formatCell(value: FactValue): string {
  if (value === null) return "";
  if (typeof value === "string") return formatText(value);
  if (typeof value === "object") return formatList(value);
  return String(value);
}

/** The number that a cell holds, null where it is blank, else its text. */
export function looseNumber(cell: string): number | string | null {
  const text = cell.trim();
  if (text === "") return null;
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : cell;
}

function looseBoolean(cell: string): boolean | string | null {
  const text = cell.trim().toLowerCase();
  if (text === "") return null;
  return text === "true" ? true : text === "false" ? false : cell;
}
