-- AlterTable: a backtest reads a portfolio's file, or a table where it lies.
ALTER TABLE "backtest" ALTER COLUMN "portfolio_id" DROP NOT NULL, ALTER COLUMN "portfolio_hash" DROP NOT NULL;
ALTER TABLE "backtest" ADD COLUMN "table" JSON;
ALTER TABLE "backtest" ADD CONSTRAINT "backtest_source_check" CHECK (
  ("portfolio_id" IS NULL) = ("portfolio_hash" IS NULL) AND ("portfolio_id" IS NULL) <> ("table" IS NULL)
);

-- What a backtest was asked stays.
CREATE TRIGGER "backtest_table_pinned" BEFORE UPDATE OF "table" ON "backtest"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
