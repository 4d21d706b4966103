/** `npm run kernels`: compiles the kernels to WebAssembly and writes them as text into rules/compile/kernels/wasm.ts, for every bundler and every place alike. */
import { writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, runTask, say, TaskError } from "./project.mjs";

const SOURCE = "rules/compile/kernels/assembly/kernels.ts";
const TARGET = "rules/compile/kernels/wasm.ts";
const OPTIONS = [
  "-O3",
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
const SHARED = ["--enable", "threads", "--sharedMemory", "--maximumMemory", "65536"];

/** The text of wasm.ts, as the source gives it now. */
export async function kernelsModule() {
  const [own, shared] = [await compiled([]), await compiled(SHARED)];
  return `/** Made by \`npm run kernels\` from assembly/kernels.ts; a test holds it against its source. */

/** WebAssembly in base64, over a memory of its own. */
export const KERNELS = "${own}";
/** The same over a memory that threads share. */
export const SHARED_KERNELS = "${shared}";
`;
}

async function compiled(more) {
  const asc = await import("assemblyscript/asc");
  const files = new Map();
  const { error, stderr } = await asc.main([SOURCE, ...OPTIONS, ...more, "--baseDir", root, "--outFile", "kernels.wasm"], {
    writeFile: (name, contents) => void files.set(name, contents),
  });
  if (error) throw new TaskError(`the kernels do not compile\n${stderr.toString()}`);
  return Buffer.from(files.get("kernels.wasm")).toString("base64");
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  await runTask(async () => {
    writeFileSync(path.join(root, TARGET), await kernelsModule());
    say(`written: ${TARGET}`);
  });
}
