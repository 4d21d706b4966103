import type { Metadata } from "next";
import { getPolicies } from "../_server/policies";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const policies = await getPolicies();
  return <pre>{JSON.stringify(policies, null, 2)}</pre>;
}
