import fc from "fast-check";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Fixture } from "#rules/borrowers";
import { hashText } from "#rules/policy";
import {
  createFixtureSet,
  createFixtures,
  createPolicy,
  createVersion,
  deleteFixtureSet,
  deleteFixtures,
  discardDraft,
  findDraft,
  findFixtureSet,
  findPolicy,
  findVersion,
  getVersion,
  hashFixtures,
  listFixtureHistory,
  listFixtureSets,
  listFixtures,
  listPolicies,
  listPublications,
  listTests,
  listVersions,
  NotFound,
  publish,
  readFactColumn,
  recordTests,
  renameFactColumn,
  restoreFixtureSet,
  restoreFixtures,
  saveDraft,
  updateExpectations,
  updateFixture,
  updateFixtureSet,
} from "#store";
import { closeDatabase, openDatabase, transaction, useDatabase } from "../client/index.ts";
import { TEST_SERVERS, type TestServer } from "../testing.ts";

const POLICY = "store-law";
const author = "Ada";
const message = "because";

/** A small valid policy whose text differs with `amount`. */
function document(amount: number, { name = POLICY, title = "Store law" } = {}): string {
  return JSON.stringify(
    {
      format: "limit-policy/1",
      name,
      title,
      currency: "EUR",
      limit: { fact: "current_limit", step: 100 },
      strategy: "first",
      facts: { current_limit: { type: "money", min: 0 } },
      rules: [
        {
          name: "grow",
          conditions: { all: [{ fact: "current_limit", operator: "greaterThan", value: 0 }] },
          event: { type: "increase", params: { amount, reason: "R-1" } },
        },
      ],
      reasons: { "R-1": { en: "You pay well.", zh: "您按时还款。" } },
    },
    null,
    2,
  );
}

const fixture = (name: string, limit = 1000): Fixture => ({ name, facts: { current_limit: limit } });
const times = <T>(count: number, make: (index: number) => Promise<T>) =>
  Promise.all(Array.from({ length: count }, (_, index) => make(index)));
const won = (results: readonly { readonly ok: boolean }[]) => results.filter((result) => result.ok).length;

async function makeSet(fixtures: readonly Fixture[] = [], name = "set"): Promise<string> {
  const made = await createFixtureSet({ policy: POLICY, name, title: "Set", description: "", scenario: {}, author });
  if (!made.ok) throw new Error("name taken");
  if (fixtures.length > 0) await createFixtures({ setId: made.set.id, fixtures, author, onDuplicate: "refuse" });
  return made.set.id;
}

async function only(setId: string) {
  const [first] = await listFixtures(setId);
  if (!first) throw new Error("no fixture");
  return first;
}

describe.each(TEST_SERVERS)("the store on $name", (kind) => {
  let server: TestServer;
  beforeAll(async () => {
    server = await kind.start();
  });
  afterAll(() => server?.stop());
  beforeEach(async () => {
    useDatabase(await server.createDatabase());
    expect(await createPolicy({ text: document(1), author, message })).toMatchObject({ ok: true, version: { number: 1 } });
  });
  afterEach(closeDatabase);

  describe("policies", () => {
    test("a new policy has its document as version 1", async () => {
      expect(await listPolicies()).toEqual([{ name: POLICY, title: "Store law", latest: 1, published: null, updatedAt: expect.any(Date) }]);
      expect(await findPolicy(POLICY)).toMatchObject({ latest: 1 });
      expect(await findPolicy("none")).toBeNull();
      expect(await getVersion(POLICY, 1)).toEqual({
        policy: POLICY,
        number: 1,
        text: document(1),
        hash: hashText(document(1)),
        parent: null,
        restoredFrom: null,
        author,
        message,
        createdAt: expect.any(Date),
        published: false,
        tests: null,
      });
    });

    test("a taken name and an invalid document are refused", async () => {
      expect(await createPolicy({ text: document(2), author, message })).toEqual({ ok: false, reason: "name-taken" });
      expect(await createPolicy({ text: "{}", author, message })).toMatchObject({
        ok: false,
        reason: "invalid",
        problems: expect.any(Array),
      });
      expect(await getVersion(POLICY, 1)).toMatchObject({ text: document(1) });
    });

    test("of many at once with one name, one is made", async () => {
      const results = await times(12, (index) => createPolicy({ text: document(index, { name: "raced" }), author, message }));
      expect(won(results)).toBe(1);
      expect(await listVersions("raced")).toHaveLength(1);
    });
  });

  describe("versions", () => {
    const create = (text: string, base: number) => createVersion({ policy: POLICY, text, message, author, base });

    test("follow each other without gaps, newest first, with the text byte for byte", async () => {
      const odd = `${document(3, { title: "Ünï 中文 𝄞" }).replaceAll("\n", "\r\n")}\r\n\r\n`;
      expect(await create(document(2), 1)).toMatchObject({ ok: true, version: { number: 2, parent: 1 } });
      expect(await create(odd, 2)).toMatchObject({ ok: true, version: { number: 3, parent: 2, text: odd, hash: hashText(odd) } });
      expect((await listVersions(POLICY)).map((version) => version.number)).toEqual([3, 2, 1]);
      expect(await findPolicy(POLICY)).toMatchObject({ latest: 3, title: "Ünï 中文 𝄞" });
    });

    test("a stale base, the same text, an invalid text and another name are refused", async () => {
      await create(document(2), 1);
      expect(await create(document(3), 1)).toMatchObject({ ok: false, reason: "stale", latest: { number: 2, text: document(2) } });
      expect(await create(document(2), 2)).toMatchObject({ ok: false, reason: "unchanged", latest: { number: 2 } });
      expect(await create("{", 2)).toMatchObject({ ok: false, reason: "invalid" });
      expect(await create(document(3, { name: "other" }), 2)).toMatchObject({
        ok: false,
        reason: "invalid",
        problems: [{ code: "name-changed", path: "/name", line: 3 }],
      });
      await expect(createVersion({ policy: "other", text: document(3, { name: "other" }), message, author, base: 1 })).rejects.toThrow(
        NotFound,
      );
      expect(await listVersions(POLICY)).toHaveLength(2);
    });

    test("an old text can be taken up again", async () => {
      await create(document(2), 1);
      const restored = await createVersion({ policy: POLICY, text: document(1), message, author, base: 2, restoredFrom: 1 });
      expect(restored).toMatchObject({ ok: true, version: { number: 3, parent: 2, restoredFrom: 1, hash: hashText(document(1)) } });
    });

    test("of many at once on one base, one wins and the others see it", async () => {
      const results = await times(20, (index) => create(document(100 + index), 1));
      expect(won(results)).toBe(1);
      const winner = await getVersion(POLICY, 2);
      for (const result of results)
        if (!result.ok) expect(result).toMatchObject({ reason: "stale", latest: { number: 2, text: winner.text } });
      expect(await listVersions(POLICY)).toHaveLength(2);
    });

    test("many authors who try again all get through, in one unbroken line", async () => {
      const save = async (index: number) => {
        for (let base = 1; ; ) {
          const result = await create(document(200 + index), base);
          if (result.ok) return result.version.number;
          if (result.reason !== "stale") throw new Error(result.reason);
          base = result.latest.number;
        }
      };
      const numbers = await times(8, save);
      expect(numbers.sort((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9]);
      for (const version of await listVersions(POLICY)) expect(version.parent).toBe(version.number === 1 ? null : version.number - 1);
    });

    test.each([
      ["update", "update version set message = 'x'"],
      ["update of the text", "update version set text = text || ' '"],
      ["delete", "delete from version"],
      ["truncate", "truncate version cascade"],
    ])("the database itself refuses %s", async (_, sql) => {
      const { prisma } = await openDatabase();
      await expect(prisma.$executeRawUnsafe(sql)).rejects.toThrow(/immutable/);
      expect(await getVersion(POLICY, 1)).toMatchObject({ message, text: document(1) });
    });

    test.each([["publication"], ["fixture_revision"], ["test_run"]])("rows of %s are immutable too", async (table) => {
      await publish({ policy: POLICY, number: 1, author, note: "", expected: null });
      const setId = await makeSet([fixture("a")]);
      await recordTests({ policy: POLICY, number: 1, setId, setHash: "x", passed: 1, failed: 0, unchecked: 0, errors: 0 });
      const { prisma } = await openDatabase();
      await expect(prisma.$executeRawUnsafe(`delete from ${table}`)).rejects.toThrow(/immutable/);
      await expect(prisma.$executeRawUnsafe(`update ${table} set created_at = now()`)).rejects.toThrow(/immutable/);
    });
  });

  describe("drafts", () => {
    const save = (text: string, expectedRevision: number | null, who = author) =>
      saveDraft({ policy: POLICY, author: who, text, base: 1, expectedRevision });

    test("are one per author, with a revision that grows", async () => {
      expect(await findDraft(POLICY, author)).toBeNull();
      expect(await save("{", null)).toMatchObject({ ok: true, draft: { text: "{", base: 1, revision: 1, author, policy: POLICY } });
      expect(await save("{}", 1)).toMatchObject({ ok: true, draft: { text: "{}", revision: 2 } });
      expect(await save("mine", null, "Bob")).toMatchObject({ ok: true, draft: { revision: 1 } });
      expect(await findDraft(POLICY, author)).toMatchObject({ text: "{}", revision: 2 });
    });

    test("a tab that lags behind is refused and shown what stands", async () => {
      await save("a", null);
      await save("b", 1);
      const conflict = { ok: false, reason: "conflict", draft: { text: "b", revision: 2 } };
      expect(await save("c", 1)).toMatchObject(conflict);
      expect(await save("c", null)).toMatchObject(conflict);
      expect(await discardDraft({ policy: POLICY, author, expectedRevision: 1 })).toMatchObject(conflict);
      expect(await findDraft(POLICY, author)).toMatchObject({ text: "b", revision: 2 });
    });

    test("a revision never comes twice, so a tab from before a discard cannot overwrite the next draft", async () => {
      await save("a", null);
      expect(await discardDraft({ policy: POLICY, author, expectedRevision: 1 })).toEqual({ ok: true });
      expect(await findDraft(POLICY, author)).toBeNull();
      expect(await save("late", 1)).toEqual({ ok: false, reason: "conflict", draft: null });
      expect(await discardDraft({ policy: POLICY, author, expectedRevision: 1 })).toEqual({ ok: true });
      expect(await save("new", null)).toMatchObject({ ok: true, draft: { text: "new", revision: 3 } });
      expect(await save("late", 1)).toMatchObject({ ok: false, draft: { text: "new" } });
    });

    test("saving a version does away with the author's draft of the same text only", async () => {
      await save(document(2), null);
      await save(document(3), null, "Bob");
      await createVersion({ policy: POLICY, text: document(2), message, author, base: 1 });
      expect(await findDraft(POLICY, author)).toBeNull();
      expect(await findDraft(POLICY, "Bob")).toMatchObject({ text: document(3), base: 1 });
      await createVersion({ policy: POLICY, text: document(4), message, author: "Bob", base: 2 });
      expect(await findDraft(POLICY, "Bob")).toMatchObject({ text: document(3) });
    });

    test("of many tabs at once, one wins each revision", async () => {
      for (const expected of [null, 1, 2]) {
        const results = await times(15, (index) => save(`${expected}-${index}`, expected));
        expect(won(results)).toBe(1);
        const winner = results.find((result) => result.ok);
        expect(await findDraft(POLICY, author)).toEqual(winner?.ok ? winner.draft : null);
      }
    });

    test("any text is kept, broken or huge; NUL, which no document can hold, as the replacement character", async () => {
      const huge = `"${"中".repeat(2_000_000)}`;
      expect(await save(huge, null)).toMatchObject({ ok: true, draft: { text: huge } });
      expect(await save("a\0b", 1)).toMatchObject({ ok: true, draft: { text: "a\u{FFFD}b" } });
    });
  });

  describe("publications", () => {
    test("are a pointer with history", async () => {
      await createVersion({ policy: POLICY, text: document(2), message, author, base: 1 });
      expect(await publish({ policy: POLICY, number: 1, author, note: "first", expected: null })).toEqual({ ok: true });
      expect(await publish({ policy: POLICY, number: 2, author, note: "", expected: null })).toEqual({
        ok: false,
        reason: "stale",
        published: 1,
      });
      expect(await publish({ policy: POLICY, number: 2, author: "Bob", note: "second", expected: 1 })).toEqual({ ok: true });
      expect(await publish({ policy: POLICY, number: 1, author, note: "back", expected: 2 })).toEqual({ ok: true });
      expect((await listPublications(POLICY)).map(({ number, note }) => [number, note])).toEqual([
        [1, "back"],
        [2, "second"],
        [1, "first"],
      ]);
      expect(await findPolicy(POLICY)).toMatchObject({ published: 1, latest: 2 });
      expect((await listVersions(POLICY)).map((version) => version.published)).toEqual([false, true]);
    });

    test("only of versions that exist", async () => {
      await expect(publish({ policy: POLICY, number: 9, author, note: "", expected: null })).rejects.toThrow(NotFound);
    });

    test("of many at once, one wins", async () => {
      const results = await times(12, () => publish({ policy: POLICY, number: 1, author, note: "", expected: null }));
      expect(won(results)).toBe(1);
      expect(await listPublications(POLICY)).toHaveLength(1);
    });
  });

  describe("fixture sets", () => {
    test("are made, changed, deleted and taken back", async () => {
      const id = await makeSet([fixture("a"), fixture("b")]);
      expect(await findFixtureSet(POLICY, "set")).toMatchObject({ id, fixtures: 2, scenario: {} });
      expect(await createFixtureSet({ policy: POLICY, name: "set", title: "", description: "", scenario: {}, author })).toEqual({
        ok: false,
        reason: "name-taken",
      });
      const changed = await updateFixtureSet({ id, title: "T", description: "D", scenario: { z: "last", a: 1, flags: ["x"] }, author });
      expect(changed.set).toMatchObject({ title: "T", description: "D", fixtures: 2 });
      expect(Object.keys(changed.set.scenario)).toEqual(["z", "a", "flags"]);
      expect(await deleteFixtureSet({ id, author })).toEqual({ ok: true });
      expect(await listFixtureSets(POLICY)).toEqual([]);
      await expect(deleteFixtureSet({ id, author })).rejects.toThrow(NotFound);
      const again = await makeSet();
      expect(await restoreFixtureSet({ id, author })).toEqual({ ok: false, reason: "name-taken" });
      await deleteFixtureSet({ id: again, author });
      expect(await restoreFixtureSet({ id, author })).toMatchObject({ ok: true, set: { id, fixtures: 2 } });
    });

    test("of many at once with one name, one is made", async () => {
      const results = await times(10, () =>
        createFixtureSet({ policy: POLICY, name: "raced", title: "", description: "", scenario: {}, author }),
      );
      expect(won(results)).toBe(1);
    });
  });

  describe("fixtures", () => {
    test("come back as they went in, in order", async () => {
      const fixtures: Fixture[] = [
        {
          name: "z",
          facts: { long_name_first: 1, b: null, a: true },
          expect: { limitAfter: 10.5, decision: "hold", reasons: ["R-1"] },
          tags: ["x", "y, {z}", '"'],
          note: "one\ntwo",
        },
        { name: "plain", facts: {} },
        {
          name: "中文 'quoted' \"x\" \\ 𝄞",
          facts: { s: "\u{1F600}", list: ["a", "b"], tiny: 5e-324, big: 9007199254740991, money: 0.1 },
        },
      ];
      const setId = await makeSet(fixtures);
      const stored = await listFixtures(setId);
      expect(stored.map(({ id, revision, position, ...rest }) => rest)).toEqual(fixtures);
      expect(stored.map(({ revision, position }) => [revision, position])).toEqual([
        [1, 1],
        [1, 2],
        [1, 3],
      ]);
      expect(Object.keys(stored[0]?.facts ?? {})).toEqual(["long_name_first", "b", "a"]);
    });

    test("what PostgreSQL cannot hold is kept as the replacement character", async () => {
      const setId = await makeSet([
        { name: "a\0b", facts: { s: "\0\0x\\u0000\\\0", half: "\u{D800}y\u{DC00}", pair: "\u{1F600}" }, tags: ["\0"], note: "\u{D83D}" },
      ]);
      expect(await only(setId)).toMatchObject({
        name: "a\u{FFFD}b",
        facts: { s: "\u{FFFD}\u{FFFD}x\\u0000\\\u{FFFD}", half: "\u{FFFD}y\u{FFFD}", pair: "\u{1F600}" },
        tags: ["\u{FFFD}"],
        note: "\u{FFFD}",
      });
    });

    test("any fixture comes back as it went in", async () => {
      const setId = await makeSet();
      const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\0", ""));
      const value = fc.oneof(
        fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => number + 0 || 0),
        fc.boolean(),
        text,
        fc.constant(null),
        fc.array(text),
      );
      const facts = fc.dictionary(fc.stringMatching(/^[a-z][a-z0-9_]{0,20}$/), value, { noNullPrototype: true });
      const some = fc.record(
        { name: text, facts, tags: fc.array(text, { minLength: 1, maxLength: 3 }), note: text },
        { requiredKeys: ["name", "facts"] },
      );
      await fc.assert(
        fc.asyncProperty(fc.uniqueArray(some, { selector: (given) => given.name, maxLength: 8 }), async (fixtures) => {
          const before = (await listFixtures(setId)).map((stored) => stored.id);
          await deleteFixtures({ setId, ids: before, author });
          await createFixtures({ setId, fixtures, author, onDuplicate: "refuse" });
          const stored = await listFixtures(setId);
          expect(stored.map(({ id, revision, position, ...rest }) => rest)).toEqual(fixtures);
        }),
        { numRuns: 25, seed: 20261123 },
      );
    });

    test("names that are there are refused, replaced or skipped", async () => {
      const setId = await makeSet([fixture("a", 1), fixture("b", 1)]);
      const fixtures = [fixture("b", 2), fixture("c", 2)];
      const add = (onDuplicate: "refuse" | "replace" | "skip") => createFixtures({ setId, fixtures, author: "Bob", onDuplicate });
      const now = async () => (await listFixtures(setId)).map(({ name, facts, revision }) => [name, facts.current_limit, revision]);
      expect(await add("refuse")).toEqual({ ok: false, reason: "duplicate-names", names: ["b"] });
      expect(await now()).toEqual([
        ["a", 1, 1],
        ["b", 1, 1],
      ]);
      expect(await add("skip")).toEqual({ ok: true, created: 1, replaced: 0, skipped: 1 });
      expect(await now()).toEqual([
        ["a", 1, 1],
        ["b", 1, 1],
        ["c", 2, 1],
      ]);
      expect(await add("replace")).toEqual({ ok: true, created: 0, replaced: 2, skipped: 0 });
      expect(await now()).toEqual([
        ["a", 1, 1],
        ["b", 2, 2],
        ["c", 2, 2],
      ]);
      const twice = await createFixtures({ setId, fixtures: [fixture("d"), fixture("d")], author, onDuplicate: "replace" });
      expect(twice).toEqual({ ok: false, reason: "duplicate-names", names: ["d"] });
    });

    test("keep the history of every change", async () => {
      const setId = await makeSet([fixture("a", 1)]);
      const { id } = await only(setId);
      await updateFixture({ id, fixture: { ...fixture("a", 2), note: "n" }, expectedRevision: 1, author: "Bob" });
      await updateExpectations({ setId, changes: [{ id, expectedRevision: 2, expect: { decision: "hold" } }], author: "Cyd" });
      await deleteFixtures({ setId, ids: [id], author: "Dan" });
      await restoreFixtures({ setId, ids: [id], author: "Eve" });
      const history = await listFixtureHistory(id);
      expect(history.map(({ revision, kind, author }) => [revision, kind, author])).toEqual([
        [5, "restored", "Eve"],
        [4, "deleted", "Dan"],
        [3, "edited", "Cyd"],
        [2, "edited", "Bob"],
        [1, "created", "Ada"],
      ]);
      expect(history[4]?.fixture).toEqual(fixture("a", 1));
      expect(history[2]?.fixture).toEqual({ ...fixture("a", 2), note: "n", expect: { decision: "hold" } });
      expect(await only(setId)).toMatchObject({ revision: 5, position: 1 });
    });

    test("an edit of what changed meanwhile, or to a taken name, is refused", async () => {
      const setId = await makeSet([fixture("a"), fixture("b")]);
      const { id } = await only(setId);
      expect(await updateFixture({ id, fixture: fixture("b"), expectedRevision: 1, author })).toEqual({ ok: false, reason: "name-taken" });
      expect(await updateFixture({ id, fixture: fixture("c", 7), expectedRevision: 1, author })).toMatchObject({
        ok: true,
        fixture: { name: "c", revision: 2 },
      });
      expect(await updateFixture({ id, fixture: fixture("d"), expectedRevision: 1, author })).toMatchObject({
        ok: false,
        reason: "conflict",
        fixture: { name: "c" },
      });
      await deleteFixtures({ setId, ids: [id], author });
      expect(await updateFixture({ id, fixture: fixture("d"), expectedRevision: 2, author })).toEqual({
        ok: false,
        reason: "conflict",
        fixture: null,
      });
    });

    test("of many edits at once, one wins", async () => {
      const setId = await makeSet([fixture("a")]);
      const { id } = await only(setId);
      const results = await times(15, (index) => updateFixture({ id, fixture: fixture("a", index), expectedRevision: 1, author }));
      expect(won(results)).toBe(1);
      expect(await listFixtureHistory(id)).toHaveLength(2);
    });

    test("of many imports of the same names at once, one wins", async () => {
      const setId = await makeSet();
      const results = await times(8, (index) =>
        createFixtures({ setId, fixtures: [fixture("x", index), fixture("y", index)], author, onDuplicate: "refuse" }),
      );
      expect(won(results)).toBe(1);
      expect(new Set((await listFixtures(setId)).map((stored) => stored.facts.current_limit)).size).toBe(1);
    });

    test("expectations of many change together or not at all", async () => {
      const setId = await makeSet([fixture("a"), fixture("b")]);
      const [a, b] = await listFixtures(setId);
      if (!a || !b) throw new Error("no fixtures");
      const accept = (revision: number) =>
        updateExpectations({
          setId,
          author,
          changes: [
            { id: a.id, expectedRevision: 1, expect: { limitAfter: 5 } },
            { id: b.id, expectedRevision: revision, expect: { limitAfter: 6 } },
          ],
        });
      expect(await accept(9)).toMatchObject({ ok: false, reason: "conflict", fixtures: [{ id: b.id, revision: 1 }] });
      expect((await listFixtures(setId)).map((stored) => stored.expect)).toEqual([undefined, undefined]);
      expect(await accept(1)).toEqual({ ok: true, updated: 2 });
      expect((await listFixtures(setId)).map((stored) => stored.expect)).toEqual([{ limitAfter: 5 }, { limitAfter: 6 }]);
      await updateExpectations({ setId, author, changes: [{ id: a.id, expectedRevision: 2, expect: null }] });
      expect((await listFixtures(setId)).map((stored) => stored.expect)).toEqual([undefined, { limitAfter: 6 }]);
    });

    test("a fact's column takes a new name everywhere at once; the old one stays where a version reads it", async () => {
      const setId = await makeSet([
        fixture("a", 7),
        { name: "b", facts: { other: 1 } },
        { name: "c", facts: { current_limit: 1, line: 2 } },
      ]);
      const names = { policy: POLICY, from: "current_limit", to: "line", author };
      const expected = await readFactColumn(names);
      expect(expected).toMatchObject({ versions: [1], drafts: 0, sets: [{ id: setId, fixtures: 1, taken: 1, scenario: false }] });
      expect(await renameFactColumn({ ...names, expected })).toEqual({ ok: true, fixtures: 1, kept: true });
      const facts = async () => (await listFixtures(setId)).map((stored) => stored.facts);
      expect(await facts()).toEqual([{ current_limit: 7, line: 7 }, { other: 1 }, { current_limit: 1, line: 2 }]);
      expect((await readFactColumn(names)).sets).toEqual([]);
      const [first] = await listFixtures(setId);
      expect(first?.revision).toBe(2);

      // Nobody reads this one.
      const free = { policy: POLICY, from: "other", to: "another", author };
      const other = await readFactColumn(free);
      expect(other).toMatchObject({ versions: [], drafts: 0 });
      expect(await renameFactColumn({ ...free, expected: other })).toEqual({ ok: true, fixtures: 1, kept: false });
      expect((await facts())[1]).toEqual({ another: 1 });
      // Unless a colleague's draft does.
      await saveDraft({ policy: POLICY, author: "Bob", text: '{ "another": 1 }', base: 1, expectedRevision: null });
      expect(await readFactColumn({ ...free, from: "another", to: "other" })).toMatchObject({ drafts: 1 });
      expect(await readFactColumn({ ...free, from: "another", to: "other", author: "Bob" })).toMatchObject({ drafts: 0 });
    });

    test("a new name for a column is refused where anything was changed since it was looked at", async () => {
      const setId = await makeSet([fixture("a", 7)]);
      const names = { policy: POLICY, from: "current_limit", to: "line", author };
      const expected = await readFactColumn(names);
      await createFixtures({ setId, fixtures: [fixture("b", 8)], author, onDuplicate: "refuse" });
      expect(await renameFactColumn({ ...names, expected })).toMatchObject({
        ok: false,
        reason: "changed",
        column: { sets: [{ fixtures: 2 }] },
      });
      expect((await listFixtures(setId)).every(({ facts }) => !Object.hasOwn(facts, "line"))).toBe(true);
      const now = await readFactColumn(names);
      const many = await times(4, () => renameFactColumn({ ...names, expected: now }));
      expect(many.filter(({ ok }) => ok)).toHaveLength(1);
      expect((await listFixtures(setId)).map(({ facts, revision }) => [facts, revision])).toEqual([
        [{ current_limit: 7, line: 7 }, 2],
        [{ current_limit: 8, line: 8 }, 2],
      ]);
    });

    test("a deletion can be taken back unless the name was taken", async () => {
      const setId = await makeSet([fixture("a"), fixture("b"), fixture("c")]);
      const [a, b] = await listFixtures(setId);
      const ids = [a?.id ?? "", b?.id ?? ""];
      expect(await deleteFixtures({ setId, ids, author })).toEqual({ ok: true, deleted: 2 });
      expect(await deleteFixtures({ setId, ids, author })).toEqual({ ok: true, deleted: 0 });
      await createFixtures({ setId, fixtures: [fixture("a", 9)], author, onDuplicate: "refuse" });
      expect(await restoreFixtures({ setId, ids, author })).toEqual({ ok: false, reason: "duplicate-names", names: ["a"] });
      expect(await restoreFixtures({ setId, ids: [ids[1] ?? ""], author })).toEqual({ ok: true, restored: 1 });
      expect((await listFixtures(setId)).map((stored) => stored.name)).toEqual(["b", "c", "a"]);
    });

    test("twelve thousand go in and out in seconds", async () => {
      const many = Array.from({ length: 12_000 }, (_, index) => fixture(`borrower ${index}`, index));
      const start = performance.now();
      const setId = await makeSet(many);
      expect((await listFixtures(setId)).map((stored) => stored.name)).toEqual(many.map((given) => given.name));
      expect(performance.now() - start).toBeLessThan(20_000);
    });

    test("a deleted set takes no more", async () => {
      const setId = await makeSet();
      await deleteFixtureSet({ id: setId, author });
      await expect(createFixtures({ setId, fixtures: [fixture("a")], author, onDuplicate: "skip" })).rejects.toThrow(NotFound);
    });
  });

  describe("tests", () => {
    const counts = { passed: 3, failed: 1, unchecked: 0, errors: 0 };

    test("the latest of each living set counts", async () => {
      const [one, two] = [await makeSet([], "one"), await makeSet([], "two")];
      const given = { policy: POLICY, number: 1, setHash: "sha256:x" };
      await recordTests({ ...given, setId: one, ...counts, failed: 99 });
      await recordTests({ ...given, setId: one, ...counts });
      await recordTests({ ...given, setId: two, ...counts, errors: 2 });
      expect(await getVersion(POLICY, 1)).toMatchObject({ tests: { passed: 6, failed: 2, unchecked: 0, errors: 2 } });
      expect(await listTests(POLICY, 1)).toHaveLength(2);
      await deleteFixtureSet({ id: two, author });
      expect(await findVersion(POLICY, 1)).toMatchObject({ tests: counts });
      expect(await listTests(POLICY, 1)).toMatchObject([{ setId: one, ...counts }]);
    });

    test("the hash of a set depends on what a test reads, not on the order of keys", () => {
      const hash = hashFixtures([{ name: "a", facts: { x: 1, y: 2 } }], { s: 1 });
      expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
      expect(hashFixtures([{ name: "a", facts: { y: 2, x: 1 }, note: "n" }], { s: 1 })).toBe(hash);
      expect(hashFixtures([{ name: "a", facts: { x: 1, y: 3 } }], { s: 1 })).not.toBe(hash);
      expect(hashFixtures([{ name: "a", facts: { x: 1, y: 2 } }], { s: 2 })).not.toBe(hash);
    });
  });

  test("what fails in the middle of a transaction leaves nothing", async () => {
    const failing = transaction(async () => {
      await createPolicy({ text: document(1, { name: "half" }), author, message });
      await makeSet([fixture("a")]);
      throw new Error("pulled the plug");
    });
    await expect(failing).rejects.toThrow("pulled the plug");
    expect(await findPolicy("half")).toBeNull();
    expect(await listFixtureSets(POLICY)).toEqual([]);
  });
});
