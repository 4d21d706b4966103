import type { VersionSummary } from "#store";
import { Tag } from "../../../../_components/pill";

/** What is special about a version: in force, the latest, a restored one. */
export function VersionTags({ version, latest }: { version: VersionSummary; latest: number }) {
  return (
    <span className="ml-2 inline-flex flex-wrap gap-1 align-top">
      {version.published ? <Tag tone="accent">published</Tag> : null}
      {version.number === latest ? <Tag>latest</Tag> : null}
      {version.restoredFrom === null ? null : <Tag>restored v{version.restoredFrom}</Tag>}
    </span>
  );
}
