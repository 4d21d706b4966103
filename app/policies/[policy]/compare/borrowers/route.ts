/** The borrowers of a fixture set, for the comparison in the browser: `?set=NAME`. */
import { findBorrowers } from "../queries";

export async function GET(request: Request, { params }: { params: Promise<{ policy: string }> }): Promise<Response> {
  const borrowers = await findBorrowers((await params).policy, new URL(request.url).searchParams.get("set") ?? "");
  if (borrowers === null) return Response.json({ message: "there is no such fixture set" }, { status: 404 });
  return Response.json({ borrowers }, { headers: { "cache-control": "no-store" } });
}
