import Link from "next/link";
import type { PortfolioSummary } from "#store";
import { formatBytes, formatCount } from "../../_components/format";
import { Tag } from "../../_components/pill";
import { Time } from "../../_components/time";
import { shortHash } from "./column-words";
import { ProfileWait } from "./profile-wait";

/** Every portfolio with its size and where it came from. */
export function PortfolioList({ portfolios }: { portfolios: readonly PortfolioSummary[] }) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full min-w-200 table-fixed border-collapse text-left">
        <thead className="text-sm text-faint">
          <tr className="border-b border-line [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-normal">
            <th scope="col">portfolio</th>
            <th scope="col" className="w-28 text-right">
              rows
            </th>
            <th scope="col" className="w-24 text-right">
              size
            </th>
            <th scope="col" className="w-28">
              format
            </th>
            <th scope="col" className="w-32">
              hash
            </th>
            <th scope="col" className="w-66">
              added
            </th>
          </tr>
        </thead>
        <tbody>
          {portfolios.map((portfolio) => (
            <PortfolioRow key={portfolio.id} portfolio={portfolio} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PortfolioRow({ portfolio }: { portfolio: PortfolioSummary }) {
  const { name, title, description, file, format, bytes, rows, hash, registered, author, createdAt } = portfolio;
  return (
    <tr className="relative border-b border-line align-top last:border-b-0 hover:bg-bg [&>td]:px-3 [&>td]:py-2">
      <td>
        <Link
          href={`/portfolios/${name}`}
          title={description || title}
          className="block truncate font-semibold after:absolute after:inset-0"
        >
          {title}
        </Link>
        <span className="block truncate text-sm text-faint">
          <span className="font-mono">{name}</span> · {file}
        </span>
      </td>
      <td className="text-right">{rows === null ? <ProfileWait /> : formatCount(rows)}</td>
      <td className="text-right">{formatBytes(bytes)}</td>
      <td>
        {format === "csv" ? "CSV" : "Parquet"}{" "}
        {registered ? <Tag title="The file stays where it lies on the server">registered</Tag> : null}
      </td>
      <td className="font-mono text-sm text-mute" title={hash}>
        {shortHash(hash)}
      </td>
      <td className="text-mute">
        {author}, <Time at={createdAt} />
      </td>
    </tr>
  );
}
