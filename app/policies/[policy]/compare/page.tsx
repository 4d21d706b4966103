import type { Metadata } from "next";
import { ComparePage } from "./_components/compare-page";
import { getChoices } from "./queries";

export const metadata: Metadata = { title: "Compare" };

export default async function Page({ params }: { params: Promise<{ policy: string }> }) {
  return <ComparePage choices={await getChoices((await params).policy)} />;
}
