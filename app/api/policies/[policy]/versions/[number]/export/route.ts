import { findFormat, zipOf } from "#rules/export";
import { exportName, exportVersion } from "../../../../../../_server/exports";
import { errorResponse, route } from "../../../../../../_server/http";
import { storedFixtureSet, storedVersion } from "../../../../../_stored";

interface Context {
  params: Promise<{ policy: string; number: string }>;
}

/** A version as a zip for another engine; with `file` the text of one of its files. */
export const GET = route<Context>(async (request, { params }) => {
  const { policy, number } = await params;
  const query = new URL(request.url).searchParams;
  const version = await storedVersion(policy, number);
  if (version instanceof Response) return version;
  const format = findFormat(query.get("format") ?? "json-rules-engine");
  if (!format) return errorResponse("not-found", `there is no export format \`${query.get("format")}\``);
  const name = query.get("fixtures");
  const set = name ? await storedFixtureSet(policy, name) : null;
  if (set instanceof Response) return set;
  const { files, verified } = await exportVersion(version, format, set);
  const path = query.get("file");
  if (path !== null) {
    const file = files.find((one) => one.path === path);
    return file
      ? new Response(file.text, { headers: { "Content-Type": "text/plain; charset=utf-8" } })
      : errorResponse("not-found", `the export has no file \`${path}\``);
  }
  if (verified.mismatches.length > 0)
    return errorResponse(
      "failed",
      `the export decides ${verified.mismatches.length} of ${verified.cases} borrowers otherwise than here; it is not given out`,
    );
  const folder = exportName(version);
  const zip = zipOf(folder, files) as Uint8Array<ArrayBuffer>;
  return new Response(zip, {
    headers: { "Content-Type": "application/zip", "Content-Disposition": `attachment; filename="${folder}.zip"` },
  });
});
