/**
 * The floor: one pass over the bytes of the columns that the policies read, as narrow as the kernels hold them. The pass adds
 * the bytes up as 64-bit lanes of 128-bit vectors in WebAssembly, four loads a turn, which is as fast as memory gives them.
 */
import { ColumnEvaluator, compile, loadKernels, type Program, reachable } from "#rules/compile";
import { type BenchCase, versionsOf } from "../cases.ts";
import { measure } from "../measure.ts";
import { batchOf } from "../population.ts";
import type { Answer, Job } from "./engine.ts";
import { sumOfBytes } from "./sum-of-bytes.ts";

export async function measureBareRead(bench: BenchCase, { rows }: Job): Promise<Answer> {
  const program = compile(versionsOf(bench));
  const evaluator = new ColumnEvaluator(program, await loadKernels(), rows);
  evaluator.load(batchOf(bench.population(), rows));
  const columns = columnsRead(program).map((column) => bytesOf(evaluator, column, rows));
  const bytes = columns.reduce((sum, column) => sum + column.byteLength, 0);
  const pass = sumOfBytes(columns);
  const samples = await measure(pass);
  return { rows, samples, agreed: null, more: { bytesPerRow: bytes / rows } };
}

function columnsRead(program: Program): number[] {
  const nodes = reachable(program).map((id) => program.nodes[id]);
  return [...new Set(nodes.flatMap((node) => (node?.kind === "column" ? [node.column] : [])))];
}

/** What a measurement looks at and nothing else may: a column as it stands in the kernels' memory. */
interface Insides {
  readonly columns: { column(index: number): { readonly kind: keyof typeof BYTES; readonly address: number } };
  readonly set: { readonly memory: { readonly buffer: ArrayBufferLike } };
}

const BYTES = { i8: 1, i16: 2, i32: 4, f64: 8, codes8: 1, codes32: 4 } as const;

function bytesOf(evaluator: ColumnEvaluator, index: number, rows: number): Uint8Array {
  const { columns, set } = evaluator as unknown as Insides;
  const { kind, address } = columns.column(index);
  return new Uint8Array(set.memory.buffer, address, rows * BYTES[kind]);
}
