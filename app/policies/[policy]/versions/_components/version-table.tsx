"use client";

import { GitCompareArrows } from "lucide-react";
import Link from "next/link";
import type { VersionSummary } from "#store";
import { Button, LinkButton } from "../../../../_components/button";
import { cn } from "../../../../_components/class-names";
import { CheckBox } from "../../../../_components/field";
import { Time } from "../../../../_components/time";
import { useUrlState } from "../../../../_components/use-url-state";
import { Tests } from "./tests";
import { VersionMenu } from "./version-menu";
import { VersionTags } from "./version-tags";

interface VersionTableProps {
  policy: string;
  published: number | null;
  /** Newest first. */
  versions: readonly VersionSummary[];
}

/** Every version, newest first; any two can be chosen and compared. */
export function VersionTable({ policy, published, versions }: VersionTableProps) {
  const [chosen, choose] = useChosen(versions);
  const latest = versions[0]?.number ?? 0;
  return (
    <>
      <div className="mb-3 flex min-h-7.5 items-center gap-3">
        <span className="text-mute">
          {chosen.length === 2
            ? `v${chosen[0]} and v${chosen[1]} chosen`
            : chosen.length === 1
              ? `v${chosen[0]} chosen: choose another to compare it with`
              : "Choose any two versions to compare them"}
        </span>
        <span className="ml-auto" />
        <CompareButton policy={policy} chosen={chosen} />
      </div>
      <div className="overflow-x-auto rounded-lg border border-line bg-card">
        <table className="w-full min-w-200 table-fixed border-collapse text-left">
          <thead className="text-sm text-faint">
            <tr className="border-b border-line [&>th]:px-2.5 [&>th]:py-1.5 [&>th]:font-normal">
              <th className="w-10">
                <span className="sr-only">chosen</span>
              </th>
              <th className="w-40">version</th>
              <th>message</th>
              <th className="w-32">author</th>
              <th className="w-38">saved</th>
              <th className="w-36">tests</th>
              <th className="w-12">
                <span className="sr-only">actions</span>
              </th>
            </tr>
          </thead>
          <tbody>
            {versions.map((version) => (
              <tr
                key={version.number}
                className={cn(
                  "border-b border-line align-top last:border-b-0 hover:bg-bg [&>td]:px-2.5 [&>td]:py-2",
                  chosen.includes(version.number) && "bg-soft hover:bg-soft",
                )}
              >
                <td>
                  <CheckBox
                    aria-label={`Choose v${version.number} to compare`}
                    className="mt-0.5"
                    checked={chosen.includes(version.number)}
                    onChange={(on) => choose(version.number, on)}
                  />
                </td>
                <td>
                  <Link href={`/policies/${policy}/versions/${version.number}`} className="font-semibold text-accent hover:underline">
                    v{version.number}
                  </Link>
                  <VersionTags version={version} latest={latest} />
                </td>
                <td>
                  <p className="line-clamp-2" title={version.message}>
                    {version.message}
                  </p>
                </td>
                <td className="truncate" title={version.author}>
                  {version.author}
                </td>
                <td className="text-mute">
                  <Time at={version.createdAt} />
                </td>
                <td>
                  <Tests version={version} />
                </td>
                <td className="!py-1">
                  <VersionMenu policy={policy} version={version} latest={latest} published={published} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}

function CompareButton({ policy, chosen }: { policy: string; chosen: readonly number[] }) {
  if (chosen.length !== 2) {
    return (
      <Button disabled>
        <GitCompareArrows aria-hidden /> Compare
      </Button>
    );
  }
  const [baseline, candidate] = [Math.min(...chosen), Math.max(...chosen)];
  return (
    <LinkButton look="primary" href={`/policies/${policy}/compare?baseline=${baseline}&candidate=${candidate}`}>
      <GitCompareArrows aria-hidden /> Compare v{baseline} with v{candidate}
    </LinkButton>
  );
}

/** At most two chosen versions, kept in the URL; a third takes the place of the one chosen first. */
function useChosen(versions: readonly VersionSummary[]): [readonly number[], (number: number, on: boolean) => void] {
  const [text, setText] = useUrlState("chosen");
  const known = new Set(versions.map(({ number }) => number));
  const chosen = text
    .split(".")
    .map(Number)
    .filter((number) => known.has(number));
  const choose = (number: number, on: boolean) => {
    const others = chosen.filter((one) => one !== number);
    setText((on ? [...others.slice(-1), number] : others).join("."));
  };
  return [chosen, choose];
}
