import type { Metadata } from "next";
import { BacktestSetup } from "./_components/backtest-setup";
import { RunList } from "./_components/run-list";
import { getChoices, getRuns } from "./queries";

export const metadata: Metadata = { title: "Backtest" };

export default async function BacktestPage({ params }: { params: Promise<{ policy: string }> }) {
  const { policy } = await params;
  const [choices, runs] = await Promise.all([getChoices(policy), getRuns(policy)]);
  return (
    <>
      <BacktestSetup choices={choices} />
      <RunList policy={policy} runs={runs} rows={new Map(choices.portfolios.map(({ id, rows }) => [id, rows]))} />
    </>
  );
}
