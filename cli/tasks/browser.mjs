/** A Chromium for the journeys: one that is there, else one that is installed now. */
import { existsSync } from "node:fs";
import path from "node:path";
import { programOf, runProgram, runScript, say, TaskError } from "./project.mjs";

const PROGRAM_FILES = [process.env.PROGRAMFILES, process.env["PROGRAMFILES(X86)"], process.env.LOCALAPPDATA].filter(Boolean);
const USUAL = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome-stable",
  "/usr/bin/google-chrome",
  "/snap/bin/chromium",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
  ...PROGRAM_FILES.map((folder) => path.join(folder, "Google/Chrome/Application/chrome.exe")),
];

/** The path of a Chromium; installs one where there is none and that is possible. */
export async function findBrowser() {
  const found = (await present()) ?? (await installed());
  if (found) return found;
  throw new TaskError("the journeys need Chromium: install it, or set CHROMIUM_PATH to one (`--only unit` runs the tests that need none)");
}

async function present() {
  const asked = process.env.CHROMIUM_PATH;
  if (asked && !existsSync(asked)) throw new TaskError(`CHROMIUM_PATH is \`${asked}\`, and there is no such file`);
  const { chromium } = await import("@playwright/test");
  return [asked, chromium.executablePath(), ...USUAL].find((candidate) => candidate && existsSync(candidate)) ?? null;
}

async function installed() {
  if (process.platform === "linux" && process.getuid?.() === 0 && existsSync("/usr/bin/apt-get")) {
    say("installing Chromium with apt-get …");
    const quiet = { stdio: ["ignore", "ignore", "inherit"] };
    await runProgram("apt-get", ["update", "-qq"], quiet);
    await runProgram("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], quiet);
    const found = await present();
    if (found) return found;
  }
  say("installing Chromium with Playwright …");
  await runScript(programOf("@playwright/test", "playwright"), ["install", "chromium"]);
  return present();
}
