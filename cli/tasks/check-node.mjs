/** Ends the task where Node.js is too old. Imported first, before anything that an old one cannot read. */
const version = process.versions.node.split(".").map(Number);

if (version[0] < 20 || (version[0] === 20 && version[1] < 19)) {
  process.stderr.write(
    `limen: Node.js ${process.versions.node} is too old: version 20.19 or newer is needed. Install it from https://nodejs.org and start again.\n`,
  );
  process.exit(1);
}
