import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { notFound } from "next/navigation";
import { Time } from "../../../../_components/time";
import { getPolicy } from "../../../../_server/policies";
import { findVersion } from "../../../queries";
import { Tests } from "../_components/tests";
import { VersionActions } from "../_components/version-actions";
import { VersionTags } from "../_components/version-tags";
import { VersionText } from "../_components/version-text";

interface Props {
  params: Promise<{ policy: string; number: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `v${(await params).number}` };
}

export default async function VersionPage({ params }: Props) {
  const { policy: name, number } = await params;
  const policy = await getPolicy(name);
  const version = /^[1-9]\d{0,8}$/.test(number) ? await findVersion(policy.name, Number(number)) : null;
  if (!version) notFound();
  const { text, ...summary } = version;
  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="mb-2 flex min-h-7.5 items-center gap-2">
        <Link href={`/policies/${name}/versions`} className="flex items-center gap-1 text-mute hover:text-ink">
          <ArrowLeft className="size-3.5" aria-hidden /> Versions
        </Link>
        <h2 className="ml-2 text-lg font-semibold">v{version.number}</h2>
        <VersionTags version={summary} latest={policy.latest} />
        <VersionActions policy={policy.name} version={summary} latest={policy.latest} published={policy.published} />
      </div>
      <p className="max-w-250">{version.message}</p>
      <p className="mb-3 flex flex-wrap items-center gap-x-3 text-sm text-faint">
        <span>
          {version.author}, <Time at={version.createdAt} />
        </span>
        {version.parent === null ? null : <span>from v{version.parent}</span>}
        <span className="font-mono" title={version.hash}>
          {version.hash.slice(0, 19)}…
        </span>
        <Tests version={version} />
      </p>
      <VersionText text={text} label={`Document of v${version.number}, read-only`} />
    </div>
  );
}
