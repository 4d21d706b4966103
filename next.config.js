/** @type {import("next").NextConfig} */
const config = {
  poweredByHeader: false,
  reactStrictMode: true,
  serverExternalPackages: ["@electric-sql/pglite", "pg"],
  outputFileTracingIncludes: { "/*": ["./prisma/migrations/**", "./node_modules/@electric-sql/pglite/dist/*.{wasm,data}"] },
  outputFileTracingExcludes: { "/*": ["./.data/**"] },
};

export default config;
