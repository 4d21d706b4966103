/** Before every request: foreign hosts and origins are refused; every answer carries the security headers, every page a nonce of its own. */
import { type NextRequest, NextResponse } from "next/server";
import {
  allowedHosts,
  contentSecurityPolicy,
  RESOURCE_SECURITY_POLICY,
  refusalOf,
  SCRIPT_SECURITY_POLICY,
  SECURITY_HEADERS,
} from "./app/_server/request-guard";

/**
 * Every address but the one that takes files of any size: for a request that passes here Next.js keeps the whole
 * body in memory first. That address does the same by itself: app/_server/guarded.ts.
 */
export const config = { matcher: "/((?!api/portfolios$).*)" };

const DEVELOPMENT = process.env.NODE_ENV === "development";

export function proxy(request: NextRequest): Response {
  const refusal = refusalOf(
    request.headers,
    allowedHosts({ HOST: process.env.HOST, LIMEN_ALLOWED_HOSTS: process.env.LIMEN_ALLOWED_HOSTS }),
  );
  if (refusal)
    return secured(
      new Response(`${refusal.message}\n`, { status: refusal.status, headers: { "Content-Type": "text/plain; charset=utf-8" } }),
      RESOURCE_SECURITY_POLICY,
    );
  if (isResource(request.nextUrl.pathname)) return resource(request.nextUrl.pathname);
  const policy = contentSecurityPolicy(btoa(crypto.randomUUID()), DEVELOPMENT);
  const headers = new Headers(request.headers);
  headers.set("Content-Security-Policy", policy);
  return secured(NextResponse.next({ request: { headers } }), policy);
}

function isResource(path: string): boolean {
  return path.startsWith("/_next/") || path.startsWith("/api/");
}

function resource(path: string): Response {
  const policy = path.startsWith("/_next/static/") ? SCRIPT_SECURITY_POLICY : RESOURCE_SECURITY_POLICY;
  const response = secured(NextResponse.next(), policy);
  // The development server gives one of its own scripts as JSON.
  if (DEVELOPMENT && path.startsWith("/_next/")) response.headers.delete("X-Content-Type-Options");
  return response;
}

function secured(response: Response, policy: string): Response {
  response.headers.set("Content-Security-Policy", policy);
  for (const [name, value] of SECURITY_HEADERS) response.headers.set(name, value);
  return response;
}
