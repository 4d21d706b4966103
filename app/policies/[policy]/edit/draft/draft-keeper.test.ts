import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { applyEdits } from "#rules/editing";
import { DraftKeeper } from "./draft-keeper";
import { fingerprint, LocalTexts } from "./local-texts";
import type { DraftServer, SavedVersion, ServerDraft, ServerState } from "./types";

const OWNER = { policy: "p", author: "mei" };

class MemoryStorage implements Pick<Storage, "length" | "key" | "getItem" | "setItem" | "removeItem"> {
  readonly values = new Map<string, string>();
  room = Number.POSITIVE_INFINITY;
  get length() {
    return this.values.size;
  }
  key = (i: number) => [...this.values.keys()][i] ?? null;
  getItem = (key: string) => this.values.get(key) ?? null;
  removeItem = (key: string) => void this.values.delete(key);
  setItem(key: string, value: string) {
    const used = [...this.values].reduce((sum, [k, v]) => sum + (k === key ? 0 : v.length), 0);
    if (used + value.length > this.room) throw new Error("QuotaExceededError");
    this.values.set(key, value);
  }
}

function version(number: number, text: string): SavedVersion {
  return { number, text, author: "mei", message: "", createdAt: number };
}

/** A server as the store behaves: one draft, revisions, versions. */
class FakeServer implements DraftServer {
  versions = [version(1, "one")];
  draft: ServerDraft | null = null;
  reached = true;
  /** The change is made, its answer is lost. */
  answers = true;
  private revisions = 0;

  private async reach<T>(change: () => T): Promise<T> {
    if (!this.reached) throw new TypeError("fetch failed");
    const answer = change();
    await Promise.resolve();
    if (!this.answers) throw new TypeError("connection reset");
    return answer;
  }
  get latest() {
    return this.versions.at(-1) as SavedVersion;
  }
  put(text: string, base = 1): ServerDraft {
    this.draft = { text, base: this.versions[base - 1] as SavedVersion, revision: ++this.revisions, updatedAt: Date.now() };
    return this.draft;
  }
  now(): ServerState {
    return { draft: this.draft, latest: this.latest };
  }
  look = () => this.reach(() => this.now());
  save: DraftServer["save"] = ({ text, base, expectedRevision }) =>
    this.reach(() => {
      if ((this.draft?.revision ?? null) !== expectedRevision) return { ok: false, reason: "conflict", draft: this.draft };
      const { revision, updatedAt } = this.put(text, base);
      return { ok: true, revision, updatedAt };
    });
  discard: DraftServer["discard"] = ({ expectedRevision }) =>
    this.reach(() => {
      if (this.draft && this.draft.revision !== expectedRevision) return { ok: false, reason: "conflict", draft: this.draft };
      this.draft = null;
      return { ok: true };
    });
  saveVersion: DraftServer["saveVersion"] = ({ text, base }) =>
    this.reach(() => {
      if (base !== this.latest.number) return { ok: false, reason: "stale", latest: this.latest };
      this.versions.push(version(base + 1, text));
      this.draft = null;
      return { ok: true, version: this.latest };
    });
}

let server: FakeServer;
let storage: MemoryStorage;

/** A tab as it opens; `editor.text` is what its editor shows. */
function openTab(tab: string, box = storage) {
  const local = new LocalTexts(() => box as unknown as Storage, OWNER, tab);
  const orphans = local.unsaved();
  const keeper = new DraftKeeper({ server, local, state: server.now() });
  const notices: string[] = [];
  keeper.restore(orphans, new Map(server.versions.map((one) => [one.number, one])));
  const editor = { text: keeper.currentText };
  keeper.listen({
    onReplace: (text) => (editor.text = text),
    onNotice: (text) => notices.push(text),
    onExistence: () => {},
    onSaved: () => {},
  });
  return { keeper, editor, notices, local };
}

const rest = () => vi.advanceTimersByTimeAsync(700);

beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  server = new FakeServer();
  storage = new MemoryStorage();
});
afterEach(() => vi.useRealTimers());

describe("typing", () => {
  it("is in the browser at once and on the server after a rest", async () => {
    const { keeper, local } = openTab("a");
    keeper.typed("one!");
    expect(local.unsaved()[0]?.text).toBe("one!");
    expect(keeper.state.save.kind).toBe("saving");
    await rest();
    expect(server.draft?.text).toBe("one!");
    expect(keeper.state.save.kind).toBe("saved");
    expect(local.unsaved()).toEqual([]);
  });

  it("while a save is under way is saved next", async () => {
    const { keeper } = openTab("a");
    keeper.typed("one!");
    await vi.advanceTimersByTimeAsync(600);
    keeper.typed("one!!");
    await rest();
    expect(server.draft?.text).toBe("one!!");
  });

  it("back to the version's text leaves no draft", async () => {
    const { keeper } = openTab("a");
    keeper.typed("one!");
    await rest();
    keeper.typed("one");
    await rest();
    expect(server.draft).toBeNull();
    expect(keeper.state.save.kind).toBe("unchanged");
  });

  it("tells when it is nowhere but in memory", () => {
    storage.room = 0;
    const { keeper } = openTab("a");
    keeper.typed("one!");
    expect(keeper.atRisk).toBe(true);
  });

  it("makes room at the cost of old copies", () => {
    const { keeper, local } = openTab("a");
    local.addCopy("x".repeat(1_000), "old", 1);
    storage.room = 1_100;
    keeper.typed("y".repeat(900));
    expect(keeper.atRisk).toBe(false);
    expect(local.copies()).toEqual([]);
  });
});

describe("keys", () => {
  /** Random keys in a text, as an editor tells of them: typing on, taking back, here and there, several places at once. */
  function* keys(seed: number, count: number) {
    let state = seed;
    const random = (below: number) => {
      state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
    let [text, cursor] = ["one", 3];
    for (let n = 0; n < count; n += 1) {
      if (random(6) === 0) cursor = random(text.length + 1);
      const taken = Math.min(random(4) === 0 ? 1 + random(3) : 0, cursor);
      const content = taken > 0 && random(2) === 0 ? "" : (["x", "额", "\r\n", "word"][random(4)] as string);
      const edits = [{ offset: cursor - taken, length: taken, content }];
      // A second cursor at the start of the text.
      if (random(8) === 0 && cursor - taken > 0) edits.push({ offset: 0, length: 0, content });
      text = applyEdits(text, edits);
      cursor += content.length * edits.length - taken;
      yield { edits, text };
    }
  }

  it("are in the browser at once, whatever is typed, saved or crashes between", async () => {
    for (let seed = 1; seed <= 60; seed += 1) {
      storage.values.clear();
      Object.assign(server, { draft: null });
      const { keeper, local } = openTab("a");
      if (seed % 2 === 0) keeper.prepare();
      let step = 0;
      for (const { edits, text } of keys(seed, 120)) {
        keeper.edited(edits, () => text);
        expect([seed, local.unsaved()[0]?.text ?? server.draft?.text ?? "one"]).toEqual([seed, text]);
        const other = new LocalTexts(() => storage as unknown as Storage, OWNER, "b");
        expect([seed, other.unsaved()[0]?.text]).toEqual([seed, text]);
        step += 1;
        if (step % 17 === 0) await vi.advanceTimersByTimeAsync(130);
        if (step % 41 === 0) await rest();
      }
      await rest();
      expect([server.draft?.text, local.unsaved()]).toEqual([keeper.currentText, []]);
      expect([...storage.values.keys()].filter((key) => key.startsWith("limen/text/")).length).toBeLessThanOrEqual(1);
      keeper.dispose();
    }
  });

  it("are told once they rest, and at once to who asks for the text", async () => {
    const { keeper } = openTab("a");
    const told = vi.fn();
    keeper.subscribe(told);
    keeper.edited([{ offset: 3, length: 0, content: "!" }], () => "one!");
    expect(told).not.toHaveBeenCalled();
    expect([keeper.currentText, keeper.atRisk]).toEqual(["one!", false]);
    await vi.advanceTimersByTimeAsync(130);
    expect(keeper.state).toMatchObject({ exists: true, save: { kind: "saving" } });
    keeper.edited([{ offset: 4, length: 0, content: "?" }], () => "one!?");
    await keeper.flush();
    expect(server.draft?.text).toBe("one!?");
  });

  it("that find no room are at risk until they are saved", async () => {
    storage.room = 0;
    const { keeper } = openTab("a");
    keeper.edited([{ offset: 3, length: 0, content: "!" }], () => "one!");
    expect(keeper.atRisk).toBe(true);
    await rest();
    await rest();
    expect([keeper.atRisk, server.draft?.text]).toEqual([false, "one!"]);
  });

  it("texts of tabs that are gone and owe nothing are swept away, others are not", () => {
    openTab("gone").keeper.prepare();
    openTab("there").keeper.prepare();
    openTab("owing").keeper.edited([{ offset: 0, length: 0, content: "!" }], () => "!one");
    const { local } = openTab("a");
    local.sweep(new Set(["there"]));
    const kept = [...storage.values.keys()].filter((key) => key.startsWith("limen/text/")).map((key) => key.split("/").at(-2));
    expect(kept.toSorted()).toEqual(["a", "there"]);
  });
});

describe("a tab that is gone", () => {
  it("before the save: its text comes back silently and is saved", async () => {
    openTab("a").keeper.typed("one!");
    const { keeper, editor } = openTab("b");
    expect(editor.text).toBe("one!");
    expect(keeper.state.conflict).toBeNull();
    vi.clearAllTimers();
    await keeper.flush();
    expect(server.draft?.text).toBe("one!");
  });

  it("in the middle of a save that arrived: no conflict with itself", async () => {
    const first = openTab("a");
    first.keeper.typed("one!");
    server.answers = false;
    await rest();
    first.keeper.typed("one!!");
    server.answers = true;
    vi.clearAllTimers();
    const { keeper, editor } = openTab("b");
    expect(editor.text).toBe("one!!");
    expect(keeper.state.conflict).toBeNull();
    await keeper.flush();
    expect(server.draft?.text).toBe("one!!");
  });

  it("while the draft went on elsewhere: a conflict, both texts there", () => {
    openTab("a").keeper.typed("mine");
    vi.clearAllTimers();
    server.put("theirs");
    const { keeper, editor } = openTab("b");
    expect(editor.text).toBe("mine");
    expect(keeper.state.conflict?.theirs?.text).toBe("theirs");
  });

  it("leaves older texts of other tabs as copies", () => {
    openTab("a").keeper.typed("older");
    vi.clearAllTimers();
    vi.advanceTimersByTime(1);
    new LocalTexts(() => storage as unknown as Storage, OWNER, "b").keep({
      text: "newer",
      base: 1,
      revision: null,
      sent: [],
      at: Date.now(),
    });
    const { keeper } = openTab("c");
    expect(keeper.currentText).toBe("newer");
    expect(keeper.state.copies.map((copy) => copy.text)).toEqual(["older"]);
  });
});

describe("no network", () => {
  it("keeps, says so, and saves when it is back", async () => {
    const { keeper } = openTab("a");
    server.reached = false;
    keeper.typed("one!");
    await rest();
    expect(keeper.state.save).toEqual({ kind: "offline", kept: true });
    server.reached = true;
    keeper.retry();
    await rest();
    expect(keeper.state.save.kind).toBe("saved");
  });

  it("tries again by itself", async () => {
    const { keeper } = openTab("a");
    server.reached = false;
    keeper.typed("one!");
    await vi.advanceTimersByTimeAsync(10_000);
    server.reached = true;
    await vi.advanceTimersByTimeAsync(30_000);
    expect(server.draft?.text).toBe("one!");
  });

  it("is no conflict where only the answer was lost", async () => {
    const { keeper } = openTab("a");
    server.answers = false;
    keeper.typed("one!");
    await rest();
    keeper.typed("one!!");
    server.answers = true;
    keeper.retry();
    await rest();
    await rest();
    expect(keeper.state.conflict).toBeNull();
    expect(server.draft?.text).toBe("one!!");
  });
});

describe("a newer version", () => {
  it("is merged: the draft goes on from it, mine stays as a copy", async () => {
    const { keeper, editor } = openTab("a");
    keeper.typed("mine");
    await rest();
    server.versions.push(version(2, "two"));
    await keeper.look();
    expect([keeper.state.latest.number, keeper.ancestor]).toEqual([2, "one"]);
    keeper.takeMerged("two and mine", keeper.state.latest);
    await rest();
    expect([server.draft?.text, server.draft?.base.number, editor.text]).toEqual(["two and mine", 2, "two and mine"]);
    expect(keeper.state).toMatchObject({ base: { number: 2 }, save: { kind: "saved" } });
    expect(keeper.state.copies.map((copy) => copy.text)).toEqual(["mine"]);
  });
});

describe("two tabs", () => {
  async function conflict() {
    const [a, b] = [openTab("a"), openTab("b", new MemoryStorage())];
    a.keeper.typed("from a");
    await rest();
    b.keeper.typed("from b");
    await rest();
    expect(b.keeper.state.save.kind).toBe("conflict");
    return { a, b };
  }

  it("keep mine: theirs stays as a copy", async () => {
    const { b } = await conflict();
    await b.keeper.keepMine();
    expect(server.draft?.text).toBe("from b");
    expect(b.keeper.state.copies.map((copy) => copy.text)).toEqual(["from a"]);
    expect(b.keeper.state.save.kind).toBe("saved");
  });

  it("take theirs: mine stays as a copy", async () => {
    const { b } = await conflict();
    b.keeper.takeTheirs();
    expect(b.editor.text).toBe("from a");
    expect(b.keeper.state.copies.map((copy) => copy.text)).toEqual(["from b"]);
    b.keeper.typed("from a, then b");
    await rest();
    expect(server.draft?.text).toBe("from a, then b");
  });

  it("a merge goes on on top of theirs; both texts stay as copies", async () => {
    const { b } = await conflict();
    expect(b.keeper.ancestor).toBe("one");
    b.keeper.takeMerged("from a and b", version(1, "one"));
    await rest();
    expect([server.draft?.text, b.editor.text]).toEqual(["from a and b", "from a and b"]);
    expect(b.keeper.state.conflict).toBeNull();
    expect(b.keeper.state.copies.map((copy) => copy.text).sort()).toEqual(["from a", "from b"]);
    expect(b.keeper.state.save.kind).toBe("saved");
  });

  it("both came from the draft that both had, not from its version", async () => {
    const [a, b] = [openTab("a"), openTab("b", new MemoryStorage())];
    a.keeper.typed("draft");
    await rest();
    await b.keeper.look();
    a.keeper.typed("draft, a");
    await rest();
    b.keeper.typed("draft, b");
    await rest();
    expect(b.keeper.state.conflict?.theirs?.text).toBe("draft, a");
    expect(b.keeper.ancestor).toBe("draft");
  });

  it("typing on in a conflict stays in the browser", async () => {
    const { b } = await conflict();
    b.keeper.typed("from b, more");
    await rest();
    expect(server.draft?.text).toBe("from a");
    expect(b.local.unsaved()[0]?.text).toBe("from b, more");
  });

  it("a tab without changes follows the other", async () => {
    const [a, b] = [openTab("a"), openTab("b", new MemoryStorage())];
    a.keeper.typed("from a");
    await rest();
    await b.keeper.look();
    expect(b.editor.text).toBe("from a");
    expect(b.notices).toHaveLength(1);
    b.keeper.typed("from a and b");
    await rest();
    expect(server.draft?.text).toBe("from a and b");
  });

  it("an old answer does not turn back newer text", async () => {
    const { keeper, editor } = openTab("a");
    keeper.typed("1");
    await rest();
    const old = server.now();
    const look = vi.spyOn(server, "look").mockImplementation(async () => {
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return old;
    });
    const looked = keeper.look();
    keeper.typed("2");
    editor.text = "2";
    await vi.advanceTimersByTimeAsync(6_000);
    await looked;
    expect(look).toHaveBeenCalled();
    expect(keeper.currentText).toBe("2");
    expect(editor.text).toBe("2");
    expect(keeper.state.conflict).toBeNull();
  });
});

describe("versions", () => {
  it("saving one leaves no draft", async () => {
    const { keeper } = openTab("a");
    keeper.typed("two");
    expect(await keeper.saveVersion("m", 1)).toMatchObject({ ok: true });
    expect(keeper.state).toMatchObject({ exists: false, base: { number: 2 }, save: { kind: "unchanged" } });
  });

  it("what is typed while one is saved is a draft of it", async () => {
    const { keeper } = openTab("a");
    keeper.typed("two");
    await rest();
    const saved = keeper.saveVersion("m", 1);
    keeper.typed("two and more");
    await saved;
    await rest();
    expect(server.draft).toMatchObject({ text: "two and more", base: { number: 2 } });
  });

  it("another's version is told, not overwritten", async () => {
    const { keeper } = openTab("a");
    keeper.typed("mine");
    await rest();
    server.versions.push(version(2, "theirs"));
    expect(await keeper.saveVersion("m", 1)).toMatchObject({ ok: false, reason: "stale" });
    expect(keeper.state).toMatchObject({ base: { number: 1 }, latest: { number: 2 } });
    expect(await keeper.saveVersion("m", 2)).toMatchObject({ ok: true, version: { number: 3 } });
  });

  it("a lost answer is no stranger's version", async () => {
    const { keeper } = openTab("a");
    keeper.typed("two");
    await rest();
    server.answers = false;
    expect((await keeper.saveVersion("m", 1)).ok).toBe(false);
    server.answers = true;
    expect(await keeper.saveVersion("m", 1)).toMatchObject({ ok: true, version: { number: 2 } });
  });

  it("an unchanged tab moves on to the latest", async () => {
    const { keeper, editor } = openTab("a");
    server.versions.push(version(2, "theirs"));
    await keeper.look();
    expect(editor.text).toBe("theirs");
  });

  it("starting over and discarding keep a copy", async () => {
    const { keeper, editor } = openTab("a");
    keeper.typed("mine");
    await rest();
    keeper.startOverFrom(version(1, "one"));
    await rest();
    expect(editor.text).toBe("one");
    expect(server.draft).toBeNull();
    keeper.typed("again");
    await rest();
    expect(await keeper.discard()).toEqual({ ok: true });
    expect(keeper.state.copies.map((copy) => copy.text).sort()).toEqual(["again", "mine"]);
    const copy = keeper.state.copies.find(({ text }) => text === "mine");
    if (copy) keeper.recover(copy);
    await rest();
    expect(server.draft?.text).toBe("mine");
  });
});

it("fingerprints tell texts apart", () => {
  const texts = ["", "a", "b", "ab", "ba", "aab", "aba"];
  expect(new Set(texts.map(fingerprint)).size).toBe(texts.length);
});
