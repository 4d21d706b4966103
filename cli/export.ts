import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Fixture } from "#rules/borrowers";
import {
  digestOf,
  EXPORT_FORMATS,
  type ExportedFile,
  type ExportFormat,
  type ExportResult,
  exportPolicy,
  findFormat,
  zipOf,
} from "#rules/export";
import { suggestion, type ValidPolicy } from "#rules/policy";
import { type Command, InputError, type Invocation, JSON_OPTION, SET_OPTION, UsageError } from "./command.ts";
import { openBorrowers, tellIgnored } from "./read-borrowers.ts";
import { readPolicy } from "./read-policy.ts";
import { readScenario } from "./read-scenario.ts";
import { fileReason } from "./read-text.ts";
import type { Streams } from "./streams.ts";

const NAMES = EXPORT_FORMATS.map(({ name }) => name);

export const exportCommand: Command = {
  name: "export",
  positionals: [{ name: "POLICY", help: "a policy document" }],
  options: [
    { name: "format", value: "NAME", help: `one of ${NAMES.join(", ")}` },
    { name: "out", value: "PATH", help: "a new folder, or a file ending in .zip; without it nothing is written" },
    { name: "fixtures", value: "FILE", help: "fixtures to add to the borrowers at the policy's boundaries, as cases of the export" },
    { ...SET_OPTION, help: "the scenario under which the fixtures are evaluated; repeat for more" },
    JSON_OPTION,
  ],
  about:
    "Writes the ruleset that decides in production, and proves that it decides as the policy does:\nthe exported files decide every case. Exit code 1 if one of them decides otherwise.",
  async run({ positionals: [policyPath = ""], options, streams }) {
    const format = formatOf(options);
    const policy = await readPolicy(policyPath, streams);
    if (!policy) return 1;
    const scenario = readScenario("set", options.values("set"), [policy]);
    const fixtures = await readFixtures(options.value("fixtures"), policy, streams);
    const result = await exportPolicy(policy, format, { fixtures, scenario });
    const { mismatches } = result.verified;
    const out = options.value("out");
    if (out !== undefined && mismatches.length === 0) await writeFiles(out, policy, result.files);
    await streams.out(options.flag("json") ? jsonOf(result) : textOf(result, out, streams));
    for (const { name } of mismatches) streams.say(`the export decides otherwise about \`${name}\``);
    if (mismatches.length > 0) streams.say("nothing was written; please report this as a defect, with the policy");
    return mismatches.length > 0 ? 1 : 0;
  },
};

function formatOf(options: Invocation["options"]): ExportFormat {
  const name = options.value("format");
  if (name === undefined) throw new UsageError(`--format is missing; use one of ${NAMES.join(", ")}`);
  const format = findFormat(name);
  if (!format) throw new UsageError(`unknown format \`${name}\`${suggestion(name, NAMES)}`);
  return format;
}

/** Fixtures that cannot be read are told and stop the export: an export must hold all that was asked for. */
async function readFixtures(file: string | undefined, policy: ValidPolicy, streams: Streams): Promise<readonly Fixture[]> {
  if (file === undefined) return [];
  const source = await openBorrowers(file, policy);
  const fixtures: Fixture[] = [];
  for await (const entries of source.entries) {
    for (const { fixture, name, line, problems } of entries) {
      if (!fixture)
        throw new InputError(
          `cannot read \`${file}\`${line === undefined ? "" : ` line ${line}`}, borrower \`${name}\`: ${problems[0]?.message}`,
        );
      fixtures.push(fixture);
    }
  }
  tellIgnored(file, source, streams);
  return fixtures;
}

// --- writing -----------------------------------------------------------------------------------

async function writeFiles(out: string, policy: ValidPolicy, files: readonly ExportedFile[]): Promise<void> {
  try {
    if (out.toLowerCase().endsWith(".zip")) await writeZip(out, policy, files);
    else await writeFolder(out, files);
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`cannot write \`${out}\`: ${fileReason(error)}`);
  }
}

async function writeZip(out: string, policy: ValidPolicy, files: readonly ExportedFile[]): Promise<void> {
  const written = `${out}.partial-${process.pid}`;
  await mkdir(path.dirname(out), { recursive: true });
  try {
    await writeFile(written, zipOf(`${policy.name}-ruleset`, files));
    await rename(written, out);
  } finally {
    await rm(written, { force: true });
  }
}

/** Writes over an earlier export only: a folder that holds anything else is left alone. */
async function writeFolder(out: string, files: readonly ExportedFile[]): Promise<void> {
  await mkdir(out, { recursive: true });
  if ((await readdir(out)).length > 0 && !(await isExport(out)))
    throw new InputError(`\`${out}\` is not empty; name a new folder, or a file ending in .zip`);
  for (const { path: name, text } of files) await writeFile(path.join(out, name), text);
}

async function isExport(folder: string): Promise<boolean> {
  const text = await readFile(path.join(folder, "ruleset.json"), "utf8").catch(() => "");
  return text.includes('"format": "limen-ruleset/');
}

// --- printing ----------------------------------------------------------------------------------

function jsonOf({ files, verified }: ExportResult): string {
  return `${JSON.stringify({ files: files.map(digestOf), verified: { cases: verified.cases, mismatches: verified.mismatches.length } }, null, 2)}\n`;
}

function textOf({ files, verified }: ExportResult, out: string | undefined, { styled }: Streams): string {
  const digests = files.map(digestOf);
  const [width, size] = [
    Math.max(...digests.map((file) => file.path.length)),
    Math.max(...digests.map((file) => String(file.bytes).length)),
  ];
  const lines = digests.map(
    (file) => `  ${file.path.padEnd(width)}  ${String(file.bytes).padStart(size)} bytes  ${styled("dim", file.sha256)}`,
  );
  const agrees = verified.mismatches.length === 0;
  const proof = agrees
    ? styled("green", `agrees on ${verified.cases} cases`)
    : styled("red", `disagrees on ${verified.mismatches.length} of ${verified.cases} cases`);
  const where = agrees ? (out === undefined ? "not written: give --out PATH" : `written to ${out}`) : "not written";
  return `${[...lines, proof, where].join("\n")}\n`;
}
