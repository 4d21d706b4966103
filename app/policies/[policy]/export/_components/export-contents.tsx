import { CircleCheck } from "lucide-react";
import { boundaryBorrowers, digestOf, type ExportFormat } from "#rules/export";
import { parsePolicy } from "#rules/policy";
import type { FixtureSetSummary, Version } from "#store";
import { ErrorState } from "../../../../_components/error-state";
import { countOf, formatCount } from "../../../../_components/format";
import { exportVersion } from "../../../../_server/exports";
import { ExportFiles } from "./export-files";

interface ExportContentsProps {
  version: Version;
  format: ExportFormat;
  set: FixtureSetSummary | null;
}

/** What the export holds, and the proof that it decides as here. */
export async function ExportContents({ version, format, set }: ExportContentsProps) {
  const { files, verified } = await exportVersion(version, format, set);
  const query = new URLSearchParams({ format: format.name, ...(set && { fixtures: set.name }) });
  const wrong = verified.mismatches;
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <p className="text-mute">{format.describe}</p>
      {wrong.length === 0 ? (
        <p className="flex items-start gap-2 rounded-lg border border-up/35 bg-upbg px-3.25 py-2.5">
          <CircleCheck className="mt-0.5 size-4 shrink-0 text-up" aria-hidden />
          <span>
            <strong className="font-semibold text-up">
              The exported runner decides all {formatCount(verified.cases)} borrowers exactly as here
            </strong>
            , every key of every outcome: {partsOf(version, verified.cases, set)}. They are in the zip as its own test.
          </span>
        </p>
      ) : (
        <ErrorState title={`The exported runner decides ${countOf(wrong.length, "borrower")} of ${formatCount(verified.cases)} otherwise`}>
          This is a fault of the export, not of your policy; it cannot be downloaded. First:{" "}
          {wrong
            .slice(0, 5)
            .map(({ name }) => name)
            .join(", ")}
          .
        </ErrorState>
      )}
      <ExportFiles
        key={query.toString()}
        files={files.map(digestOf)}
        address={`/api/policies/${version.policy}/versions/${version.number}/export?${query}`}
      />
    </div>
  );
}

function partsOf(version: Version, cases: number, set: FixtureSetSummary | null): string {
  const parsed = parsePolicy(version.text);
  const boundaries = parsed.ok ? boundaryBorrowers(parsed.policy).length : 0;
  const made = `${formatCount(boundaries)} invented ones on the policy’s thresholds and bounds`;
  return set ? `${countOf(cases - boundaries, "fixture")} of ${set.title} and ${made}` : made;
}
