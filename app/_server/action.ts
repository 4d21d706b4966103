/**
 * The one way in for changes from our own pages: input is checked against a schema, and
 * whatever goes wrong comes back as a value, so that a page never loses what was typed
 * to a thrown error. What `fn` gives back is passed on unchanged.
 */
import "server-only";
import { unstable_rethrow } from "next/navigation";
import type { z } from "zod";
import { NotFound } from "#store";
import { type InputProblem, inputProblems } from "./input-problems";
import { getSession, type Session } from "./session";

export type ActionFailure =
  | { readonly ok: false; readonly reason: "invalid-input"; readonly problems: readonly InputProblem[] }
  | { readonly ok: false; readonly reason: "not-found"; readonly message: string }
  | { readonly ok: false; readonly reason: "failed"; readonly message: string };

/** A server action from a schema and a function that gets the checked input and who asks. */
export function action<Schema extends z.ZodType, Result>(
  schema: Schema,
  fn: (input: z.output<Schema>, session: Session) => Promise<Result>,
) {
  return async (input: z.input<Schema>): Promise<Result | ActionFailure> => {
    const checked = schema.safeParse(input);
    if (!checked.success) return { ok: false, reason: "invalid-input", problems: inputProblems(checked.error) };
    try {
      return await fn(checked.data, await getSession());
    } catch (error) {
      unstable_rethrow(error);
      if (error instanceof NotFound) return { ok: false, reason: "not-found", message: error.message };
      console.error(error);
      return {
        ok: false,
        reason: "failed",
        message: "the server could not do this; nothing was changed. Try again, and look at its log if it stays so",
      };
    }
  };
}
