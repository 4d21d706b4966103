import type { z } from "zod";

/** What is wrong with an input, and where: an RFC 6901 pointer into it. */
export interface InputProblem {
  readonly code: string;
  readonly path: string;
  readonly message: string;
}

/** Every problem that a schema found, in the shape that callers get. */
export function inputProblems(error: z.ZodError): readonly InputProblem[] {
  return error.issues.flatMap((issue) => problemsOf(issue, []));
}

type Issue = z.core.$ZodIssue;

function problemsOf(issue: Issue, above: readonly PropertyKey[]): readonly InputProblem[] {
  const path = [...above, ...issue.path];
  if (issue.code === "invalid_union") {
    const closest = closestBranch(issue.errors);
    if (closest) return closest.flatMap((inner) => problemsOf(inner, path));
  }
  return [{ code: issue.code.replaceAll("_", "-"), path: pointer(path), message: lowered(issue.message) }];
}

/** Of a union's branches the one that got furthest: whose first complaint lies deepest. */
function closestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const deep = branches.filter((issues) => issues.length > 0 && issues.every((issue) => issue.path.length > 0));
  return deep.length === 1 ? deep[0] : undefined;
}

function pointer(path: readonly PropertyKey[]): string {
  return path.map((step) => `/${String(step).replaceAll("~", "~0").replaceAll("/", "~1")}`).join("");
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1);
}
