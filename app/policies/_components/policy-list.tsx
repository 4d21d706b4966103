import Link from "next/link";
import type { PolicySummary, Version } from "#store";
import { Tag } from "../../_components/pill";
import { Time } from "../../_components/time";

/** Every policy with its latest and its published version. */
export function PolicyList({ policies, latest }: { policies: readonly PolicySummary[]; latest: ReadonlyMap<string, Version> }) {
  return (
    <div className="overflow-x-auto rounded-lg border border-line bg-card">
      <table className="w-full min-w-160 table-fixed border-collapse text-left">
        <thead className="text-sm text-faint">
          <tr className="border-b border-line [&>th]:px-3 [&>th]:py-1.5 [&>th]:font-normal">
            <th>policy</th>
            <th className="w-24">published</th>
            <th className="w-20">latest</th>
            <th className="w-[38%]">last saved</th>
          </tr>
        </thead>
        <tbody>
          {policies.map((policy) => (
            <PolicyRow key={policy.name} policy={policy} version={latest.get(policy.name)} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PolicyRow({ policy, version }: { policy: PolicySummary; version: Version | undefined }) {
  return (
    <tr className="relative border-b border-line align-top last:border-b-0 hover:bg-bg [&>td]:px-3 [&>td]:py-2">
      <td>
        <Link
          href={`/policies/${policy.name}/edit`}
          title={policy.title}
          className="block truncate font-semibold after:absolute after:inset-0"
        >
          {policy.title}
        </Link>
        <span className="block truncate font-mono text-sm text-faint">{policy.name}</span>
      </td>
      <td>{policy.published === null ? <span className="text-faint">nothing</span> : <Tag tone="accent">v{policy.published}</Tag>}</td>
      <td>v{policy.latest}</td>
      <td>
        <span className="block truncate" title={version?.message}>
          {version?.message}
        </span>
        <span className="block truncate text-sm text-faint">
          {version?.author}, {version ? <Time at={version.createdAt} /> : null}
        </span>
      </td>
    </tr>
  );
}
