/**
 * Text of a CSV cell or form field → a fact's value. An empty cell is null; whether null,
 * and a value outside the fact's bounds, is allowed is for evaluation to say.
 */
import { type Fact, type FactType, type FactValue, hasTwoDecimals } from "#rules/policy";
import { formatList, formatText, readList, readText } from "./list-cell.ts";

export type CellReading = { readonly ok: true; readonly value: FactValue } | { readonly ok: false; readonly message: string };

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Reads one cell as the fact's type. */
export function readCell(fact: Fact, cell: string): CellReading {
  const value = looseValue(fact, cell);
  const message = typeMessage(fact.type, value);
  return message === null ? { ok: true, value } : { ok: false, message };
}

/**
 * The cell's value as near to the fact's type as its text allows; text that is no such
 * value stays text, for `typeMessage` and for evaluation to refuse.
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

/** Why a value is not of the type, and what to write instead; null if it is. Null is of every type. */
export function typeMessage(type: FactType, value: unknown): string | null {
  if (value === null || isOfType(type, value)) return null;
  return `${shown(value)} is not ${EXPECTED[type]}`;
}

/** A value as a cell; `readCell` gives it back. */
export function formatCell(value: FactValue): string {
  if (value === null) return "";
  if (typeof value === "string") return formatText(value);
  if (typeof value === "object") return formatList(value);
  return String(value);
}

const EXPECTED: Readonly<Record<FactType, string>> = {
  number: "a number; write digits such as `0.35`",
  integer: "a whole number; write digits such as `12`",
  money: "an amount; write digits with at most 2 decimals such as `1250.50`",
  boolean: "a yes or no; write `true` or `false`",
  string: "a text",
  strings: "a list of texts without repeats",
};

function isOfType(type: FactType, value: unknown): boolean {
  switch (type) {
    case "number":
      return Number.isFinite(value);
    case "integer":
      return Number.isSafeInteger(value);
    case "money":
      return typeof value === "number" && hasTwoDecimals(value);
    case "boolean":
      return typeof value === "boolean";
    case "string":
      return typeof value === "string";
    case "strings":
      return Array.isArray(value) && value.every((item) => typeof item === "string") && new Set(value).size === value.length;
  }
}

function looseNumber(cell: string): number | string | null {
  const text = cell.trim();
  if (text === "") return null;
  return NUMBER.test(text) && Number.isFinite(Number(text)) ? Number(text) : cell;
}

function looseBoolean(cell: string): boolean | string | null {
  const text = cell.trim().toLowerCase();
  if (text === "") return null;
  return text === "true" ? true : text === "false" ? false : cell;
}

function shown(value: unknown): string {
  const text = typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
  return `\`${text.length > 60 ? `${text.slice(0, 59)}…` : text}\``;
}
