/**
 * Exports of versions. Making one proves it on every case, which takes a while for a
 * large fixture set, so the last few are kept: a version's text and a set's content
 * are named by their hashes, and the same input gives the same files.
 */
import "server-only";
import { type ExportFormat, type ExportResult, exportPolicy } from "#rules/export";
import { parsePolicy } from "#rules/policy";
import { type FixtureSetSummary, hashFixtures, listFixtures, type Version } from "#store";
import { createPause } from "./pause";

const KEPT = 8;

const shared = globalThis as typeof globalThis & { limenExports?: Map<string, Promise<ExportResult>> };

/** The files of a version in a format, with the fixtures of a set as cases beside those at the policy's boundaries. */
export async function exportVersion(version: Version, format: ExportFormat, set: FixtureSetSummary | null): Promise<ExportResult> {
  const fixtures = set ? await listFixtures(set.id) : [];
  const scenario = set?.scenario ?? {};
  const key = [version.hash, format.name, hashFixtures(fixtures, scenario)].join(" ");
  shared.limenExports ??= new Map();
  const kept = shared.limenExports;
  const result = kept.get(key) ?? make();
  kept.delete(key);
  kept.set(key, result);
  for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
  result.catch(() => kept.delete(key));
  return result;

  async function make(): Promise<ExportResult> {
    const parsed = parsePolicy(version.text);
    if (!parsed.ok) throw new Error(`version ${version.number} of ${version.policy} is not a valid policy: ${parsed.problems[0]?.message}`);
    return exportPolicy(parsed.policy, format, { fixtures, scenario, pause: createPause(new AbortController().signal) });
  }
}

/** The name of the zip and of the folder in it. */
export function exportName(version: { policy: string; number: number }): string {
  return `${version.policy}-v${version.number}`;
}
