/** `npm test`: every check and test; the last line is `N passed, N failed`. `--only NAME,…` runs some. */
import "./check-node.mjs";

const { runTask } = await import("./project.mjs");
const { test } = await import("./suites.mjs");

await runTask(() => test(process.argv.slice(2)));
