import type { Metadata } from "next";
import type { ReactNode } from "react";
import { Pill } from "../../_components/pill";
import { getDraft, getPolicy } from "../../_server/policies";
import { DraftPill } from "./_components/draft-pill";
import { PolicyTabs } from "./_components/policy-tabs";

interface Props {
  params: Promise<{ policy: string }>;
  children: ReactNode;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const policy = await getPolicy((await params).policy);
  return { title: { default: policy.title, template: `%s · ${policy.title} · Limen` } };
}

/** The head that all tabs of a policy share. */
export default async function PolicyLayout({ params, children }: Props) {
  const { policy: name } = await params;
  const [policy, draft] = await Promise.all([getPolicy(name), getDraft(name)]);
  return (
    <>
      <header className="flex min-h-6 min-w-0 items-center gap-2.5">
        <h1 className="truncate text-xl font-semibold tracking-tight" title={policy.title}>
          {policy.title}
        </h1>
        <Pill>{policy.published === null ? "nothing published" : `published v${policy.published}`}</Pill>
        <DraftPill policy={policy.name} base={draft?.base ?? null} />
        {policy.published === policy.latest ? null : <Pill>latest v{policy.latest}</Pill>}
      </header>
      <PolicyTabs policy={policy.name} />
      {children}
    </>
  );
}
