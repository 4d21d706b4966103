import { defineConfig } from "prisma/config";

// The app migrates by itself at start (prisma/client/migrate.ts); this is for `prisma generate` and for
// making new migrations against a PostgreSQL server.
export default defineConfig({
  schema: "prisma/schema.prisma",
  migrations: { path: "prisma/migrations" },
  datasource: { url: process.env.DATABASE_URL ?? "postgresql://127.0.0.1:5432/limen" },
});
