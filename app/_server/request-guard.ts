/**
 * Which requests are let in while there are no accounts, and which headers every answer
 * carries. A page of another site can reach a server on this machine through the
 * reader's browser; it cannot forge `Host` (so a rebound name shows) or `Origin`.
 */
export interface Refusal {
  readonly status: 403 | 421;
  readonly message: string;
}

const LOCAL = ["localhost", "127.0.0.1", "[::1]"];

/** Why a request is refused, or null. `Origin`, where it is given, must be the host that is asked. */
export function refusalOf(headers: Headers, allowed: readonly string[]): Refusal | null {
  const host = headers.get("host")?.toLowerCase() ?? "";
  if (!isAllowed(host, allowed)) {
    return {
      status: 421,
      message: `this server does not answer for the host \`${shown(host)}\`; name it in LIMEN_ALLOWED_HOSTS if it should`,
    };
  }
  const origin = headers.get("origin");
  if (origin !== null && hostOfOrigin(origin) !== host) {
    return { status: 403, message: `requests from \`${shown(origin)}\` are refused; only pages of this server may call it` };
  }
  return null;
}

/** The hosts beside this machine's own names: what the server listens on, and LIMEN_ALLOWED_HOSTS (host or host:port, separated by commas). */
export function allowedHosts(env: {
  readonly HOST?: string | undefined;
  readonly LIMEN_ALLOWED_HOSTS?: string | undefined;
}): readonly string[] {
  const listed = [env.HOST ?? "", ...(env.LIMEN_ALLOWED_HOSTS ?? "").split(",")].map((host) => host.trim().toLowerCase());
  return [...LOCAL, ...listed.filter((host) => host !== "" && host !== "0.0.0.0" && host !== "::").map(bracketed)];
}

/** The Content-Security-Policy of a page: scripts by nonce only, nothing from elsewhere. Monaco sets style attributes, hence inline styles. */
export function contentSecurityPolicy(nonce: string, development: boolean): string {
  return [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${development ? " 'unsafe-eval'" : ""}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data:",
    "font-src 'self' data:",
    "connect-src 'self'",
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join("; ");
}

/** The Content-Security-Policy of all that is not a page: data and files. */
export const RESOURCE_SECURITY_POLICY =
  "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** That of scripts, which a worker takes from its own: it may compile WebAssembly (the kernels), and still no text as code. */
export const SCRIPT_SECURITY_POLICY = `${RESOURCE_SECURITY_POLICY}; script-src 'self' 'wasm-unsafe-eval'`;

export const SECURITY_HEADERS: readonly (readonly [string, string])[] = [
  ["X-Content-Type-Options", "nosniff"],
  ["X-Frame-Options", "DENY"],
  ["Referrer-Policy", "same-origin"],
  ["Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), interest-cohort=()"],
  ["Cross-Origin-Opener-Policy", "same-origin"],
  ["Cross-Origin-Resource-Policy", "same-origin"],
];

function isAllowed(host: string, allowed: readonly string[]): boolean {
  return allowed.includes(host) || allowed.includes(host.replace(/:\d+$/, ""));
}

/** An IPv6 address as it stands in a URL. */
function bracketed(host: string): string {
  return host.includes("::") && !host.startsWith("[") ? `[${host}]` : host;
}

function hostOfOrigin(origin: string): string | null {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
}

function shown(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 120);
}
