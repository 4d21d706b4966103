import { readFileSync } from "node:fs";
import fc from "fast-check";
import { type Node, type ParseError, parseTree } from "jsonc-parser";
import { describe, expect, it } from "vitest";
import { FollowedTree } from "./followed-tree.ts";

const SAMPLE = readFileSync("rules/samples/online-line/v1.policy.json", "utf8");
/** What breaks JSON, and what mends it. */
const PIECES = [...'{}[],:"\\/ \n2x-', "//", "/*", "*/", "null", '"a": 1,', "{},", "[0],", '"', '{ "name": "A" }, ', "\\u00", "true"];

const plain = (node: Node | undefined): unknown =>
  node && { ...node, parent: node.parent?.offset, children: node.children?.map((child) => plain(child)) };
const fullOf = (text: string, options: object) => {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, options);
  return { root: plain(root), errors };
};

/** Of each step the place, as a share of the text, how much goes and what comes. */
const step = fc.record({
  at: fc.noBias(fc.integer({ min: 0, max: 9_999 })).map((n) => n / 10_000),
  gone: fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 400 })),
  come: fc.oneof(fc.constantFrom(...PIECES), fc.constant(""), fc.string({ maxLength: 4 })),
  isUndone: fc.boolean(),
});

describe("a tree that follows its text", () => {
  for (const options of [{}, { disallowComments: true, allowTrailingComma: false, allowEmptyContent: false }])
    it(`is the tree of the whole text, with its errors, after any edits (${JSON.stringify(options)})`, () => {
      let renewed = 0;
      fc.assert(
        fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
          const tree = new FollowedTree(options);
          let text = SAMPLE;
          tree.follow(text);
          for (const { at, gone, come, isUndone } of steps) {
            const before = text;
            const from = Math.floor(at * text.length);
            text = text.slice(0, from) + come + text.slice(from + gone);
            for (const now of isUndone ? [text, before] : [text]) {
              const read = tree.follow(now);
              if (read.renewed !== null) renewed++;
              const [mine, whole] = [{ root: plain(read.root), errors: read.errors }, fullOf(now, options)].map((one) =>
                JSON.stringify(one),
              );
              expect(mine === whole, `as the whole text ${JSON.stringify(now)}`).toBe(true);
            }
            if (isUndone) text = before;
          }
        }),
        { numRuns: 50, seed: 5 },
      );
      expect(renewed, "edits of which the whole text need not be read").toBeGreaterThan(100);
    });
});
