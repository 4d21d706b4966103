import "server-only";
import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { type BacktestFile, backtestFolder } from "#store";
import { errorResponse } from "../_server/http";

/** A file that a run wrote, as a download, read as it is sent. */
export async function fileResponse(run: { readonly id: string }, file: BacktestFile | null, type: string): Promise<Response> {
  if (!file) return errorResponse("not-found", "the backtest has no such file: it is not done, or did not keep it");
  const name = path.join(backtestFolder(run.id), file.name);
  const size = (await stat(name).catch(() => null))?.size;
  if (size !== file.bytes)
    return errorResponse("not-found", `\`${file.name}\` is not in this server's data folder any more; run the backtest again`);
  return new Response(Readable.toWeb(createReadStream(name)) as ReadableStream<Uint8Array>, {
    headers: {
      "Content-Type": type,
      "Content-Length": String(file.bytes),
      "Content-Disposition": `attachment; filename="backtest-${run.id.slice(0, 8)}-${file.name}"`,
    },
  });
}
