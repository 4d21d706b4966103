import { createHash, randomBytes } from "node:crypto";
import { closeSync, openSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import fc from "fast-check";
import { FileHash, hashFile } from "./hash-file.ts";
import { Folder } from "./testing/portfolios.ts";

const folder = new Folder();
afterAll(() => folder.remove());

const SIZE = 3_500_000;
const bytes = randomBytes(SIZE);
const file = folder.write("bytes.bin", bytes);
const expected = { bytes: SIZE, hash: `sha256:${createHash("sha256").update(bytes).digest("hex")}` };

test("the hash of a file is that of its bytes, whatever of it others read, and in whatever order", async () => {
  expect(await hashFile(file)).toEqual(expected);
  const place = fc.nat({ max: SIZE });
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(place, fc.oneof(fc.nat({ max: 5000 }), place)), { maxLength: 12 }),
      fc.boolean(),
      async (reads, sort) => {
        const number = openSync(file, "r");
        try {
          const hash = new FileHash(number);
          for (const [from, length] of sort ? reads.toSorted(([a], [b]) => a - b) : reads)
            hash.add(from, bytes.subarray(from, from + length));
          expect(await hash.finish()).toEqual(expected);
        } finally {
          closeSync(number);
        }
      },
    ),
    { numRuns: 60 },
  );
});
