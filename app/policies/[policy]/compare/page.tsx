import type { Metadata } from "next";
import { preload } from "react-dom";
import { ComparePage } from "./_components/compare-page";
import { addressesOf } from "./addresses";
import { getChoices } from "./queries";
import { readUrl } from "./url-state";

export const metadata: Metadata = { title: "Compare" };

interface Props {
  params: Promise<{ policy: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** The browser begins to load borrowers and texts with the page's first bytes, not when the page runs. */
export default async function Page({ params, searchParams }: Props) {
  const choices = await getChoices((await params).policy);
  const query = Object.entries(await searchParams).flatMap(([name, value]): [string, string][] => {
    const first = Array.isArray(value) ? value[0] : value;
    return first === undefined ? [] : [[name, first]];
  });
  for (const address of addressesOf(choices, readUrl(new URLSearchParams(query), choices)))
    preload(address, { as: "fetch", crossOrigin: "anonymous" });
  return <ComparePage choices={choices} />;
}
