/** Borrowers as files hold them: fixtures in JSON, JSONL and CSV, and the test of one fixture. */
export { createCsvReader, type CsvReader, EMPTY_FILE, newlineOf, strangeHeader } from "./csv.ts";
export { formatFixtures, formatOf, parseBorrowers, parseFixtures, repeatProblem } from "./fixtures.ts";
export { createJsonReader, type JsonReader } from "./json.ts";
export { type CellReading, formatCell, looseNumber, looseValue, readCell } from "./read-cell.ts";
export { testFixture } from "./test-fixture.ts";
export * from "./types.ts";
