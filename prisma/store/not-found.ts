/** Thrown where a caller names a row that is not there (or was deleted meanwhile). */
export class NotFound extends Error {
  override readonly name = "NotFound";
  readonly code = "not-found";
}
