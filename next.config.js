import { readFileSync } from "node:fs";

/** The largest request body that reaches a handler whole: a little more than app/_server/body.ts reads, so that it can say what is too large. */
const LARGEST_BODY = "72mb";

const { version } = JSON.parse(readFileSync(new URL("package.json", import.meta.url), "utf8"));

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  // Reports say which build made them.
  env: { LIMEN_VERSION: version },
  // `npm test` checks the types of the whole project, tests included; a start need not do it again.
  typescript: { ignoreBuildErrors: true },
  reactStrictMode: true,
  devIndicators: { position: "bottom-right" },
  serverExternalPackages: ["@electric-sql/pglite", "pg", "@duckdb/node-api", "@duckdb/node-bindings"],
  outputFileTracingIncludes: { "/*": ["./prisma/migrations/**", "./node_modules/@electric-sql/pglite/dist/*.{wasm,data}"] },
  // Data, tests and the engines that only tests use are no part of the server.
  outputFileTracingExcludes: { "/*": ["./.data/**", "./engines/**", "./e2e/**", "./.git/**", "./test-results/**"] },
  experimental: {
    proxyClientMaxBodySize: LARGEST_BODY,
    serverActions: { bodySizeLimit: LARGEST_BODY },
  },
};

export default config;
