/** The text of a version or draft, for the comparison in the browser: `?version=2`, `?version=draft`. */
import { findText } from "../queries";

export async function GET(request: Request, { params }: { params: Promise<{ policy: string }> }): Promise<Response> {
  const text = await findText((await params).policy, new URL(request.url).searchParams.get("version") ?? "");
  if (text === null) return Response.json({ message: "there is no such version of this policy" }, { status: 404 });
  return Response.json({ text }, { headers: { "cache-control": "no-store" } });
}
