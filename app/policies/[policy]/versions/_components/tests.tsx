import Link from "next/link";
import type { VersionSummary } from "#store";
import { countOf, formatCount } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";

/** How a version's fixtures came out when they were last tested, over all fixture sets; a way to them where they were not. */
export function Tests({ version: { policy, number, tests } }: { version: Pick<VersionSummary, "policy" | "number" | "tests"> }) {
  const fixtures = `/policies/${policy}/fixtures?version=${number}`;
  if (!tests) {
    return (
      <Link
        href={fixtures}
        title="Opens the fixtures under this version, which tests them"
        className="text-faint hover:text-ink hover:underline"
      >
        not tested yet
      </Link>
    );
  }
  const bad = tests.failed + tests.errors;
  const checked = tests.passed + bad;
  const title = `${formatCount(tests.passed)} passed, ${formatCount(tests.failed)} failed, ${countOf(tests.errors, "error")}, ${formatCount(tests.unchecked)} without expectations`;
  if (checked === 0) {
    return (
      <span className="text-faint" title={title}>
        nothing expected
      </span>
    );
  }
  return (
    <Link href={fixtures} className="hover:underline">
      <Tag tone={bad > 0 ? "down" : "up"} title={title}>
        {bad > 0 ? `${formatCount(bad)} of ${formatCount(checked)} fail` : `${formatCount(checked)} pass`}
      </Tag>
    </Link>
  );
}
