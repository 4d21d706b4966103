import type { Metadata } from "next";
import { EmptyState } from "../_components/empty-state";
import { getPortfolios } from "../_server/portfolios";
import { AddPortfolio } from "./_components/add-portfolio";
import { PortfolioList } from "./_components/portfolio-list";

export const metadata: Metadata = { title: "Portfolios" };

export default async function PortfoliosPage() {
  const portfolios = await getPortfolios();
  return (
    <>
      <header className="mb-3 flex items-center gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Portfolios</h1>
        <span className="text-sm text-faint max-lg:hidden">large tables of borrowers at one date, for backtests</span>
        <span className="ml-auto" />
        <AddPortfolio taken={portfolios.map((portfolio) => portfolio.name)} />
      </header>
      {portfolios.length === 0 ? (
        <div className="rounded-lg border border-line bg-card">
          <EmptyState title="No portfolio yet">
            A portfolio is a CSV or Parquet file with one row a borrower and one column a fact, of any size. A backtest runs two versions of
            a policy over all of its rows and tells whom a change would move. Drop a file anywhere on this page to add one. A file to begin
            with lies in the project: <code className="font-mono text-sm">rules/samples/taiwan-card/portfolio.csv</code>, 30,000 real card
            borrowers.
          </EmptyState>
        </div>
      ) : (
        <PortfolioList portfolios={portfolios} />
      )}
    </>
  );
}
