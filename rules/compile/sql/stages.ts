/**
 * SQL as stages, each a query over the one before that adds columns. An expression knows the first stage in which it can stand; made
 * a column, it is computed once and can be read from the next stage on. So a program of any size stays linear in SQL.
 */
import type { Dialect } from "./dialect.ts";

/** A piece of SQL: the stage in which it can stand, how deep it nests, and whether it is a column or a literal. */
export interface Piece {
  readonly sql: string;
  readonly stage: number;
  readonly depth: number;
  readonly simple: boolean;
  /** Names of the columns that it reads. */
  readonly reads: ReadonlySet<string>;
}

const NOTHING: ReadonlySet<string> = new Set();

/** A literal, which can stand anywhere. */
export function literal(sql: string): Piece {
  return { sql, stage: 0, depth: 0, simple: true, reads: NOTHING };
}

/** SQL made of pieces: `piece([a, b], (a, b) => ...)`. Texts are given to the function in the order of the pieces. */
export function piece(operands: readonly Piece[], write: (...sql: string[]) => string): Piece {
  return {
    sql: write(...operands.map(({ sql }) => sql)),
    stage: Math.max(0, ...operands.map(({ stage }) => stage)),
    depth: 1 + Math.max(0, ...operands.map(({ depth }) => depth)),
    simple: false,
    reads: new Set(operands.flatMap(({ reads }) => [...reads])),
  };
}

export class Stages {
  private readonly stages: { readonly name: string; readonly expression: Piece }[][] = [];
  private readonly known = new Map<string, Piece>();
  private count = 0;

  constructor(
    private readonly dialect: Dialect,
    private readonly source: string,
  ) {}

  /** The expression as a column. The same expression in the same stage is the same column; a column or literal stays as it is. */
  column(expression: Piece, { literals = false } = {}): Piece {
    if (expression.simple && !(literals && expression.stage === 0)) return expression;
    const key = `${expression.stage} ${expression.sql}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const name = `c${this.count++}`;
    while (this.stages.length <= expression.stage) this.stages.push([]);
    this.stages[expression.stage]?.push({ name, expression });
    const column = { sql: name, stage: expression.stage + 1, depth: 0, simple: true, reads: new Set([name]) };
    this.known.set(key, column);
    return column;
  }

  /** The query of the last stage, around all others. A stage hands on what later ones read, and nothing else. */
  query(selected: readonly Piece[], names: readonly string[]): string {
    const final = selected.map(({ sql }, i) => `${sql} AS ${names[i]}`);
    return this.dialect.stage(final, `(${this.nested(selected)}) AS s`, false);
  }

  private nested(selected: readonly Piece[]): string {
    const needed = new Set(selected.flatMap(({ reads }) => [...reads]));
    const lists = this.stages.map(() => [] as string[]);
    for (let stage = this.stages.length - 1; stage >= 0; stage--) {
      const own = (this.stages[stage] ?? []).filter(({ name }) => needed.has(name));
      for (const { name } of own) needed.delete(name);
      lists[stage] = [...needed, ...own.map(({ name, expression }) => `${expression.sql} AS ${name}`)];
      for (const { expression } of own) for (const name of expression.reads) needed.add(name);
    }
    return lists.reduce((from, columns, i) => this.dialect.stage(columns, i === 0 ? this.source : `(${from}) AS s`, i > 0), "");
  }
}
