/** Serves the production build until it is told to end. */
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout as sleep } from "node:timers/promises";
import { stripVTControlCharacters } from "node:util";
import { buildIfStale, PRODUCTION } from "./build.mjs";
import { prepare } from "./prepare.mjs";
import { exitCodeOf, programOf, root, say, TaskError } from "./project.mjs";

export async function start() {
  const host = process.env.HOST || "127.0.0.1";
  const port = Number(process.env.PORT || 3000);
  if (!Number.isInteger(port) || port < 1 || port > 65_535)
    throw new TaskError(`PORT is \`${process.env.PORT}\`, which is no port: give a number from 1 to 65535`);
  await refuseBusyPort(host, port);
  await prepare();
  await buildIfStale();
  process.exitCode = await serve(host, port);
}

/** Told before anything is built, and in words. */
function refuseBusyPort(host, port) {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once("error", ({ code }) => reject(new TaskError(REFUSALS[code]?.(host, port) ?? `cannot listen on ${host}:${port} (${code})`)));
    probe.listen(port, host, () => probe.close(() => resolve()));
  });
}

const REFUSALS = {
  EADDRINUSE: (host, port) =>
    `port ${port} of ${host} is taken by another program (Limen itself?). Stop that, or choose another: PORT=${port + 1} npm start`,
  EACCES: (_host, port) => `port ${port} needs more rights than this user has; choose one above 1023: PORT=3000 npm start`,
  EADDRNOTAVAIL: (host) => `${host} is no address of this machine; HOST=127.0.0.1 serves this machine, HOST=0.0.0.0 the network`,
  ENOTFOUND: (host) => `${host} is not known; HOST=127.0.0.1 serves this machine, HOST=0.0.0.0 the network`,
};

async function serve(host, port) {
  const server = spawn(process.execPath, [programOf("next"), "start", "--hostname", host, "--port", String(port)], {
    cwd: root,
    env: { ...process.env, ...PRODUCTION, HOST: host, PORT: String(port) },
    stdio: ["ignore", "pipe", "inherit"],
  });
  passOn(server);
  tellOutput(server.stdout);
  const ended = exitCodeOf(server);
  const stopped = forwardSignals(server);
  const shownHost = ["0.0.0.0", "::"].includes(host) ? "127.0.0.1" : host.includes(":") ? `[${host}]` : host;
  const answered = await Promise.race([answers(`http://${shownHost}:${port}`), ended.then(() => false)]);
  if (answered) say(`ready on http://${shownHost}:${port} (Ctrl+C stops)`);
  const code = await ended;
  return stopped.asked ? 0 : code || 1;
}

/** If this process dies, so does the server. */
function passOn(server) {
  process.once("exit", () => server.kill("SIGTERM"));
}

/** Next.js introduces itself; what it says beyond that is shown. */
function tellOutput(stream) {
  const INTRODUCTION = /^\s*(▲|- (Local|Network|Environments)|✓ (Starting|Ready|Running next.config)|$)/;
  createInterface({ input: stream }).on("line", (line) => {
    if (!INTRODUCTION.test(stripVTControlCharacters(line))) process.stdout.write(`${line}\n`);
  });
}

/** A terminal's Ctrl+C reaches the server by itself; what else ends this ends it too. */
function forwardSignals(server) {
  const state = { asked: false };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      state.asked = true;
      if (signal !== "SIGINT" || !process.stdin.isTTY) server.kill(signal === "SIGHUP" ? "SIGTERM" : signal);
    });
  }
  return state;
}

/** Resolves to true once the server answers a request. */
async function answers(url) {
  for (;;) {
    const response = await fetch(`${url}/api/health`).catch(() => null);
    if (response && response.status !== 503) return true;
    await sleep(100);
  }
}
