/** Numbers fall into the same buckets in SQL as in the figures of a file: every edge, its neighbours, and beyond the last ones. */
import { readFileSync } from "node:fs";
import { DuckDBInstance } from "@duckdb/node-api";
import { expect, it } from "vitest";
import { aggregateSql, compile, duckdb, type NodeId } from "#rules/compile";
import { policyOf } from "#rules/conformance";
import { bucketFrom, bucketOf } from "../../rules/portfolio/number-buckets.ts";

const FOLDER = "rules/samples/taiwan-card";
const FACT = "balance_change_3m";

/** The next doubles below and above a number that is not zero. */
function neighbours(value: number): number[] {
  const bits = new BigInt64Array(1);
  const double = new Float64Array(bits.buffer);
  return [-1n, 1n].map((step) => {
    double[0] = value;
    bits[0] = (bits[0] as bigint) + step;
    return double[0];
  });
}

function hardNumbers(): number[] {
  const edges = Array.from({ length: 28 * 90 }, (_, k) => bucketFrom(k + 1));
  const sizes = edges.flatMap((edge) => [edge, ...neighbours(edge)]);
  return [0, ...[...sizes, 5e-324, 3e-10, 0.3, 1e19, 1e300, 1.7e308].flatMap((size) => [size, -size])];
}

it("gives the bucket of every hard number", async () => {
  const policy = policyOf(readFileSync(`${FOLDER}/v1.policy.json`, "utf8"));
  const program = compile([{ policy, scenario: {} }]);
  const numbers = hardNumbers();
  const source = `(SELECT one.* REPLACE (hard.value AS ${FACT}) FROM (SELECT * FROM read_csv('${FOLDER}/sample-2000.csv') LIMIT 1) AS one,
    (SELECT unnest([${numbers.map(duckdb.number).join(", ")}]::DOUBLE[]) AS value) AS hard) AS borrowers`;
  const columns = new Map(program.columns.map(({ fact }) => [fact, fact]));
  const by = { node: program.versions[0]?.values.get(FACT) as NodeId, buckets: true };
  const { sql } = aggregateSql(program, duckdb, { source, columns, by });
  const connection = await (await DuckDBInstance.create(":memory:", { threads: "1" })).connect();
  const rows = (await connection.runAndReadAll(sql)).getRowObjects();
  const found = new Map<number, number>();
  for (const row of rows) found.set(Number(row.by_value), (found.get(Number(row.by_value)) ?? 0) + Number(row.borrowers));
  const expected = new Map<number, number>();
  for (const value of numbers) {
    const key = bucketOf(value) + (Number.isInteger(value) ? 0 : Math.sign(value) / 2);
    expected.set(key, (expected.get(key) ?? 0) + 1);
  }
  expect(found).toEqual(expected);
});
