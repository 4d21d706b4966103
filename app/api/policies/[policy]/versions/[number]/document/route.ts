import { route } from "../../../../../../_server/http";
import { storedVersion } from "../../../../../_stored";

/** The document of a version, byte for byte, as a file. */
export const GET = route<{ params: Promise<{ policy: string; number: string }> }>(async (_request, { params }) => {
  const { policy, number } = await params;
  const version = await storedVersion(policy, number);
  if (version instanceof Response) return version;
  const name = `${version.policy}-v${version.number}.policy.json`;
  return new Response(version.text, {
    headers: { "Content-Type": "application/json; charset=utf-8", "Content-Disposition": `attachment; filename="${name}"` },
  });
});
