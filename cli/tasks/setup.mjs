/** `npm run setup`: brings a checkout to where everything runs. */
import "./check-node.mjs";

const { runTask, say } = await import("./project.mjs");
const { prepare } = await import("./prepare.mjs");

await runTask(async () => {
  await prepare();
  say("ready: npm start");
});
