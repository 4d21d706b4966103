import { listPolicies } from "#store";
import { route } from "../../_server/http";

export const GET = route(async () => Response.json({ policies: await listPolicies() }));
