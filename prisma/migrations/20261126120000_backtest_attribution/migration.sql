-- AlterTable: no shift of the backtests so far was divided.
ALTER TABLE "backtest" ADD COLUMN "attribution" BOOLEAN NOT NULL DEFAULT false;
ALTER TABLE "backtest" ALTER COLUMN "attribution" DROP DEFAULT;

-- What a backtest was asked stays.
CREATE TRIGGER "backtest_attribution_pinned" BEFORE UPDATE OF "attribution" ON "backtest"
  FOR EACH ROW EXECUTE FUNCTION "refuse_change"();
