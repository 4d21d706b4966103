-- CreateEnum
CREATE TYPE "backtest_status" AS ENUM ('queued', 'running', 'done', 'failed', 'cancelled');

-- CreateTable
CREATE TABLE "portfolio" (
    "id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "path" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "hash" TEXT NOT NULL,
    "rows" BIGINT,
    "profile" JSON,
    "mapping" JSON NOT NULL,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by" TEXT,

    CONSTRAINT "portfolio_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "backtest" (
    "id" UUID NOT NULL,
    "policy" TEXT NOT NULL,
    "baseline_version" INTEGER,
    "baseline_hash" TEXT NOT NULL,
    "baseline_text" TEXT,
    "baseline_scenario" JSON NOT NULL,
    "candidate_version" INTEGER,
    "candidate_hash" TEXT,
    "candidate_text" TEXT,
    "candidate_scenario" JSON NOT NULL,
    "portfolio_id" UUID NOT NULL,
    "portfolio_hash" TEXT NOT NULL,
    "mapping" JSON NOT NULL,
    "by" TEXT[],
    "engine" TEXT NOT NULL,
    "keeps_outcomes" BOOLEAN NOT NULL,
    "home" TEXT NOT NULL,
    "status" "backtest_status" NOT NULL DEFAULT 'queued',
    "progress" JSON,
    "build" TEXT,
    "result" JSON,
    "error_code" TEXT,
    "error_message" TEXT,
    "outcomes" JSON,
    "rejected" JSON,
    "author" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "started_at" TIMESTAMPTZ(3),
    "finished_at" TIMESTAMPTZ(3),

    CONSTRAINT "backtest_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "portfolio_live_name" ON "portfolio"("name") WHERE (deleted_at IS NULL);

-- CreateIndex
CREATE INDEX "backtest_policy_created_at_idx" ON "backtest"("policy", "created_at");

-- AddForeignKey
ALTER TABLE "backtest" ADD CONSTRAINT "backtest_portfolio_id_fkey" FOREIGN KEY ("portfolio_id") REFERENCES "portfolio"("id") ON DELETE RESTRICT ON UPDATE RESTRICT;

-- Checks
ALTER TABLE "portfolio"
  ADD CONSTRAINT "portfolio_name_check" CHECK ("name" ~ '^[a-z0-9]+(-[a-z0-9]+)*$'),
  ADD CONSTRAINT "portfolio_format_check" CHECK ("format" IN ('csv', 'parquet')),
  ADD CONSTRAINT "portfolio_hash_check" CHECK ("hash" ~ '^sha256:[0-9a-f]{64}$'),
  ADD CONSTRAINT "portfolio_profile_check" CHECK (("profile" IS NULL) = ("rows" IS NULL));
ALTER TABLE "backtest"
  ADD CONSTRAINT "backtest_baseline_check" CHECK (("baseline_version" IS NULL) <> ("baseline_text" IS NULL)),
  ADD CONSTRAINT "backtest_candidate_check" CHECK (
    CASE WHEN "candidate_hash" IS NULL THEN "candidate_version" IS NULL AND "candidate_text" IS NULL
    ELSE ("candidate_version" IS NULL) <> ("candidate_text" IS NULL) END
  ),
  ADD CONSTRAINT "backtest_result_check" CHECK (("result" IS NOT NULL) = ("status" = 'done')),
  ADD CONSTRAINT "backtest_error_check" CHECK (("error_code" IS NOT NULL) = ("status" = 'failed')),
  ADD CONSTRAINT "backtest_finished_check" CHECK (("finished_at" IS NOT NULL) = ("status" IN ('done', 'failed', 'cancelled')));

-- What was pinned stays: a portfolio's file and, once made, its profile; what a backtest was asked and, once it has ended, all of it.
-- A portfolio that was never profiled may go: its file could not be read.
CREATE TRIGGER "portfolio_pinned" BEFORE UPDATE OF "id", "name", "file", "path", "format", "bytes", "hash", "author", "created_at" ON "portfolio"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "portfolio_profile_immutable" BEFORE UPDATE OF "rows", "profile" ON "portfolio"
  FOR EACH ROW WHEN (OLD."profile" IS NOT NULL) EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "portfolio_kept" BEFORE DELETE ON "portfolio"
  FOR EACH ROW WHEN (OLD."profile" IS NOT NULL) EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "portfolio_no_truncate" BEFORE TRUNCATE ON "portfolio" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "backtest_pinned" BEFORE UPDATE OF "id", "policy", "baseline_version", "baseline_hash", "baseline_text", "baseline_scenario",
  "candidate_version", "candidate_hash", "candidate_text", "candidate_scenario", "portfolio_id", "portfolio_hash", "mapping", "by", "engine",
  "keeps_outcomes", "home", "author", "created_at" ON "backtest"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "backtest_immutable" BEFORE UPDATE ON "backtest"
  FOR EACH ROW WHEN (OLD."status" IN ('done', 'failed', 'cancelled')) EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "backtest_kept" BEFORE DELETE ON "backtest" FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
CREATE TRIGGER "backtest_no_truncate" BEFORE TRUNCATE ON "backtest" FOR EACH STATEMENT EXECUTE FUNCTION "refuse_change"();
