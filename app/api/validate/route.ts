import { parsePolicy } from "#rules/policy";
import { readText } from "../../_server/body";
import { route } from "../../_server/http";

/** Whether the body, a document's text, is a valid policy, with every problem. Invalid is an answer, not an error. */
export const POST = route(async (request) => {
  const text = await readText(request);
  if (text instanceof Response) return text;
  const parsed = parsePolicy(text);
  return Response.json({ valid: parsed.ok, hash: parsed.hash, problems: parsed.ok ? [] : parsed.problems });
});
