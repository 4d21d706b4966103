type Failure = { readonly message: string } | { readonly problems: readonly { readonly message: string }[] } | { readonly ok: true } | null;

/** Why an action came to nothing, in words; null is a server that did not answer. */
export function failureText(result: Failure | { readonly ok: false }): string {
  if (result === null) return "The server could not be reached. Try again.";
  if ("message" in result) return result.message;
  if ("problems" in result) return result.problems.map((problem) => problem.message).join("; ");
  return "The server could not do this. Try again.";
}
