/**
 * Fills an empty database with the sample policies and their portfolio, all in one transaction: an interrupted start
 * leaves it empty. The portfolio's file is copied into the data folder; its profile is made once the server is up.
 */
import { createHash, randomUUID } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { type Fixture, parseFixtures } from "#rules/borrowers";
import { parsePolicy, type ValidPolicy } from "#rules/policy";
import { NO_MAPPING } from "#rules/portfolio";
import { SAMPLE_POLICIES, SAMPLE_PORTFOLIO, type SampleFixtureSet, type SamplePolicy, type SamplePortfolio } from "#rules/samples";
import { type Transaction, transaction } from "../client/index.ts";
import { projectRoot } from "../client/location.ts";
import { copyPortfolioFile } from "../store/files.ts";
import { createFixtureSet } from "../store/fixture-sets.ts";
import { createFixtures } from "../store/fixtures.ts";
import { createPolicy } from "../store/policies.ts";
import { createPortfolio } from "../store/portfolios.ts";
import { publish } from "../store/publications.ts";
import { createVersion } from "../store/versions.ts";

/** Held by the server that seeds, so that others starting at once wait and then find it done. */
const ADVISORY_LOCK = 72707370;

/** Whether it was empty, and so was seeded. */
export async function seedIfEmpty(): Promise<boolean> {
  return transaction(async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(${ADVISORY_LOCK})`;
    if (!(await isEmpty(tx))) return false;
    for (const sample of SAMPLE_POLICIES) await seedPolicy(sample);
    await seedPortfolio(SAMPLE_PORTFOLIO);
    return true;
  });
}

async function isEmpty(tx: Transaction): Promise<boolean> {
  return (await tx.policy.count()) === 0;
}

async function seedPolicy(sample: SamplePolicy): Promise<void> {
  const policy = await seedVersions(sample);
  for (const set of sample.fixtureSets) await seedFixtureSet(policy, set);
  expectDone(await publish({ policy: sample.name, expected: null, ...sample.published }));
}

/** Gives the first version, parsed. */
async function seedVersions({ name, versions }: SamplePolicy): Promise<ValidPolicy> {
  const texts = await Promise.all(versions.map((version) => readSample(version.path)));
  for (const [index, { author, message }] of versions.entries()) {
    const text = texts[index] ?? "";
    expectDone(
      index === 0
        ? await createPolicy({ text, author, message })
        : await createVersion({ policy: name, text, author, message, base: index }),
    );
  }
  const first = parsePolicy(texts[0] ?? "");
  if (!first.ok) throw new Error(`sample policy \`${name}\` is not valid`);
  return first.policy;
}

async function seedFixtureSet(policy: ValidPolicy, sample: SampleFixtureSet): Promise<void> {
  const { name, title, description, scenario, author, path: file, format } = sample;
  const created = expectDone(await createFixtureSet({ policy: policy.name, name, title, description, scenario, author }));
  const parsed = parseFixtures(await readSample(file), format, policy);
  if (parsed.problems.length > 0) throw new Error(`sample \`${file}\`: ${JSON.stringify(parsed.problems[0])}`);
  const fixtures = sample.pick ? pick(parsed.fixtures, sample.pick) : parsed.fixtures;
  expectDone(await createFixtures({ setId: created.set.id, fixtures, author, onDuplicate: "refuse" }));
}

async function seedPortfolio({ name, title, description, format, observed, author, path: file }: SamplePortfolio): Promise<void> {
  const id = randomUUID();
  const source = path.join(projectRoot(), file);
  const content = await readFile(source);
  const hash = `sha256:${createHash("sha256").update(content).digest("hex")}`;
  const stored = { path: await copyPortfolioFile(id, format, source), bytes: content.length, hash };
  const mapping = { ...NO_MAPPING, observed };
  expectDone(await createPortfolio({ id, name, title, description, format, file: path.basename(file), mapping, author, ...stored }));
}

function pick(fixtures: readonly Fixture[], picks: NonNullable<SampleFixtureSet["pick"]>): Fixture[] {
  const byName = new Map(fixtures.map((fixture) => [fixture.name, fixture]));
  return picks.map(({ name, tag }) => {
    const fixture = byName.get(name);
    if (!fixture) throw new Error(`sample fixture \`${name}\` is missing`);
    return { ...fixture, tags: [tag] };
  });
}

function readSample(file: string): Promise<string> {
  return readFile(path.join(projectRoot(), file), "utf8");
}

function expectDone<T extends { readonly ok: boolean }>(result: T): Extract<T, { readonly ok: true }> {
  if (!result.ok) throw new Error(`a sample cannot be stored: ${JSON.stringify(result)}`);
  return result as Extract<T, { readonly ok: true }>;
}
