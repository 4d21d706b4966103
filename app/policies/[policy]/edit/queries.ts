/** Reads of the Edit tab. */
import "server-only";
import {
  type Draft,
  type FixtureSetSummary,
  findVersion,
  getVersion,
  listFixtureSets,
  listPortfolios,
  listVersions,
  type Version,
} from "#store";
import { getDraft } from "../../../_server/policies";
import { getSession } from "../../../_server/session";
import type { SavedVersion, ServerDraft, ServerState } from "./draft/types";

export interface VersionLine {
  readonly number: number;
  readonly author: string;
  readonly message: string;
  readonly published: boolean;
}

/** A portfolio of which a sample can be evaluated while one types. */
export interface PortfolioLine {
  readonly name: string;
  readonly title: string;
  readonly rows: number;
  readonly hash: string;
}

export interface EditPageData {
  readonly author: string;
  readonly state: ServerState;
  readonly versions: readonly VersionLine[];
  readonly sets: readonly FixtureSetSummary[];
  readonly portfolios: readonly PortfolioLine[];
  /** The version that a draft is to be started from. */
  readonly from: SavedVersion | null;
}

export async function readEditPage(policy: string, from: number | null): Promise<EditPageData> {
  const [session, draft, versions, sets, portfolios, taken] = await Promise.all([
    getSession(),
    getDraft(policy),
    listVersions(policy),
    listFixtureSets(policy),
    listPortfolios(),
    from === null ? null : findVersion(policy, from),
  ]);
  return {
    author: session.author,
    state: await stateOf(policy, draft, versions[0]?.number ?? 1),
    versions: versions.map(({ number, author, message, published }) => ({ number, author, message, published })),
    sets,
    portfolios: portfolios.flatMap(({ name, title, rows, hash }) => (rows === null ? [] : [{ name, title, rows, hash }])),
    from: taken && savedOf(taken),
  };
}

/** The draft with the version that it started from, and the latest version. */
export async function stateOf(policy: string, draft: Draft | null, latest: number): Promise<ServerState> {
  const version = savedOf(await getVersion(policy, latest));
  return { draft: draft && (await serverDraftOf(draft, version)), latest: version };
}

export async function serverDraftOf({ policy, text, base, revision, updatedAt }: Draft, known?: SavedVersion): Promise<ServerDraft> {
  const version = known?.number === base ? known : savedOf(await getVersion(policy, base));
  return { text, base: version, revision, updatedAt: updatedAt.getTime() };
}

export function savedOf({ number, text, author, message, createdAt }: Version): SavedVersion {
  return { number, text, author, message, createdAt: createdAt.getTime() };
}
