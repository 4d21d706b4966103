/** Makes columns chosen for facts part of the portfolio's own mapping; those of other facts stay. Gives what was wrong in words, or null. */
export async function keepColumns(portfolio: string, chosen: Readonly<Record<string, string>>): Promise<string | null> {
  try {
    const { mapping } = await ask(portfolio, {});
    const facts = { ...mapping.facts, ...chosen };
    await ask(portfolio, {
      method: "PATCH",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ mapping: { facts } }),
    });
    return null;
  } catch (error) {
    return error instanceof Refusal ? error.message : "the server did not answer";
  }
}

class Refusal extends Error {}

interface Stored {
  readonly mapping: { readonly facts: Readonly<Record<string, string>> };
}

async function ask(portfolio: string, request: RequestInit): Promise<Stored> {
  const response = await fetch(`/api/portfolios/${portfolio}`, request);
  const body = (await response.json().catch(() => null)) as (Stored & { error?: { message?: string } }) | null;
  if (!response.ok || body === null) throw new Refusal(body?.error?.message ?? `the server answered ${response.status}`);
  return body;
}
