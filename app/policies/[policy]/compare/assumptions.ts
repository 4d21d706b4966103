/** What the reader assumes where the policy says nothing, as search parameters: `ccf=50`, `lgd=85` in percent, `pd=2.5`, `pd=observed` or `pd=fact:NAME`, `late=NAME`. */

export type Probability =
  | { readonly kind: "rate"; readonly rate: number }
  /** The mean of the outcome observed later. */
  | { readonly kind: "observed" }
  /** Of each borrower its own, 0 to 1. */
  | { readonly kind: "fact"; readonly fact: string };

export interface Assumptions {
  /** Share of the available credit that is drawn before a default, 0 to 1. */
  readonly ccf: number | null;
  /** Share of the exposure that is lost in a default, 0 to 1. */
  readonly lgd: number | null;
  readonly pd: Probability | null;
  /** Key of the fact or shared condition that says who was late lately. */
  readonly late: string | null;
}

interface Params {
  get(name: string): string | null;
}

export function readAssumptions(params: Params): Assumptions {
  return {
    ccf: shareOf(params.get("ccf")),
    lgd: shareOf(params.get("lgd")),
    pd: probabilityOf(params.get("pd")),
    late: params.get("late") || null,
  };
}

const FACT = "fact:";

function probabilityOf(text: string | null): Probability | null {
  if (text === "observed") return { kind: "observed" };
  if (text?.startsWith(FACT)) return { kind: "fact", fact: text.slice(FACT.length) };
  const rate = shareOf(text);
  return rate === null ? null : { kind: "rate", rate };
}

export function probabilityText(pd: Probability | null): string {
  if (pd === null) return "";
  return pd.kind === "rate" ? percentText(pd.rate) : pd.kind === "observed" ? "observed" : `${FACT}${pd.fact}`;
}

/** A percentage from 0 to 100 as a share; null where the text is none. */
export function shareOf(text: string | null): number | null {
  if (text === null || !/^\d{1,3}([.,]\d{1,4})?$/.test(text.trim())) return null;
  const percent = Number(text.trim().replace(",", "."));
  return percent <= 100 ? percent / 100 : null;
}

/** 0.855 → "85.5". */
export function percentText(share: number | null): string {
  return share === null ? "" : String(Number((share * 100).toFixed(4)));
}
