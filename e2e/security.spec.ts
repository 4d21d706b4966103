import { request as send } from "node:http";
import { expect, test } from "./workbench";
import { PAGES, settle } from "./pages";

interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

/** A request as a hostile client may send it: with any Host and Origin. */
function ask(baseURL: string, path: string, headers: Record<string, string> = {}, method = "GET", body = ""): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = send(new URL(path, baseURL), { method, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }));
    });
    request.on("error", reject);
    request.end(body);
  });
}

const POLICY = "/api/policies/card-limit-review";

test("a foreign host is refused on pages, data and scripts", async ({ baseURL }) => {
  for (const path of ["/policies", "/api/health", POLICY, "/_next/static/none.js", "/icon.svg"]) {
    const answer = await ask(baseURL ?? "", path, { Host: "evil.example" });
    expect(answer.status, path).toBe(421);
    expect(answer.headers["content-type"]).toContain("text/plain");
    expect(answer.body).toContain("LIMEN_ALLOWED_HOSTS");
  }
});

test("this machine's own names are answered", async ({ baseURL }) => {
  const { port } = new URL(baseURL ?? "");
  for (const host of [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`]) {
    expect((await ask(baseURL ?? "", "/api/health", { Host: host })).status, host).toBe(200);
  }
});

test("a foreign origin is refused, whatever it asks", async ({ baseURL }) => {
  for (const origin of ["http://evil.example", "null", "http://127.0.0.1:1"]) {
    expect((await ask(baseURL ?? "", POLICY, { Origin: origin })).status).toBe(403);
    expect((await ask(baseURL ?? "", "/api/validate", { Origin: origin }, "POST", "{}")).status).toBe(403);
    expect((await ask(baseURL ?? "", "/policies", { Origin: origin, "Next-Action": "x" }, "POST", "[]")).status).toBe(403);
  }
  expect((await ask(baseURL ?? "", POLICY, { Origin: baseURL ?? "" })).status).toBe(200);
});

test("every answer carries the security headers, every page a fresh nonce", async ({ baseURL }) => {
  for (const path of ["/policies", POLICY, "/nothing-here"]) {
    const { headers } = await ask(baseURL ?? "", path);
    expect(headers).toMatchObject({
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
    });
    expect(headers["permissions-policy"]).toContain("camera=()");
    expect(headers["x-powered-by"]).toBeUndefined();
  }
  const [first, second] = [await ask(baseURL ?? "", "/policies"), await ask(baseURL ?? "", "/policies")];
  const nonceOf = ({ headers }: Answer) => /'nonce-([^']+)'/.exec(String(headers["content-security-policy"]))?.[1];
  expect(nonceOf(first)).toBeTruthy();
  expect(nonceOf(first)).not.toBe(nonceOf(second));
  expect(first.headers["content-security-policy"]).not.toContain("unsafe-eval");
  for (const script of first.body.match(/<script\b[^>]*>/g) ?? []) expect(script).toContain(`nonce="${nonceOf(first)}"`);
});

for (const { name, path } of PAGES) {
  test(`${name}: nothing against the content policy, nothing from elsewhere`, async ({ page, baseURL }) => {
    const told: string[] = [];
    const elsewhere: string[] = [];
    page.on("console", (message) => {
      if (/content security policy|refused to/i.test(message.text())) told.push(message.text());
    });
    page.on("pageerror", (error) => told.push(String(error)));
    page.on("request", (request) => {
      if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(baseURL ?? "")) elsewhere.push(request.url());
    });
    await page.addInitScript(() => {
      document.addEventListener("securitypolicyviolation", (event) =>
        console.error(`content security policy: ${event.violatedDirective} ${event.blockedURI}`),
      );
    });
    await page.goto(path, { waitUntil: "load" });
    await settle(page);
    expect(told).toEqual([]);
    expect(elsewhere).toEqual([]);
  });
}

test("the API says what is wrong with a request, all of it", async ({ request }) => {
  const missing = await request.get("/api/policies/nope");
  expect([missing.status(), (await missing.json()).error.code]).toEqual([404, "not-found"]);
  const nowhere = await request.get("/api/nowhere");
  expect([nowhere.status(), (await nowhere.json()).error.code]).toEqual([404, "not-found"]);
  const broken = await request.post("/api/evaluate", { data: Buffer.from("{"), headers: { "Content-Type": "application/json" } });
  expect([broken.status(), (await broken.json()).error.code]).toEqual([400, "invalid-json"]);
  const wrong = await request.post("/api/evaluate", { data: { policy: "{}", borrowers: [{ name: 1 }], scenari: {} } });
  expect(wrong.status()).toBe(400);
  expect((await wrong.json()).error.problems.map(({ path }: { path: string }) => path)).toEqual([
    "/borrowers/0/name",
    "/borrowers/0/facts",
    "",
  ]);
});

test("a body that is too large is refused, and said so", async ({ request }) => {
  const large = await request.post("/api/validate", {
    data: Buffer.alloc(65 * 1024 * 1024, 32),
    headers: { "Content-Type": "application/json" },
  });
  expect(large.status()).toBe(413);
  expect((await large.json()).error.message).toContain("64 MB");
});

test("the API evaluates and compares as the pages do, and describes itself", async ({ request }) => {
  const stored = (version: number) => ({ name: "card-limit-review", version });
  const compared = await request.post("/api/compare", {
    data: { baseline: stored(1), candidate: stored(2), borrowers: { fixtureSet: "hand-picked-24" } },
  });
  const comparison = await compared.json();
  expect(comparison.summary.borrowers).toBe(24);
  expect(comparison.scenario.candidate).toEqual({ economic_cycle: "downturn" });
  const evaluated = await (
    await request.post("/api/evaluate", { data: { policy: stored(2), borrowers: { fixtureSet: "hand-picked-24" } } })
  ).json();
  const outcomes = new Map(evaluated.results.map(({ name, outcome }: { name: string; outcome: unknown }) => [name, outcome]));
  for (const { name, candidate } of comparison.borrowers) expect(outcomes.get(name)).toEqual(candidate);
  const description = await (await request.get("/api/openapi.json")).json();
  expect(Object.keys(description.paths)).toContain("/api/evaluate");
  for (const path of Object.keys(description.paths))
    expect((await request.get(path.replaceAll(/\{\w+\}/g, "1"))).status(), path).not.toBe(500);
});
