import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { Chooser } from "../conformance/chooser.ts";
import { randomCase } from "../conformance/arbitraries.ts";
import { acceptorOf } from "./accepts.ts";
import { readJsonText } from "./json-text.ts";
import { policyDocumentSchema } from "./schema.ts";
import type { Json } from "./types.ts";

const samples = path.resolve(import.meta.dirname, "../samples");
const documents = readdirSync(samples, { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".policy.json"))
  .map((file) => JSON.parse(readFileSync(path.join(samples, file), "utf8")) as Json);

const STRANGE: readonly Json[] = [
  null,
  true,
  -1,
  0.001,
  1e13,
  "",
  "x",
  "__proto__",
  [],
  {},
  [null],
  { constructor: 1 },
  { fact: "x" },
  { type: "hold" },
];

/** The document with one value, key or element of it changed, left out or added. */
function altered(value: Json, chooser: Chooser): Json {
  if (typeof value !== "object" || value === null || chooser.int(0, 5) === 0) return chooser.pick(STRANGE);
  if (Array.isArray(value)) {
    const at = chooser.int(0, value.length);
    return at === value.length
      ? [...value, chooser.pick(STRANGE)]
      : chooser.int(0, 5) === 0
        ? value.toSpliced(at, 1)
        : value.with(at, altered(value[at] as Json, chooser));
  }
  const entries = Object.entries(value) as [string, Json][];
  const at = chooser.int(0, entries.length);
  const entry = entries[at];
  if (entry === undefined) return { ...value, [chooser.pick(["fact", "any", "x", "percent", "constructor"])]: chooser.pick(STRANGE) };
  if (chooser.int(0, 5) === 0) return Object.fromEntries(entries.toSpliced(at, 1));
  return Object.fromEntries(entries.with(at, [entry[0], altered(entry[1], chooser)]));
}

describe("the test of a document's shape", () => {
  it("accepts every sample, and nothing that the schema refuses", () => {
    const test = acceptorOf(policyDocumentSchema);
    expect(documents.map(test)).toEqual(documents.map(() => true));
    const chooser = new Chooser(20_261_126);
    let [accepted, refused] = [0, 0];
    for (let i = 0; i < 1000; i++) {
      const document = altered(chooser.pick(documents), chooser);
      const { success } = policyDocumentSchema.safeParse(document);
      expect([test(document) && !success, document]).toEqual([false, document]);
      if (success) accepted += test(document) ? 1 : 0;
      else refused++;
    }
    expect([accepted > 50, refused > 300]).toEqual([true, true]);
  });
});

describe("a text without problems", () => {
  it("has the value that its syntax tree has", () => {
    for (let seed = 0; seed < 50; seed++) {
      const text = JSON.stringify(randomCase(seed, 12).document, null, seed % 3);
      const json = readJsonText(text);
      expect(json.value).toEqual(JSON.parse(text));
      expect(json.root?.length).toBe(text.length);
    }
  });

  it.each([
    ['{"a":1,"a":2}', "duplicate-key"],
    ['{"a":{"b":1,"\\u0062" : 2}}', "duplicate-key"],
    ['{"__proto__":1}', "reserved-name"],
    ['{"\\u005f_proto__":1}', "reserved-name"],
    ['{"a":"\\":","b":1}', undefined],
    [`${"[".repeat(2001)}${"]".repeat(2001)}`, "too-deep"],
    [`${"[".repeat(2000)}${"]".repeat(2000)}`, undefined],
    ["\uFEFF{}", undefined],
    ['{"a":1,}', "invalid-json"],
  ])("is not %.40s, unless it is one", (text, code) => {
    expect(readJsonText(text).findings[0]?.code).toBe(code);
  });
});
