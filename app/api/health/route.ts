import { listPolicies } from "#store";

export const dynamic = "force-dynamic";

/** 200 once the server answers and its database can be read. */
export async function GET(): Promise<Response> {
  try {
    await listPolicies();
    return Response.json({ status: "ok" });
  } catch {
    return Response.json({ status: "unavailable" }, { status: 503 });
  }
}
