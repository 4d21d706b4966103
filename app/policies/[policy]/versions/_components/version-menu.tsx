"use client";

import { Eye, FileDown, GitCompareArrows, History, MoreHorizontal, Rocket } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import type { VersionSummary } from "#store";
import { Button } from "../../../../_components/button";
import { Menu, MenuItem, MenuSeparator } from "../../../../_components/menu";
import { PublishDialog } from "./publish-dialog";
import { RestoreDialog } from "./restore-dialog";

interface VersionMenuProps {
  policy: string;
  version: VersionSummary;
  latest: number;
  published: number | null;
}

/** What can be done with one version of the list. */
export function VersionMenu({ policy, version, latest, published }: VersionMenuProps) {
  const router = useRouter();
  const [asking, ask] = useState<"publish" | "restore" | null>(null);
  const { number } = version;
  const at = `/policies/${policy}`;
  return (
    <>
      <Menu
        trigger={
          <Button look="ghost" size="small" className="w-6.5 px-0" aria-label={`Actions on v${number}`}>
            <MoreHorizontal aria-hidden />
          </Button>
        }
      >
        <MenuItem onSelect={() => router.push(`${at}/versions/${number}`)}>
          <Eye aria-hidden /> Open
        </MenuItem>
        {version.parent === null ? null : (
          <MenuItem onSelect={() => router.push(`${at}/compare?baseline=${version.parent}&candidate=${number}`)}>
            <GitCompareArrows aria-hidden /> Compare with v{version.parent} before it
          </MenuItem>
        )}
        <MenuItem onSelect={() => router.push(`${at}/export?version=${number}`)}>
          <FileDown aria-hidden /> Export…
        </MenuItem>
        <MenuSeparator />
        <MenuItem disabled={number === published} onSelect={() => ask("publish")}>
          <Rocket aria-hidden /> {number === published ? "Is published" : "Publish…"}
        </MenuItem>
        <MenuItem disabled={number === latest} onSelect={() => ask("restore")}>
          <History aria-hidden /> {number === latest ? "Is the latest" : "Restore…"}
        </MenuItem>
      </Menu>
      <PublishDialog policy={policy} number={number} published={published} open={asking === "publish"} onClose={() => ask(null)} />
      <RestoreDialog policy={policy} number={number} latest={latest} open={asking === "restore"} onClose={() => ask(null)} />
    </>
  );
}
