import type { Metadata } from "next";
import { Suspense } from "react";
import { EXPORT_FORMATS, findFormat } from "#rules/export";
import { ErrorState } from "../../../_components/error-state";
import { Spinner } from "../../../_components/spinner";
import { getPolicy } from "../../../_server/policies";
import { findVersion, listFixtureSets, listVersions } from "../../queries";
import { ExportContents } from "./_components/export-contents";
import { ExportPicker } from "./_components/export-picker";

export const metadata: Metadata = { title: "Export" };

interface Props {
  params: Promise<{ policy: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A version in a format, what is in it, the proof that it agrees, and the zip. */
export default async function ExportPage({ params, searchParams }: Props) {
  const [{ policy: name }, query] = [await params, await searchParams];
  const policy = await getPolicy(name);
  const [versions, sets] = await Promise.all([listVersions(name), listFixtureSets(name)]);
  const number = Number(query.version ?? policy.published ?? policy.latest);
  const format = findFormat(String(query.format ?? EXPORT_FORMATS[0]?.name));
  const wanted = query.fixtures === undefined ? sets[0]?.name : String(query.fixtures);
  const set = sets.find((one) => one.name === wanted) ?? null;
  const version = Number.isSafeInteger(number) && number > 0 ? await findVersion(name, number) : null;
  return (
    <>
      <ExportPicker
        policy={name}
        chosen={{ version: version?.number ?? null, format: format?.name ?? null, fixtures: set?.name ?? "" }}
        versions={versions.map(({ number, message, published }) => ({ number, note: published ? "published" : message }))}
        formats={EXPORT_FORMATS.map(({ name, title }) => ({ name, title }))}
        sets={sets.map(({ name, title, fixtures }) => ({ name, title, fixtures }))}
      />
      {version && format ? (
        <Suspense
          key={`${version.number} ${format.name} ${set?.name}`}
          fallback={<Spinner words={wordsFor(set?.fixtures ?? 0)} className="py-6" />}
        >
          <ExportContents version={version} format={format} set={set} />
        </Suspense>
      ) : (
        <ErrorState title="There is no such export">
          {version ? "Choose one of the formats above." : "Choose one of the versions above."}
        </ErrorState>
      )}
    </>
  );
}

function wordsFor(fixtures: number): string {
  return fixtures > 0
    ? `Exporting, and deciding ${fixtures.toLocaleString("en")} fixtures with the exported runner…`
    : "Exporting, and deciding borrowers at the policy’s boundaries with the exported runner…";
}
