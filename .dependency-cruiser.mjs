/**
 * The layering, in one table: imports point inward.
 * app, cli → prisma/store → rules; app, cli → backtest → rules; outer layers may use rules directly, by its modules' index files.
 * @type {import('dependency-cruiser').IConfiguration}
 */
export default {
  forbidden: [
    {
      name: "rules-are-pure",
      comment: "rules/ knows no page, no database, no command line. Give it the data as arguments and let the outer layer do the I/O.",
      severity: "error",
      from: { path: "^rules/", pathNot: "\\.test\\.ts$" },
      to: { path: "^(app|backtest|cli|prisma)/" },
    },
    {
      name: "rules-use-no-node",
      comment: "rules/ runs in the browser as well. Pass text or values in; read files in cli/ or prisma/.",
      severity: "error",
      from: { path: "^rules/", pathNot: "(\\.test\\.ts|^rules/conformance/[^/]+\\.ts|^rules/export/[^/]+/test\\.mjs)$" },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "rules-by-the-front-door",
      comment: "A module of rules/ is entered by its index.ts only: import #rules/NAME. Export there what you need.",
      severity: "error",
      from: { path: "^(app|backtest|cli|prisma)/", pathNot: "^backtest/.*\\.test\\.ts$" },
      to: { path: "^rules/[^/]+/(?!index\\.ts$)", pathNot: "^rules/(samples|conformance)/" },
    },
    {
      name: "modules-of-rules-by-the-front-door",
      comment: "Modules of rules/ use each other through #rules/NAME, so that each keeps its inner files to itself.",
      severity: "error",
      from: { path: "^rules/([^/]+)/", pathNot: "\\.test\\.ts$" },
      to: { path: "^rules/[^/]+/(?!index\\.ts$)", pathNot: ["^rules/$1/", "^rules/(samples|conformance)/"] },
    },
    {
      name: "one-file-knows-json-rules-engine",
      comment: "Only rules/evaluate/rules-engine.ts (and tests, the exported runner) import json-rules-engine. Use createEvaluator.",
      severity: "error",
      from: {
        path: "^(app|cli|prisma|rules)/",
        pathNot: ["^rules/evaluate/rules-engine\\.ts$", "\\.test\\.ts$", "^rules/export/", "^rules/conformance/"],
      },
      to: { path: "node_modules/json-rules-engine" },
    },
    {
      name: "one-place-imports-monaco",
      comment: "Only app/_components/monaco imports monaco-editor, so that its workers and settings are made once. Use its components.",
      severity: "error",
      from: { path: "^(app|cli|prisma|rules)/", pathNot: "^app/_components/monaco/" },
      to: { path: "node_modules/monaco-editor" },
    },
    {
      name: "one-door-to-the-database",
      comment: "Only prisma/ knows Prisma, pg and PGlite. Import #store (and prisma/ready for the server's start).",
      severity: "error",
      from: { path: "^(app|cli|rules)/" },
      to: { path: ["^prisma/(?!store/index\\.ts$|ready\\.ts$)", "node_modules/(@prisma|pg|@electric-sql)/"] },
    },
    {
      name: "cli-needs-no-database",
      comment: "The command line works on files, without a database or a server.",
      severity: "error",
      from: { path: "^cli/" },
      to: { path: "^(prisma|app)/" },
    },
    {
      name: "backtest-knows-no-page-and-no-database-of-ours",
      comment:
        "backtest/ reads portfolios and gives figures. Pass paths and texts in; save what comes back in prisma/ or write it in cli/.",
      severity: "error",
      from: { path: "^backtest/", pathNot: "(\\.test\\.ts$|^backtest/testing/)" },
      to: { path: "^(app|cli|prisma)/" },
    },
    {
      name: "only-backtest-knows-duckdb",
      comment: "DuckDB is opened, bounded and closed in backtest/. Use runBacktest, profilePortfolio or a job.",
      severity: "error",
      from: { path: "^(app|cli|prisma|rules)/", pathNot: "\\.test\\.ts$" },
      to: { path: "node_modules/@duckdb/" },
    },
    {
      name: "features-are-islands",
      comment: "Features in app/ do not import each other. Move what two of them share to app/_components or app/_server.",
      severity: "error",
      from: { path: "^app/policies/\\[policy\\]/([a-z]+)/" },
      to: { path: "^app/policies/\\[policy\\]/(?!$1/)[a-z]+/" },
    },
    {
      name: "shared-parts-know-no-feature",
      comment: "app/_components and app/_server serve features; they do not know them.",
      severity: "error",
      from: { path: "^app/(_components|_server)/" },
      to: { path: "^app/(?!_components|_server)" },
    },
    {
      name: "bench-is-outermost",
      comment:
        "bench/ measures; nothing builds on it, and it knows no page and no database. Move what others need inward, to rules/ or backtest/.",
      severity: "error",
      from: { pathNot: "^bench/" },
      to: { path: "^bench/" },
    },
    {
      name: "no-circles",
      comment: "Modules that import each other cannot be understood or tested alone. Move what both need to a third.",
      severity: "error",
      from: { pathNot: "^prisma/generated/" },
      to: { circular: true, viaOnly: { dependencyTypesNot: ["type-only"] } },
    },
    {
      name: "no-dead-ends",
      comment: "This import leads nowhere: mend the path or install the package.",
      severity: "error",
      from: { pathNot: "^prisma/generated/" },
      to: { couldNotResolve: true, path: "^(\\.|#)" },
    },
  ],
  options: {
    doNotFollow: { path: ["node_modules", "prisma/generated"] },
    exclude: { path: "^(\\.next|dist|\\.data)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "types", "default"],
      extensions: [".ts", ".tsx", ".mjs", ".js"],
    },
  },
};
