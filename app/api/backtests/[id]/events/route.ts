import { route } from "../../../../_server/http";
import { eventStream } from "../../../../_server/jobs/event-stream";
import { storedBacktest } from "../../../_backtests";

/** Server-sent events: `progress` at every step of the run, `end` when it has ended, which closes the stream. */
export const GET = route<{ params: Promise<{ id: string }> }>(async (request, { params }) => {
  const run = await storedBacktest((await params).id);
  if (run instanceof Response) return run;
  return new Response(eventStream(run.id, request.signal), {
    headers: { "Content-Type": "text/event-stream", "Cache-Control": "no-cache, no-transform", "X-Accel-Buffering": "no" },
  });
});
