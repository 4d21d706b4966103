import type { Metadata } from "next";
import { Card } from "../../../_components/card";
import { Time } from "../../../_components/time";
import { getPolicy } from "../../../_server/policies";
import { listPublications, listVersions } from "../../queries";
import { VersionTable } from "./_components/version-table";

export const metadata: Metadata = { title: "Versions" };

export default async function VersionsPage({ params }: { params: Promise<{ policy: string }> }) {
  const policy = await getPolicy((await params).policy);
  const [versions, publications] = await Promise.all([listVersions(policy.name), listPublications(policy.name)]);
  return (
    <>
      <VersionTable policy={policy.name} published={policy.published} versions={versions} />
      <Card title="Publications" note="which version was in force, and since when; newest first" className="mt-3">
        {publications.length === 0 ? (
          <p className="text-mute">
            Nothing is in force yet. Publish a version from its menu; the pointer can be moved back at any time, and every move stays in
            this list.
          </p>
        ) : (
          <ol>
            {publications.map((publication, index) => (
              <li key={publication.createdAt.toISOString()} className="flex gap-3 border-t border-line py-1.5 first:border-t-0">
                <span className="w-10 shrink-0 font-semibold">v{publication.number}</span>
                <span className="min-w-0 flex-1 truncate" title={publication.note}>
                  {publication.note || <span className="text-faint">without a note</span>}
                  {index === 0 ? <span className="ml-2 text-accent">in force</span> : null}
                </span>
                <span className="shrink-0 text-faint">
                  {publication.author}, <Time at={publication.createdAt} />
                </span>
              </li>
            ))}
          </ol>
        )}
      </Card>
    </>
  );
}
