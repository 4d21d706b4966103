import type { BacktestBody } from "../setup";

export type Started = { readonly ok: true; readonly id: string } | { readonly ok: false; readonly message: string };

/** Asks the server for a run. What is wrong comes back in words, all of it. */
export function startRun(body: BacktestBody): Promise<Started> {
  return ask("/api/backtests", body);
}

/** The same again, as a new run. */
export function startAgain(id: string): Promise<Started> {
  return ask(`/api/backtests/${id}/restart`);
}

/** Whether the run was still under way and is cancelled now. */
export function cancelRun(id: string): Promise<Started> {
  return ask(`/api/backtests/${id}/cancel`);
}

async function ask(address: string, body?: object): Promise<Started> {
  try {
    const response = await fetch(address, {
      method: "POST",
      ...(body && { headers: { "content-type": "application/json" }, body: JSON.stringify(body) }),
    });
    const answer = (await response.json().catch(() => null)) as Answer | null;
    return response.ok && answer?.id ? { ok: true, id: answer.id } : { ok: false, message: problemOf(response.status, answer) };
  } catch {
    return { ok: false, message: "the server did not answer; nothing was started" };
  }
}

interface Answer {
  readonly id?: string;
  readonly error?: { readonly message: string; readonly problems?: readonly { readonly message: string }[] };
}

function problemOf(status: number, answer: Answer | null): string {
  const words = [answer?.error?.message, ...(answer?.error?.problems ?? []).map((problem) => problem.message)].filter(Boolean);
  return words.length > 0 ? words.join(": ") : `the server answered ${status}`;
}
