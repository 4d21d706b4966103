/**
 * Documents that are no policies, as data: one sound policy, and mutations of it, each with the one
 * problem that it makes. A mutation sets or removes the value at a JSON pointer (RFC 6901); `-` as
 * last step of `at` appends to a list, and in `problem.path` stands for the index appended at.
 * Those marked `alone` cannot be made together with the others.
 */
import type { Json, JsonObject, Problem } from "#rules/policy";
import malformed from "./malformed.json" with { type: "json" };

export interface Mutation {
  readonly note: string;
  readonly at: string;
  readonly set?: Json;
  readonly remove?: true;
  readonly alone?: true;
  readonly problem: Pick<Problem, "code" | "path">;
}

export const MUTATIONS = malformed.mutations as unknown as readonly Mutation[];
export const SOUND = malformed.base as unknown as JsonObject;

type Container = Record<string, Json> & Json[];

/** The sound policy with the mutations made in order, and the problems that it then has. */
export function mutate(mutations: readonly Mutation[]): { document: Json; problems: Pick<Problem, "code" | "path">[] } {
  const document = JSON.parse(JSON.stringify(SOUND)) as Json;
  const problems = mutations.map((mutation) => {
    const index = apply(document, mutation);
    return { code: mutation.problem.code, path: mutation.problem.path.replace("/-/", `/${index}/`).replace(/\/-$/, `/${index}`) };
  });
  return { document, problems };
}

function apply(document: Json, { at, set, remove }: Mutation): string {
  const steps = at.split("/").slice(1);
  const last = steps.pop() as string;
  let parent = document as Container;
  for (const step of steps) parent = parent[step as keyof Container] as Container;
  const key = last === "-" ? String(parent.length) : last;
  if (remove) delete parent[key];
  else Object.defineProperty(parent, key, { value: set, enumerable: true, configurable: true, writable: true });
  return key;
}
