/** `npm run bench`: sets up, bundles the measurements into `dist`, runs them; the options stand in bench/plan.ts. */
import "./check-node.mjs";
import { bundleProgram } from "./bundle.mjs";
import { installPackages } from "./engines.mjs";
import { prepare } from "./prepare.mjs";
import { runScript, runTask } from "./project.mjs";

const PROGRAMS = [
  { entry: "bench/main.ts", file: "dist/bench.mjs" },
  { entry: "bench/child.ts", file: "dist/bench-child.mjs" },
  { entry: "bench/engines/kernel-thread.ts", file: "dist/bench-thread.mjs" },
];

await runTask(async () => {
  await prepare();
  await installPackages();
  for (const program of PROGRAMS) await bundleProgram(program);
  process.exitCode = await runScript(PROGRAMS[0].file, process.argv.slice(2));
});
