/** Answers of the HTTP API when something is wrong: `{ error: { code, message, problems? } }` with the status that fits. */
import "server-only";

const STATUS = {
  "invalid-json": 400,
  "invalid-input": 400,
  "invalid-policy": 400,
  "invalid-scenario": 400,
  "unreadable-portfolio": 400,
  "bad-mapping": 400,
  "unknown-column": 400,
  "bad-scenario": 400,
  "unknown-connection": 400,
  "unknown-table": 400,
  "wrong-column-type": 400,
  "bad-request": 400,
  "failed-statement": 502,
  "not-found": 404,
  "name-taken": 409,
  "portfolio-changed": 409,
  "portfolio-missing": 409,
  "not-ended": 409,
  "already-ended": 409,
  "run-cancelled": 409,
  "too-large": 413,
  cancelled: 499,
  failed: 500,
  "cannot-write": 500,
  "cannot-connect": 502,
  "server-ended": 503,
  "no-space": 507,
} as const;

export type HttpErrorCode = keyof typeof STATUS;

/** The code if it is one that has a status here, else `failed`: for errors that were recorded as text. */
export function httpErrorCode(code: string): HttpErrorCode {
  return Object.hasOwn(STATUS, code) ? (code as HttpErrorCode) : "failed";
}

export interface HttpProblem {
  readonly code: string;
  readonly message: string;
}

/** An error as a response. `problems` lists all that is wrong, not only the first. */
export function errorResponse(code: HttpErrorCode, message: string, problems?: readonly HttpProblem[]): Response {
  return Response.json({ error: { code, message, ...(problems && { problems }) } }, { status: STATUS[code] });
}

type Handler<Context> = (request: Request, context: Context) => Promise<Response>;

/** A route handler that never shows a stack: what it did not expect is logged and answered with 500. */
export function route<Context = unknown>(handler: Handler<Context>): Handler<Context> {
  return async (request, context) => {
    try {
      return await handler(request, context);
    } catch (error) {
      if (request.signal.aborted) return errorResponse("cancelled", "the caller went away");
      console.error(error);
      return errorResponse("failed", "the server could not answer this; its log says why");
    }
  };
}
