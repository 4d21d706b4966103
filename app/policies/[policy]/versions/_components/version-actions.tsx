"use client";

import { Download, FileDown, GitCompareArrows, History, Rocket } from "lucide-react";
import { useState } from "react";
import type { VersionSummary } from "#store";
import { Button, LinkButton } from "../../../../_components/button";
import { PublishDialog } from "./publish-dialog";
import { RestoreDialog } from "./restore-dialog";

interface VersionActionsProps {
  policy: string;
  version: VersionSummary;
  latest: number;
  published: number | null;
}

/** What can be done with the version that is open. */
export function VersionActions({ policy, version, latest, published }: VersionActionsProps) {
  const [asking, ask] = useState<"publish" | "restore" | null>(null);
  const { number, parent } = version;
  return (
    <div className="ml-auto flex flex-wrap gap-2">
      {parent === null ? null : (
        <LinkButton href={`/policies/${policy}/compare?baseline=${parent}&candidate=${number}`}>
          <GitCompareArrows aria-hidden /> Compare with v{parent}
        </LinkButton>
      )}
      <a
        href={`/api/policies/${policy}/versions/${number}/document`}
        download={`${policy}-v${number}.policy.json`}
        className="inline-flex h-7.5 items-center gap-1.5 rounded-md border border-line bg-card px-2.75 hover:border-edge hover:bg-bg [&_svg]:size-3.5"
      >
        <Download aria-hidden /> Document
      </a>
      <LinkButton href={`/policies/${policy}/export?version=${number}`}>
        <FileDown aria-hidden /> Export
      </LinkButton>
      {number === latest ? null : (
        <Button onClick={() => ask("restore")}>
          <History aria-hidden /> Restore…
        </Button>
      )}
      {number === published ? null : (
        <Button look="primary" onClick={() => ask("publish")}>
          <Rocket aria-hidden /> Publish…
        </Button>
      )}
      <PublishDialog policy={policy} number={number} published={published} open={asking === "publish"} onClose={() => ask(null)} />
      <RestoreDialog policy={policy} number={number} latest={latest} open={asking === "restore"} onClose={() => ask(null)} />
    </div>
  );
}
