import type { Metadata } from "next";
import { EmptyState } from "../_components/empty-state";
import { getPolicies } from "../_server/policies";
import { FirstSteps } from "./_components/first-steps";
import { NewPolicy } from "./_components/new-policy";
import { PolicyList } from "./_components/policy-list";
import { latestVersions } from "./queries";

export const metadata: Metadata = { title: "Policies" };

export default async function PoliciesPage() {
  const policies = await getPolicies();
  const latest = await latestVersions(policies);
  return (
    <>
      <header className="mb-3 flex items-center gap-3">
        <h1 className="text-xl font-semibold tracking-tight">Policies</h1>
        <span className="ml-auto" />
        <NewPolicy />
      </header>
      {policies.length === 0 ? (
        <div className="rounded-lg border border-line bg-card">
          <EmptyState title="No policy yet">
            A policy is a named set of rules that says how a borrower’s limit is adjusted. Start from a small working one, or bring a
            document; it becomes version 1.
          </EmptyState>
        </div>
      ) : (
        <PolicyList policies={policies} latest={latest} />
      )}
      {policies[0] ? <FirstSteps policy={policies[0]} /> : null}
    </>
  );
}
