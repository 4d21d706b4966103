/** Reads a request's body: within a size, in UTF-8, as the JSON that a schema describes. What is wrong comes back as the response to send. */
import "server-only";
import type { z } from "zod";
import { errorResponse } from "./http";
import { inputProblems } from "./input-problems";

export const LARGEST_BODY = 64 * 1024 * 1024;

export async function readJson<Schema extends z.ZodType>(request: Request, schema: Schema): Promise<z.output<Schema> | Response> {
  const text = await readText(request);
  if (text instanceof Response) return text;
  const json = parseJson(text);
  if (json instanceof Response) return json;
  const checked = schema.safeParse(json.value);
  if (checked.success) return checked.data;
  return errorResponse("invalid-input", "the request is not as this address wants it", inputProblems(checked.error));
}

/** The body as text, byte order mark included. */
export async function readText(request: Request, largest = LARGEST_BODY): Promise<string | Response> {
  const tooLarge = () => errorResponse("too-large", `the body is larger than ${largest / 1024 / 1024} MB; send fewer borrowers at once`);
  if (Number(request.headers.get("content-length") ?? 0) > largest) return tooLarge();
  const chunks: Uint8Array[] = [];
  let size = 0;
  const reader = request.body?.getReader();
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    size += read.value.byteLength;
    if (size > largest) return tooLarge();
    chunks.push(read.value);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(Buffer.concat(chunks));
  } catch {
    return errorResponse("invalid-json", "the body is not UTF-8");
  }
}

function parseJson(text: string): { value: unknown } | Response {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    return errorResponse("invalid-json", `the body is not JSON: ${error instanceof Error ? error.message : "unreadable"}`);
  }
}
