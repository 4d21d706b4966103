/** The only public access to stored data. Domain types in and out; what a user can cause comes back as a value. */
export type { DatabaseKind } from "../client/index.ts";
export { databaseReady } from "../ready.ts";
export {
  type BacktestError,
  type BacktestFile,
  type BacktestRun,
  type BacktestRunSummary,
  type BacktestSide,
  type BacktestStatus,
  cancelBacktest,
  createBacktest,
  type DatabaseTable,
  failAbandonedBacktests,
  failBacktest,
  findBacktest,
  finishBacktest,
  getBacktest,
  getBacktestTexts,
  listBacktests,
  type NewBacktest,
  recordBacktestProgress,
  restartBacktest,
  SERVER_ENDED,
  startBacktest,
} from "./backtests.ts";
export { discardDraft, type DiscardDraftResult, type Draft, findDraft, saveDraft, type SaveDraftResult } from "./drafts.ts";
export { type FactColumn, type FactColumnSet, readFactColumn, renameFactColumn, type RenameFactColumnResult } from "./fact-columns.ts";
export {
  backtestFolder,
  keepPortfolioFile,
  removeBacktestFolder,
  removePartialFiles,
  removePortfolioFile,
  startPortfolioFile,
} from "./files.ts";
export {
  createFixtureSet,
  type CreateFixtureSetResult,
  deleteFixtureSet,
  findFixtureSet,
  type FixtureSetSummary,
  listFixtureSets,
  restoreFixtureSet,
  updateFixtureSet,
} from "./fixture-sets.ts";
export {
  createFixtures,
  type CreateFixturesResult,
  deleteFixtures,
  type FixtureHistoryEntry,
  listFixtureHistory,
  listFixtures,
  restoreFixtures,
  type RestoreFixturesResult,
  type StoredFixture,
  updateExpectations,
  type UpdateExpectationsResult,
  updateFixture,
  type UpdateFixtureResult,
} from "./fixtures.ts";
export { NotFound } from "./not-found.ts";
export { createPolicy, type CreatePolicyResult, findPolicy, listPolicies, type PolicySummary } from "./policies.ts";
export {
  createPortfolio,
  type CreatePortfolioResult,
  deletePortfolio,
  discardPortfolio,
  findPortfolio,
  getPortfolio,
  isPortfolioNameTaken,
  listPortfolios,
  listUnprofiledPortfolios,
  type NewPortfolio,
  type Portfolio,
  PORTFOLIO_FORMATS,
  type PortfolioFormat,
  type PortfolioSummary,
  restorePortfolio,
  setPortfolioProfile,
  updatePortfolio,
} from "./portfolios.ts";
export { listPublications, type Publication, publish, type PublishResult } from "./publications.ts";
export { hashFixtures, listTests, recordTests, type TestCounts, type TestRun } from "./test-runs.ts";
export {
  createVersion,
  type CreateVersionResult,
  findVersion,
  getVersion,
  listVersions,
  type NewVersion,
  type Version,
  type VersionSummary,
} from "./versions.ts";
