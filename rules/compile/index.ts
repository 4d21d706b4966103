/** Valid policies → a program, and what reads it: columnar kernels and SQL. */
export { compile, type CompileInput } from "./compile.ts";
export { NodeTable } from "./node-table.ts";
export * from "./program.ts";
