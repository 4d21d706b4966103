/**
 * Program → one SQL statement with the comparison's figures: rows come grouped by both versions' errors and decisions,
 * and by one more value where asked, so that only a few dozen rows leave the engine. Of one version, both sides are the same.
 */
import type { NodeId, Program, ValueType } from "../program.ts";
import { isValueNode } from "../program.ts";
import { bucketOf, reached } from "./buckets.ts";
import type { RowError } from "./checks.ts";
import type { Dialect } from "./dialect.ts";
import type { SqlSource } from "./rows.ts";
import { literal, type Piece, piece, Stages } from "./stages.ts";
import { Values } from "./values.ts";
import { rootsOf, VersionSql } from "./version-sql.ts";

export interface AggregateOptions extends SqlSource {
  /** A numeric or boolean column, such as a later default, to be counted and summed where it is known. */
  readonly observed?: { readonly column: string; readonly type: "number" | "boolean" } | null;
  /** A value or condition to group by as well; a number by ranges [edge, next edge) where edges are given, or by buckets: see `bucketOf`. */
  readonly by?: { readonly node: NodeId; readonly edges?: readonly number[]; readonly buckets?: boolean } | null;
  /** Ascending edges, in hundredths, to group the change of a limit by as well: candidate − baseline, or of one version after − before. */
  readonly changeEdges?: readonly number[];
  /** Groups at most, some of them where there are more. */
  readonly most?: number;
}

const KEYS = ["error_0", "error_1", "decision_0", "decision_1", "by_value", "change_bin"] as const;
const COUNTED = ["shifted", "reason_shifted", "review_0", "review_1"] as const;
const SUMMED = ["limit_before", "limit_0", "limit_1", "available_0", "available_1"] as const;

/**
 * A row of the statement: one group. `error_0` and `error_1` are places in `errors` counted from 1, or 0; decisions are places in
 * `DECISIONS`; `change_bin` is the number of edges that the change reaches. Sums of money are texts for `readSum`.
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
  return { sql: `${grouped(dialect, `(${inner}) AS r`, options.most)}${dialect.settings}`, errors };
}

/** The per-row half of `aggregateSql`, for a view on each shard, and the half that groups what the view gives. */
export function shardedAggregateSql(program: Program, dialect: Dialect, options: AggregateOptions) {
  const { stages, selected, errors } = perRow(program, dialect, options);
  return {
    rows: stages.query([...selected.values()], [...selected.keys()]),
    /** `from` is the quoted name of the table over the views. */
    grouped: (from: string) => `${grouped(dialect, from, options.most)}${dialect.settings}`,
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
  selected.set("change_bin", masked(changeOf(values, a, b, options.changeEdges ?? []), "-1"));
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

function changeOf({ dialect, stages }: Values, a: VersionSql, b: VersionSql, edges: readonly number[]): Piece {
  if (edges.length === 0) return literal("0");
  const [from, to] = a === b ? [a.before, a.settled.limit] : [a.settled.limit, b.settled.limit];
  const change = stages.column(piece([from, to], (before, after) => `(${after} - ${before})`));
  const steps = edges.map((edge) => dialect.whole(BigInt(edge), "narrow"));
  return stages.column(piece([change], (value) => reached(dialect, value as string, steps, String)));
}

/** The group as text: a value as it is, true and false as such, a list's items, a range's or bucket's place; null as text that no value has. */
function groupOf(values: Values, by: NonNullable<AggregateOptions["by"]>): Piece {
  const { dialect, stages } = values;
  const isNull = stages.column(isNotKnown(values, by.node));
  return stages.column(
    piece([isNull, knownGroup(values, by)], (test, known) => dialect.when([[test as string, dialect.text(NOT_KNOWN)]], known as string)),
  );
}

function isNotKnown(values: Values, node: NodeId): Piece {
  const isList = groupType(values.program, node) === "texts";
  return isList ? values.isNull(node) : piece([values.simple(node)], (value) => `(${value} IS NULL)`);
}

function knownGroup(values: Values, { node, edges, buckets = false }: NonNullable<AggregateOptions["by"]>): Piece {
  const { dialect } = values;
  const given = values.simple(node);
  const type = groupType(values.program, node);
  if (edges !== undefined) {
    const steps = edges.map(dialect.number);
    return piece([given], (value) => reached(dialect, value as string, steps, (place) => dialect.text(String(place))));
  }
  if (type === "number" && buckets) return piece([bucketOf(values, given)], (bucket) => dialect.asText(bucket as string));
  if (type === "texts") return piece([given], (list) => dialect.listAsText(list as string));
  const text = (value: string) =>
    type === "boolean" ? dialect.when([[value, dialect.text("true")]], dialect.text("false")) : dialect.asText(value);
  return piece([given], (value) => text(value as string));
}

/** What a value or condition gives. */
export function groupType({ nodes }: Program, node: NodeId): ValueType {
  const own = nodes[node];
  return own !== undefined && isValueNode(own) ? own.type : "boolean";
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

function grouped(dialect: Dialect, from: string, most: number | undefined): string {
  const selected = [
    ...KEYS,
    `${dialect.count()} AS borrowers`,
    ...COUNTED.map((name) => `sum(${name}) AS sum_${name}`),
    ...SUMMED.map((name) => `${dialect.sum(name)} AS sum_${name}`),
    `${dialect.countIf("observed IS NOT NULL")} AS observed_count`,
    `${dialect.sumOfNumbers("observed")} AS observed_sum`,
  ];
  return `SELECT ${selected.join(", ")} FROM ${from} GROUP BY ${KEYS.join(", ")}${most === undefined ? "" : ` LIMIT ${most}`}`;
}
