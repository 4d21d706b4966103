/** A sample's CSV as a table of PostgreSQL, each column typed by the fact of its name. Not for production code. */
import type pg from "pg";
import type { Fact } from "#rules/policy";

/** Makes the table; a column that is no fact holds numbers where all its cells are numbers. */
export async function loadCsv(client: pg.Client, table: string, csv: string, facts: ReadonlyMap<string, Fact>): Promise<void> {
  const [header = [], ...lines] = csv
    .trim()
    .split(/\r?\n/)
    .map((line) => line.split(","));
  const typeOf = (name: string, at: number) => {
    const type = facts.get(name)?.type ?? (lines.every((cells) => Number.isFinite(Number(cells[at]))) ? "number" : "string");
    return type === "boolean" ? "boolean" : type === "string" ? "text" : "double precision";
  };
  const columns = header.map((name, at) => `"${name}" ${typeOf(name, at)}`);
  await client.query(`CREATE TABLE ${table} (${columns.join(", ")})`);
  for (let from = 0; from < lines.length; from += 500) {
    const rows = lines.slice(from, from + 500).map((cells) => `(${cells.map(literal).join(", ")})`);
    await client.query(`INSERT INTO ${table} VALUES ${rows.join(", ")}`);
  }
}

function literal(cell: string): string {
  return cell === "" ? "NULL" : `'${cell.replaceAll("'", "''")}'`;
}
