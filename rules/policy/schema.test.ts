import { expect, test } from "vitest";
import { policyJsonSchema } from "./schema.ts";

test("the published JSON Schema is the one that the zod schemas give (update: npx vitest -u)", async () => {
  await expect(`${JSON.stringify(policyJsonSchema(), null, 2)}\n`).toMatchFileSnapshot("./limit-policy.schema.json");
});

test("the JSON Schema closes every object but for x- keys", () => {
  const open: string[] = [];
  const visit = (node: unknown, path: string): void => {
    if (typeof node !== "object" || node === null) return;
    const { properties, additionalProperties, patternProperties } = node as Record<string, unknown>;
    if (properties !== undefined && (additionalProperties !== false || patternProperties === undefined)) open.push(path);
    for (const [key, child] of Object.entries(node)) visit(child, `${path}/${key}`);
  };
  visit(policyJsonSchema(), "");
  expect(open).toEqual([]);
});
