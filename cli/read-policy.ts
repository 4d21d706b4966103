/** A policy from a file or standard input. */
import { createHash } from "node:crypto";
import { type ParseResult, type Problem, parsePolicy, type ValidPolicy } from "#rules/policy";
import { readBytes } from "./read-text.ts";
import type { Streams } from "./streams.ts";

/** Parses a policy document; bytes that are not UTF-8 are a problem of the document. */
export async function parsePolicyFile(path: string): Promise<ParseResult> {
  return parsePolicyBytes(await readBytes(path));
}

function parsePolicyBytes(bytes: Buffer): ParseResult {
  try {
    return parsePolicy(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return { ok: false, hash: `sha256:${createHash("sha256").update(bytes).digest("hex")}`, problems: [encodingProblem(bytes)] };
  }
}

function encodingProblem(bytes: Buffer): Problem {
  const lines = bytes.toString("utf8").split("�", 1)[0]?.split("\n") ?? [""];
  return {
    code: "not-utf8",
    path: "",
    line: lines.length,
    column: (lines.at(-1)?.length ?? 0) + 1,
    message: "the file is not UTF-8 from here on; save it as UTF-8",
  };
}

/** The same with the document's text, which is what runs elsewhere are given. */
export async function readPolicyWithText(
  path: string,
  streams: Streams,
): Promise<{ readonly policy: ValidPolicy; readonly text: string } | null> {
  const bytes = await readBytes(path);
  const policy = told(path, parsePolicyBytes(bytes), streams);
  return policy === null ? null : { policy, text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes) };
}

/** The valid policy of a file, or null after telling its problems on standard error. */
export async function readPolicy(path: string, streams: Streams): Promise<ValidPolicy | null> {
  return told(path, await parsePolicyFile(path), streams);
}

function told(path: string, result: ParseResult, streams: Streams): ValidPolicy | null {
  if (result.ok) return result.policy;
  streams.say(`${path}: not a valid policy, ${result.problems.length === 1 ? "1 problem" : `${result.problems.length} problems`}`);
  for (const problem of result.problems) streams.say(problemLine(path, problem));
  return null;
}

/** `file:line:column code message (path)`, which terminals and editors can follow. */
export function problemLine(file: string, { line, column, code, message, path }: Problem): string {
  return `${file}:${line}:${column} ${code}: ${message}${path === "" ? "" : ` (${path})`}`;
}
