import { describe, expect, it } from "vitest";
import { allowedHosts, contentSecurityPolicy, refusalOf } from "./request-guard";

const allowed = allowedHosts({});
const refusal = (headers: Record<string, string>, hosts = allowed) => refusalOf(new Headers(headers), hosts)?.status ?? null;

describe("refusalOf", () => {
  it.each(["localhost", "localhost:3000", "127.0.0.1:3000", "[::1]:3000", "LOCALHOST:3000"])("lets %s in", (host) => {
    expect(refusal({ host })).toBeNull();
  });

  it.each([
    "",
    "evil.example",
    "127.0.0.1.evil.example:3000",
    "localhost.evil.example",
    "192.168.0.7:3000",
    "localhost:3000@evil.example",
    "[::2]:3000",
  ])("refuses host `%s`", (host) => {
    expect(refusal({ host })).toBe(421);
  });

  it("lets the same origin in, and requests without one", () => {
    expect(refusal({ host: "127.0.0.1:3000", origin: "http://127.0.0.1:3000" })).toBeNull();
    expect(
      refusal({ host: "limen.example", origin: "https://limen.example" }, allowedHosts({ LIMEN_ALLOWED_HOSTS: " limen.example ,x" })),
    ).toBeNull();
  });

  it.each(["null", "http://evil.example", "http://127.0.0.1:3001", "http://localhost:3000", "http://127.0.0.1:3000.evil.example"])(
    "refuses origin %s",
    (origin) => {
      expect(refusal({ host: "127.0.0.1:3000", origin })).toBe(403);
    },
  );
});

describe("allowedHosts", () => {
  it("adds the address listened on, but no wildcard", () => {
    expect(allowedHosts({ HOST: "10.0.0.5" })).toContain("10.0.0.5");
    expect(allowedHosts({ HOST: "0.0.0.0" })).toEqual(allowed);
    expect(allowedHosts({ HOST: "::" })).toEqual(allowed);
    expect(allowedHosts({ HOST: "fe80::1" })).toContain("[fe80::1]");
  });
});

describe("contentSecurityPolicy", () => {
  it("evaluates no text as script in production", () => {
    expect(contentSecurityPolicy("abc", false)).not.toContain("unsafe-eval");
    expect(contentSecurityPolicy("abc", false)).toContain("script-src 'self' 'nonce-abc' 'strict-dynamic';");
  });
});
