/** `npm run kernels`: compiles the kernels to WebAssembly and writes them as text into modules, for every bundler and every place alike. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, runTask, say, TaskError } from "./project.mjs";

const KERNELS = { source: "rules/compile/kernels/assembly/kernels.ts", target: "rules/compile/kernels/wasm.ts" };
const ROWS = { source: "backtest/assembly/rows.ts", target: "backtest/rows-wasm.ts" };
const PAGES = { source: "backtest/parquet/assembly/pages.ts", target: "backtest/parquet/wasm.ts" };
const OPTIONS = [
  "--optimizeLevel",
  "0",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd",
  "--enable",
  "nontrapping-f2i",
  "--importMemory",
  "--noExportMemory",
];
/** What all engines with vectors know as well. */
const FEATURES = ["MutableGlobals", "SignExt", "BulkMemory", "BulkMemoryOpt", "NontrappingFPToInt", "SIMD128", "Atomics"];
const SHARED = ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"];

/** The text of the kernels' wasm.ts, as the source gives it now. */
export async function kernelsModule() {
  const [own, shared] = [await compiled(KERNELS.source, []), await compiled(KERNELS.source, SHARED)];
  return `/** Made by \`npm run kernels\` from assembly/kernels.ts; a test holds it against its source. */

/** WebAssembly in base64, over a memory of its own. */
export const KERNELS =
  "${own}";
/** The same over a memory that threads share. */
export const SHARED_KERNELS =
  "${shared}";
`;
}

/** The text of what reads Parquet's pages. */
export async function pagesModule() {
  return `/** Made by \`npm run kernels\` from assembly/pages.ts; a test holds it against its source. */

/** WebAssembly in base64. */
export const PAGES =
  "${await compiled(PAGES.source, [])}";
`;
}

/** The text of what puts rows of outcomes together. */
export async function rowsModule() {
  return `/** Made by \`npm run kernels\` from assembly/rows.ts; a test holds it against its source. */

/** WebAssembly in base64. */
export const ROWS =
  "${await compiled(ROWS.source, [])}";
`;
}

async function compiled(source, more) {
  const asc = await import("assemblyscript/asc");
  const files = new Map();
  const { error, stderr } = await asc.main([source, ...OPTIONS, ...more, "--baseDir", root, "--outFile", "kernels.wasm"], {
    writeFile: (name, contents) => void files.set(name, contents),
  });
  if (error) throw new TaskError(`the kernels do not compile\n${stderr.toString()}`);
  return Buffer.from(await optimized(files.get("kernels.wasm"))).toString("base64");
}

/**
 * As short and fast as Binaryen makes it. AssemblyScript's own choice of passes folds the loops that a kernel has for each kind of bound or operator into
 * one that asks for the kind at every step, at twice the time.
 */
async function optimized(wasm) {
  const { default: binaryen } = await import("assemblyscript/binaryen");
  const module = binaryen.readBinary(wasm);
  module.setFeatures(module.getFeatures() | FEATURES.reduce((all, name) => all | binaryen.Features[name], 0));
  binaryen.setOptimizeLevel(3);
  binaryen.setShrinkLevel(0);
  module.optimize();
  return module.emitBinary();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await runTask(async () => {
    writeFileSync(path.join(root, KERNELS.target), await kernelsModule());
    writeFileSync(path.join(root, PAGES.target), await pagesModule());
    writeFileSync(path.join(root, ROWS.target), await rowsModule());
    say(`written: ${KERNELS.target}, ${PAGES.target}, ${ROWS.target}`);
  });
}
