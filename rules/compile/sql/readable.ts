/** Rows of `compileSql` in words, for a table that people read: names of decisions, codes of reasons, amounts in whole hundredths. */
import { DECISIONS } from "#rules/evaluate";
import type { Program } from "../program.ts";
import type { Dialect } from "./dialect.ts";
import type { SqlRows } from "./rows.ts";

/** One query (without settings) with a row a borrower; columns of each version begin with its side. Where a version cannot evaluate, its error stands and all else is null. */
export function readableSql(program: Program, dialect: Dialect, { sql, outputs }: SqlRows): string {
  const text = (value: string) => dialect.text(value);
  const columns = outputs.versions.flatMap((names, i) => {
    const side = i === 0 ? "baseline" : "candidate";
    const errors = outputs.errors.map(({ code, fact }, at) => [`${names.error} = ${at + 1}`, text(`${code}: ${fact}`)] as const);
    const decisions = DECISIONS.map((decision, at) => [`${names.decision} = ${at}`, text(decision)] as const);
    const reason = (name: string) =>
      dialect.when(
        program.reasons.map((code, at) => [`${name} = ${at}`, text(code)] as const),
        null,
      );
    return [
      `${errors.length === 0 ? dialect.nothing("text") : dialect.when(errors, null)} AS ${side}_error`,
      `${names.limit} AS ${side}_limit_hundredths`,
      `${dialect.when(decisions, null)} AS ${side}_decision`,
      ...(names.available === null ? [] : [`${names.available} AS ${side}_available_hundredths`]),
      `${names.review} AS ${side}_review`,
      ...names.reasons.map((name, at) => `${reason(name)} AS ${side}_reason_${at + 1}`),
    ];
  });
  return `SELECT id, ${columns.join(", ")} FROM (${sql.slice(0, sql.length - dialect.settings.length)}) AS outcomes`;
}
