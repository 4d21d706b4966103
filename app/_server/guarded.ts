/**
 * For the addresses that proxy.ts leaves out because Next.js keeps the whole body of a request in memory for it:
 * the same refusals and the same headers, given by the handler itself.
 */
import "server-only";
import { allowedHosts, RESOURCE_SECURITY_POLICY, refusalOf, SECURITY_HEADERS } from "./request-guard";

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

export function guarded<Context>(handler: Handler<Context>): Handler<Context> {
  return async (request, context) => secured(refused(request) ?? (await handler(request, context)));
}

function refused(request: Request): Response | null {
  const hosts = allowedHosts({ HOST: process.env.HOST, LIMEN_ALLOWED_HOSTS: process.env.LIMEN_ALLOWED_HOSTS });
  const refusal = refusalOf(request.headers, hosts);
  if (!refusal) return null;
  return new Response(`${refusal.message}\n`, { status: refusal.status, headers: { "Content-Type": "text/plain; charset=utf-8" } });
}

function secured(response: Response): Response {
  response.headers.set("Content-Security-Policy", RESOURCE_SECURITY_POLICY);
  for (const [name, value] of SECURITY_HEADERS) response.headers.set(name, value);
  return response;
}
