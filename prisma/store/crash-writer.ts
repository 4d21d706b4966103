/**
 * A program for crash.test.ts: starts as the server does, then writes through the store until it is killed. Each
 * line on standard output acknowledges something that is saved: `version NUMBER HASH`, `draft REVISION`, `fixture REVISION`.
 */
import { writeSync } from "node:fs";
import {
  createFixtureSet,
  createFixtures,
  createVersion,
  databaseReady,
  findDraft,
  findFixtureSet,
  getVersion,
  listFixtures,
  listVersions,
  saveDraft,
  updateFixture,
} from "#store";

const POLICY = "post-repayment-limit";
const AUTHOR = "crash";

const acknowledge = (line: string) => writeSync(1, `${line}\n`);

async function writeVersions(): Promise<never> {
  const latest = (await listVersions(POLICY))[0]?.number ?? 0;
  const { text } = await getVersion(POLICY, 1);
  for (let base = latest; ; base += 1) {
    const saved = await createVersion({
      policy: POLICY,
      text: `${text}${" ".repeat(base)}`,
      message: `after ${base}`,
      author: AUTHOR,
      base,
    });
    if (!saved.ok) throw new Error(saved.reason);
    acknowledge(`version ${saved.version.number} ${saved.version.hash}`);
  }
}

async function writeDrafts(): Promise<never> {
  for (let revision = (await findDraft(POLICY, AUTHOR))?.revision ?? null; ; ) {
    const saved = await saveDraft({ policy: POLICY, author: AUTHOR, text: `draft after ${revision}`, base: 1, expectedRevision: revision });
    if (!saved.ok) throw new Error(saved.reason);
    revision = saved.draft.revision;
    acknowledge(`draft ${revision}`);
  }
}

async function writeFixtures(): Promise<never> {
  const name = "crash";
  const made = await createFixtureSet({ policy: POLICY, name, title: name, description: "", scenario: {}, author: AUTHOR });
  const id = made.ok ? made.set.id : ((await findFixtureSet(POLICY, name))?.id ?? "");
  await createFixtures({ setId: id, fixtures: [{ name, facts: {} }], author: AUTHOR, onDuplicate: "skip" });
  let [fixture] = await listFixtures(id);
  for (;;) {
    if (!fixture) throw new Error("no fixture");
    const saved = await updateFixture({
      id: fixture.id,
      fixture: { name, facts: { n: fixture.revision } },
      expectedRevision: fixture.revision,
      author: AUTHOR,
    });
    if (!saved.ok) throw new Error(saved.reason);
    fixture = saved.fixture;
    acknowledge(`fixture ${fixture.revision}`);
  }
}

await databaseReady();
acknowledge("ready");
await Promise.all([writeVersions(), writeDrafts(), writeFixtures()]);
