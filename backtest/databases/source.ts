/** Which column of the table gives each fact: checked before any statement is made, all problems told at once. */
import type { Column, Program, SourceColumn } from "#rules/compile";
import { suggestion } from "#rules/policy";
import type { Database } from "./database.ts";
import { type DatabaseRequest, DatabaseProblem } from "./types.ts";

export interface Source {
  readonly columns: ReadonlyMap<string, SourceColumn>;
  readonly observed: { readonly column: string; readonly type: "number" | "boolean" } | null;
}

/** Throws a DatabaseProblem for a table or column that is not there, or whose type cannot hold its fact. */
export async function sourceOf(database: Database, program: Program, request: DatabaseRequest): Promise<Source> {
  const stored = await database.columnsOf(request.table);
  if (stored.size === 0)
    throw new DatabaseProblem("unknown-table", `there is no table \`${request.table}\` that this user can see; check its name and schema`);
  const columns = new Map<string, SourceColumn>();
  const problems: DatabaseProblem[] = [];
  const checked = <T>(check: () => T): T | null => {
    try {
      return check();
    } catch (error) {
      if (!(error instanceof DatabaseProblem)) throw error;
      problems.push(error);
      return null;
    }
  };
  for (const column of program.columns) {
    const source = Object.hasOwn(request.columns, column.fact)
      ? request.columns[column.fact]
      : stored.has(column.fact)
        ? column.fact
        : undefined;
    if (source === undefined) continue;
    checked(() => checkColumn(database, stored, column, source));
    columns.set(column.fact, source);
  }
  if (request.results !== null) checked(() => request.id !== null && storedType(stored, request.id));
  const observed = checked(() => observedOf(database, stored, request.observed));
  const [first] = problems;
  if (first !== undefined) throw new DatabaseProblem(first.code, [...new Set(problems.map(({ message }) => message))].join("\n"));
  return { columns, observed };
}

function storedType(stored: ReadonlyMap<string, string>, name: string): string {
  const type = stored.get(name);
  if (type === undefined)
    throw new DatabaseProblem("unknown-column", `the table has no column \`${name}\`${suggestion(name, [...stored.keys()])}`);
  return type;
}

const WORDS = { number: "numbers", boolean: "true and false", text: "texts", texts: "lists of texts" } as const;

function checkColumn(database: Database, stored: ReadonlyMap<string, string>, { fact, type }: Column, source: SourceColumn): void {
  const name = typeof source === "string" ? source : source.column;
  const found = storedType(stored, name);
  if (typeof source === "object" && "isNull" in source) storedType(stored, source.isNull);
  if (database.holds(found, type)) return;
  throw new DatabaseProblem(
    "wrong-column-type",
    `column \`${name}\` is ${found}, but \`${fact}\` needs ${WORDS[type]}; make a view that converts it, and name the view`,
  );
}

function observedOf(database: Database, stored: ReadonlyMap<string, string>, name: string | null): Source["observed"] {
  if (name === null) return null;
  const found = storedType(stored, name);
  if (database.holds(found, "number")) return { column: name, type: "number" };
  if (database.holds(found, "boolean")) return { column: name, type: "boolean" };
  throw new DatabaseProblem("wrong-column-type", `column \`${name}\` is ${found}; an observed column holds numbers, or true and false`);
}
