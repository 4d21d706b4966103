import type { Metadata } from "next";
import { getPolicy } from "../../../_server/policies";
import { PolicyEditor } from "./_components/policy-editor";
import { readEditPage } from "./queries";

export const metadata: Metadata = { title: "Edit" };

interface Props {
  params: Promise<{ policy: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function EditPage({ params, searchParams }: Props) {
  const [policy, query] = await Promise.all([params.then(({ policy }) => getPolicy(policy)), searchParams]);
  const data = await readEditPage(policy.name, numberOf(query.from));
  return <PolicyEditor key={`${policy.name}/${data.author}`} policy={policy.name} title={policy.title} {...data} />;
}

function numberOf(value: string | string[] | undefined): number | null {
  const number = Number(value);
  return value !== undefined && Number.isSafeInteger(number) && number >= 1 ? number : null;
}
