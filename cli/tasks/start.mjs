/**
 * `npm start`: sets up and builds what is not yet, then serves on HOST (127.0.0.1) and
 * PORT (3000), and prints the address once it answers.
 */
import "./check-node.mjs";

const { runTask } = await import("./project.mjs");
const { start } = await import("./serve.mjs");

await runTask(start);
