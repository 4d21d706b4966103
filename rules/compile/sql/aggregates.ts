/**
 * Program → one SQL statement with the comparison's figures: rows come grouped by both versions' errors and decisions,
 * and by one more value where asked, so that only a few dozen rows leave the engine. Of one version, both sides are the same.
 */
import type { NodeId, Program } from "../program.ts";
import { isValueNode } from "../program.ts";
import type { RowError } from "./checks.ts";
import type { Dialect } from "./dialect.ts";
import type { SqlSource } from "./rows.ts";
import { literal, type Piece, piece, Stages } from "./stages.ts";
import { Values } from "./values.ts";
import { rootsOf, VersionSql } from "./version-sql.ts";

export interface AggregateOptions extends SqlSource {
  /** A numeric or boolean column, such as a later default, to be counted and summed where it is known. */
  readonly observed?: { readonly column: string; readonly type: "number" | "boolean" } | null;
  /** A value or condition to group by as well; with edges, a number by ranges [edge, next edge). */
  readonly by?: { readonly node: NodeId; readonly edges?: readonly number[] } | null;
}

const KEYS = ["error_0", "error_1", "decision_0", "decision_1", "by_value"] as const;
const COUNTED = ["shifted", "reason_shifted", "review_0", "review_1"] as const;
const SUMMED = ["limit_before", "limit_0", "limit_1", "available_0", "available_1"] as const;

/**
 * A row of the statement: one group. `error_0` and `error_1` are places in `errors` counted from 1, or 0; decisions are places in
 * `DECISIONS`. Sums of money are texts for `readSum`.
 */
export type AggregateRow = Readonly<
  Record<
    (typeof KEYS)[number] | "borrowers" | `sum_${(typeof COUNTED)[number]}` | "observed_count" | "observed_sum",
    number | string | bigint
  > &
    Record<`sum_${(typeof SUMMED)[number]}`, string>
>;

export interface SqlAggregates {
  readonly sql: string;
  readonly errors: readonly RowError[];
}

/** The figures of all borrowers as groups: see `AggregateRow`. In groups with an error only `borrowers` counts. */
export function aggregateSql(program: Program, dialect: Dialect, options: AggregateOptions): SqlAggregates {
  const { stages, selected, errors } = perRow(program, dialect, options);
  const inner = stages.query([...selected.values()], [...selected.keys()]);
  return { sql: `${grouped(dialect, `(${inner}) AS r`)}${dialect.settings}`, errors };
}

/** The per-row half of `aggregateSql`, for a view on each shard, and the half that groups what the view gives. */
export function shardedAggregateSql(program: Program, dialect: Dialect, options: AggregateOptions) {
  const { stages, selected, errors } = perRow(program, dialect, options);
  return {
    rows: stages.query([...selected.values()], [...selected.keys()]),
    /** `from` is the quoted name of the table over the views. */
    grouped: (from: string) => `${grouped(dialect, from)}${dialect.settings}`,
    errors,
  };
}

/** A sum as `aggregateSql` gives it. */
export function readSum(text: string): bigint {
  const [first, rest] = String(text).split("|");
  return rest === undefined ? BigInt(first as string) : BigInt(first as string) * 1_000_000n + BigInt(rest);
}

interface PerRow {
  readonly stages: Stages;
  readonly selected: ReadonlyMap<string, Piece>;
  readonly errors: RowError[];
}

function perRow(program: Program, dialect: Dialect, options: AggregateOptions): PerRow {
  const stages = new Stages(dialect, options.source);
  const by = options.by ?? null;
  const values = new Values(program, dialect, stages, options.columns, [...rootsOf(program), ...(by === null ? [] : [by.node])]);
  const errors: RowError[] = [];
  const versions = program.versions.map((version) => new VersionSql(values, version, errors));
  const [a, b = a] = versions as [VersionSql, VersionSql?];
  const selected = new Map<string, Piece>();
  const valid = stages.column(piece([a.error, b.error], (x, y) => `(${x} = 0 AND ${y} = 0)`));
  const masked = (column: Piece, zero = "0") =>
    piece([valid, column], (ok, value) => dialect.when([[ok as string, value as string]], zero));
  const flag = (test: Piece) => masked(piece([test], (t) => dialect.when([[t as string, "1"]], "0")));
  selected.set("error_0", a.error).set("error_1", b.error);
  selected.set("decision_0", masked(a.settled.decision, "-1")).set("decision_1", masked(b.settled.decision, "-1"));
  const everyone = dialect.text("");
  selected.set("by_value", by === null ? literal(everyone) : masked(groupOf(values, by), everyone));
  const [shifted, reasonShifted] = shifts(values, a, b);
  selected.set("shifted", flag(shifted)).set("reason_shifted", flag(reasonShifted));
  selected.set("review_0", flag(a.review())).set("review_1", flag(b.review()));
  selected.set("limit_before", masked(a.before)).set("limit_0", masked(a.settled.limit)).set("limit_1", masked(b.settled.limit));
  const available = (side: VersionSql) => {
    const open = side.available();
    return open === null ? literal("0") : masked(piece([open], (x) => dialect.coalesce(x as string, "0")));
  };
  selected.set("available_0", available(a)).set("available_1", available(b));
  selected.set("observed", observedOf(values, options));
  return { stages, selected, errors };
}

function observedOf({ dialect, stages }: Values, { observed = null }: AggregateOptions): Piece {
  if (observed === null) return literal(dialect.nothing("number"));
  const name = dialect.identifier(observed.column);
  if (observed.type === "number") return stages.column(piece([], () => dialect.read(name, "number")));
  const value = dialect.read(name, "boolean");
  return stages.column(
    piece([], () =>
      dialect.when(
        [
          [value, dialect.number(1)],
          [`NOT ${value}`, dialect.number(0)],
        ],
        null,
      ),
    ),
  );
}

/** The group as text: a value as it is, true and false as such, a range's place; null as text that no value has. */
function groupOf(values: Values, { node, edges }: NonNullable<AggregateOptions["by"]>): Piece {
  const { dialect, stages } = values;
  const given = values.simple(node);
  const own = values.program.nodes[node];
  const isBoolean = own === undefined || !isValueNode(own) || own.type === "boolean";
  const text = (value: string) =>
    isBoolean ? dialect.when([[value, dialect.text("true")]], dialect.text("false")) : dialect.asText(value);
  const ranged = (value: string) =>
    dialect.when(
      [...(edges ?? [])].map((edge, i) => [`${value} < ${dialect.number(edge)}`, dialect.text(String(i))] as const),
      dialect.text(String(edges?.length)),
    );
  return stages.column(
    piece([given], (value) => {
      const known = edges === undefined ? text(value as string) : ranged(value as string);
      return dialect.when([[`${value} IS NULL`, dialect.text(NOT_KNOWN)]], known);
    }),
  );
}

/** How a null stands among the groups; no text of a borrower looks so. */
export const NOT_KNOWN = "\u0001null";

function shifts(values: Values, a: VersionSql, b: VersionSql): readonly [Piece, Piece] {
  const { dialect, stages } = values;
  if (a === b) return [literal(dialect.boolean(false)), literal(dialect.boolean(false))];
  const moved = stages.column(
    piece(
      [a.settled.limit, b.settled.limit, a.settled.decision, b.settled.decision],
      (l0, l1, d0, d1) => `(${l0} <> ${l1} OR ${d0} <> ${d1})`,
    ),
  );
  const opened = availableDiffers(values, a.available(), b.available());
  const told = [...a.reasons(), ...b.reasons()];
  const retold = stages.column(
    piece(
      told,
      (...all) =>
        `(${all
          .slice(0, all.length / 2)
          .map((reason, i) => `${reason} <> ${all[i + all.length / 2]}`)
          .join(" OR ")})`,
    ),
  );
  return [piece([moved, opened], (m, o) => `(${m} OR ${o})`), piece([moved, retold], (m, r) => `(NOT ${m} AND ${r})`)];
}

function availableDiffers({ dialect, stages }: Values, left: Piece | null, right: Piece | null): Piece {
  if (left !== null && right !== null)
    return stages.column(piece([left, right], (x, y) => `(NOT ${dialect.same(x as string, y as string)})`));
  const only = left ?? right;
  return only === null ? literal(dialect.boolean(false)) : piece([only], (x) => `(${x} IS NOT NULL)`);
}

function grouped(dialect: Dialect, from: string): string {
  const selected = [
    ...KEYS,
    `${dialect.count()} AS borrowers`,
    ...COUNTED.map((name) => `sum(${name}) AS sum_${name}`),
    ...SUMMED.map((name) => `${dialect.sum(name)} AS sum_${name}`),
    `${dialect.countIf("observed IS NOT NULL")} AS observed_count`,
    `${dialect.sumOfNumbers("observed")} AS observed_sum`,
  ];
  return `SELECT ${selected.join(", ")} FROM ${from} GROUP BY ${KEYS.join(", ")}`;
}
