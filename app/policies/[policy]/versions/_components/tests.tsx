import type { VersionSummary } from "#store";
import { countOf, formatCount } from "../../../../_components/format";
import { Tag } from "../../../../_components/pill";

/** How a version's fixtures came out when they were last tested, over all fixture sets. */
export function Tests({ tests }: { tests: VersionSummary["tests"] }) {
  if (!tests) return <span className="text-faint">not tested</span>;
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
    <Tag tone={bad > 0 ? "down" : "up"} title={title}>
      {bad > 0 ? `${formatCount(bad)} of ${formatCount(checked)} fail` : `${formatCount(checked)} pass`}
    </Tag>
  );
}
