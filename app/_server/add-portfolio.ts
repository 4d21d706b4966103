/**
 * Adds a portfolio from the body of a request or from a file that lies on this machine: whole, hashed, with its row
 * and its profile, or not at all. What is wrong comes back as the response to send.
 */
import "server-only";
import { randomUUID } from "node:crypto";
import { open, realpath } from "node:fs/promises";
import path from "node:path";
import { type ColumnMapping, NO_MAPPING } from "#rules/portfolio";
import {
  createPortfolio,
  discardPortfolio,
  isPortfolioNameTaken,
  keepPortfolioFile,
  type Portfolio,
  type PortfolioFormat,
  removePortfolioFile,
  startPortfolioFile,
} from "#store";
import { hashFile } from "../../backtest/hash-file";
import { errorResponse, httpErrorCode } from "./http";
import { profilePortfolio } from "./jobs/profiles";
import { receiveFile } from "./receive-file";
import { getSession } from "./session";

export interface Naming {
  readonly name: string;
  readonly title?: string | undefined;
  readonly description?: string | undefined;
}

/** `file` is the name that the sender's file has. */
export async function uploadPortfolio(request: Request, naming: Naming, file: string): Promise<Portfolio | Response> {
  if (await isPortfolioNameTaken(naming.name)) return nameTaken(naming.name);
  const [id, format] = [randomUUID(), formatOf(file)];
  try {
    const received = await receiveFile(request, await startPortfolioFile(id, format));
    if (received.bytes === 0)
      return await discarded(id, errorResponse("unreadable-portfolio", "the body is empty; send the file as the body"));
    const stored = await keepPortfolioFile(id, format);
    const portfolio = await create({ id, naming, format, file: path.basename(file), path: stored, mapping: NO_MAPPING, ...received });
    return portfolio instanceof Response ? await discarded(id, portfolio) : await profiled(portfolio, request.signal);
  } catch (cause) {
    const full = (cause as NodeJS.ErrnoException).code === "ENOSPC";
    if (full) return discarded(id, errorResponse("no-space", "the disk of the server is full; nothing was kept"));
    await removePortfolioFile(id);
    throw cause;
  }
}

/** The file stays where it lies; its hash is pinned. */
export async function registerPortfolio(given: string, naming: Naming, mapping: ColumnMapping): Promise<Portfolio | Response> {
  if (await isPortfolioNameTaken(naming.name)) return nameTaken(naming.name);
  if (!path.isAbsolute(given)) return errorResponse("unreadable-portfolio", `\`${given}\` is not an absolute path`);
  const found = await readablePath(given);
  if (found instanceof Response) return found;
  const hashed = await hashFile(found);
  const file = path.basename(given);
  const portfolio = await create({ id: randomUUID(), naming, format: formatOf(file), file, path: found, mapping, ...hashed });
  return portfolio instanceof Response ? portfolio : profiled(portfolio);
}

async function readablePath(given: string): Promise<string | Response> {
  try {
    const found = await realpath(given);
    const handle = await open(found, "r");
    const isFile = (await handle.stat()).isFile();
    await handle.close();
    return isFile ? found : errorResponse("unreadable-portfolio", `\`${given}\` is no file`);
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === "ENOENT" ? "there is no such file" : "the server may not read it";
    return errorResponse("unreadable-portfolio", `\`${given}\` cannot be read on the server's machine: ${reason}`);
  }
}

interface Addition {
  readonly id: string;
  readonly naming: Naming;
  readonly format: PortfolioFormat;
  readonly file: string;
  readonly path: string;
  readonly bytes: number;
  readonly hash: string;
  readonly mapping: ColumnMapping;
}

async function create({ naming, ...rest }: Addition): Promise<Portfolio | Response> {
  const { name, title = name, description = "" } = naming;
  const created = await createPortfolio({ ...rest, name, title, description, author: (await getSession()).author });
  return created.ok ? created.portfolio : nameTaken(name);
}

/** With its profile; a file that cannot be read is not kept (one that is registered stays where it lies). */
async function profiled(portfolio: Portfolio, signal?: AbortSignal): Promise<Portfolio | Response> {
  const result = await profilePortfolio(portfolio, signal);
  if (result.ok) return result.portfolio;
  const { code, message } = result;
  // By the name that the sender gave it: here it has another.
  const response = errorResponse(httpErrorCode(code), message.replaceAll(`\`${path.basename(portfolio.path)}\``, `\`${portfolio.file}\``));
  if (code === "server-ended") return response;
  await discardPortfolio(portfolio.id);
  return discarded(portfolio.id, response);
}

async function discarded(id: string, response: Response): Promise<Response> {
  await removePortfolioFile(id);
  return response;
}

function formatOf(file: string): PortfolioFormat {
  return /\.(parquet|pq)$/i.test(file) ? "parquet" : "csv";
}

function nameTaken(name: string): Response {
  return errorResponse("name-taken", `there is a portfolio \`${name}\` already; choose another name`);
}
