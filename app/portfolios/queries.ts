/** Every read of the portfolios' own pages. */
import "server-only";
import { notFound } from "next/navigation";
import { cache } from "react";
import { type FactType, parsePolicy } from "#rules/policy";
import { findPortfolio, findVersion } from "#store";
import { getPolicies } from "../_server/policies";

/** The portfolio of the page's URL, or the page that says there is none. */
export const getPortfolio = cache(async (name: string) => (await findPortfolio(name)) ?? notFound());

export interface CatalogueFact {
  readonly name: string;
  readonly type: FactType;
  readonly nullable: boolean;
  readonly label: { readonly en?: string; readonly zh?: string };
  readonly protected: boolean;
}

/** The borrower facts that a policy's latest version declares. */
export interface Catalogue {
  readonly policy: string;
  readonly title: string;
  readonly version: number;
  readonly facts: readonly CatalogueFact[];
}

/** What every policy wants to know of a borrower. */
export async function listCatalogues(): Promise<Catalogue[]> {
  const catalogues = await Promise.all((await getPolicies()).map(catalogueOf));
  return catalogues.filter((catalogue) => catalogue !== null);
}

async function catalogueOf({ name, title, latest }: { name: string; title: string; latest: number }): Promise<Catalogue | null> {
  const parsed = parsePolicy((await findVersion(name, latest))?.text ?? "");
  if (!parsed.ok) return null;
  const facts = [...parsed.policy.facts.values()].filter((fact) => fact.scope === "borrower");
  return {
    policy: name,
    title,
    version: latest,
    facts: facts.map(({ name, type, nullable, label, protected: isProtected }) => ({
      name,
      type,
      nullable,
      label,
      protected: isProtected,
    })),
  };
}
