/** The largest request body that is read whole: a portfolio of borrowers for the HTTP API, or a file that is imported. Also in app/_server/body.ts. */
const LARGEST_BODY = "64mb";

/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  devIndicators: { position: "bottom-right" },
  serverExternalPackages: ["@electric-sql/pglite", "pg"],
  outputFileTracingIncludes: { "/*": ["./prisma/migrations/**", "./node_modules/@electric-sql/pglite/dist/*.{wasm,data}"] },
  outputFileTracingExcludes: { "/*": ["./.data/**"] },
  experimental: {
    proxyClientMaxBodySize: LARGEST_BODY,
    serverActions: { bodySizeLimit: LARGEST_BODY },
  },
};

export default config;
