/** Valid policies → a program, and what reads it: columnar kernels and SQL. */
export { compile, type CompileInput } from "./compile.ts";
export * from "./kernels/index.ts";
export { NodeTable } from "./node-table.ts";
export * from "./program.ts";
export { reachable, textsThatMatter } from "./reach.ts";
export * from "./sql/index.ts";
