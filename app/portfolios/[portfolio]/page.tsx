import { Play, TriangleAlert } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import type { Portfolio } from "#store";
import { LinkButton } from "../../_components/button";
import { countOf, formatBytes } from "../../_components/format";
import { Pill } from "../../_components/pill";
import { Time } from "../../_components/time";
import { profileProgress } from "../../_server/jobs/profiles";
import { ColumnProfiles } from "../_components/column-profiles";
import { shortHash } from "../_components/column-words";
import { PortfolioMenu } from "../_components/portfolio-menu";
import { ProfileWait } from "../_components/profile-wait";
import { type Catalogue, getPortfolio, listCatalogues } from "../queries";

interface Props {
  params: Promise<{ portfolio: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: (await getPortfolio((await params).portfolio)).title };
}

export default async function PortfolioPage({ params }: Props) {
  const [portfolio, catalogues] = await Promise.all([getPortfolio((await params).portfolio), listCatalogues()]);
  return (
    <>
      <Head portfolio={portfolio} catalogues={catalogues} />
      {portfolio.profile === null ? (
        <div className="rounded-lg border border-line bg-card px-3.25 py-6">
          <ProfileWait words="Reading every row to profile the columns…" progress={profileProgress(portfolio.id)} />
        </div>
      ) : (
        <>
          <Unreadable rows={portfolio.profile.unreadable ?? 0} />
          <ColumnProfiles profile={portfolio.profile} catalogues={catalogues} />
        </>
      )}
    </>
  );
}

/** Rows of the file that are in no column's figures. */
function Unreadable({ rows }: { rows: number }) {
  if (rows === 0) return null;
  return (
    <p className="mb-3 flex items-center gap-1.5 text-amber [&_svg]:size-4">
      <TriangleAlert aria-hidden />
      {countOf(rows, "row")} of the file cannot be read and {rows === 1 ? "is" : "are"} not counted here; a backtest says why, and lists{" "}
      {rows === 1 ? "it" : "each"} among its rejected rows.
    </p>
  );
}

function Head({ portfolio, catalogues }: { portfolio: Portfolio; catalogues: readonly Catalogue[] }) {
  const { id, name, title, description, file, format, bytes, rows, hash, registered, path, author, createdAt } = portfolio;
  const policy = catalogues[0];
  return (
    <>
      <header className="flex min-h-7.5 min-w-0 items-center gap-2.5">
        <h1 className="truncate text-xl font-semibold tracking-tight" title={title}>
          <Link href="/portfolios" className="font-normal text-mute hover:text-ink">
            Portfolios
          </Link>
          <span className="px-1.5 text-faint">/</span>
          {title}
        </h1>
        {rows === null ? null : <Pill>{countOf(rows, "borrower")}</Pill>}
        <Pill>
          {format === "csv" ? "CSV" : "Parquet"}, {formatBytes(bytes)}
        </Pill>
        <span className="ml-auto flex gap-2">
          {policy === undefined ? null : (
            <LinkButton look="primary" href={`/policies/${policy.policy}/backtest?portfolio=${name}`}>
              <Play aria-hidden /> Backtest {policy.title}
            </LinkButton>
          )}
          <PortfolioMenu portfolio={{ id, title, description }} />
        </span>
      </header>
      <p className="mt-1 mb-3 flex flex-wrap gap-x-1.5 text-sm text-faint">
        <span title={registered ? path : undefined}>{registered ? `registered where it lies, ${path}` : file}</span>·
        <span title={hash}>
          hash <span className="font-mono text-xs">{shortHash(hash)}</span>
        </span>
        ·
        <span>
          {author}, <Time at={createdAt} />
        </span>
        {description === "" ? null : <span className="w-full max-w-[1100px] text-base text-mute">{description}</span>}
      </p>
    </>
  );
}
