"use client";

import { CircleAlert, CircleCheck, CloudOff, GitFork, LoaderCircle, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "../../../../_components/class-names";
import { countOf } from "../../../../_components/format";
import type { SaveState } from "../draft/draft-keeper";

/** Where the draft is, in words: on the server, on its way, or in this browser only. */
export function DraftStatus({
  save,
  base,
  problems,
  onShowConflict,
}: {
  save: SaveState;
  base: number;
  problems: number;
  onShowConflict: () => void;
}) {
  return (
    <span className="flex min-w-0 items-center gap-3">
      {problems > 0 ? (
        <Words tone="text-amber" icon={<TriangleAlert aria-hidden />} title="A version cannot be saved before they are mended">
          invalid · {countOf(problems, "problem")}
        </Words>
      ) : null}
      <span role="status" className="flex min-w-0 justify-end">
        {save.kind === "conflict" ? (
          <button type="button" onClick={onShowConflict} className="inline-flex rounded-sm hover:underline">
            <Words tone="text-down" icon={<GitFork aria-hidden />} title="Both texts are safe; choose which one goes on">
              conflict
            </Words>
          </button>
        ) : (
          <SaveWords save={save} base={base} />
        )}
      </span>
    </span>
  );
}

function SaveWords({ save, base }: { save: Exclude<SaveState, { kind: "conflict" }>; base: number }) {
  switch (save.kind) {
    case "unchanged":
      return <Words tone="text-mute">no changes since v{base}</Words>;
    case "saving":
      return (
        <Words tone="text-mute" icon={<LoaderCircle aria-hidden />} title="It is in this browser already">
          saving…
        </Words>
      );
    case "saved":
      return (
        <Words tone="text-up" icon={<CircleCheck aria-hidden />} title="The draft is saved on the server">
          saved {CLOCK.format(save.at)}
        </Words>
      );
    case "offline":
      return save.kept ? (
        <Words
          tone="text-amber"
          icon={<CloudOff aria-hidden />}
          title="The server is not reached. The draft is saved as soon as it answers; you may close this page."
        >
          offline — kept in this browser
        </Words>
      ) : (
        <Unkept />
      );
    case "refused":
      return (
        <Words tone="text-down" icon={<CircleAlert aria-hidden />} title={save.message}>
          {`not saved${save.kept ? ", kept in this browser" : ""}: ${save.message}`}
        </Words>
      );
    default:
      return save satisfies never;
  }
}

function Unkept() {
  return (
    <Words
      tone="text-down"
      icon={<CircleAlert aria-hidden />}
      title="The server is not reached, and this browser has no room for the draft. Keep this page open."
    >
      offline — only in this page
    </Words>
  );
}

function Words({ tone, icon, title, children }: { tone: string; icon?: ReactNode; title?: string; children: ReactNode }) {
  return (
    <span className={cn("inline-flex min-w-0 items-center gap-1.5 [&_svg]:size-3.5 [&_svg]:shrink-0", tone)} title={title}>
      {icon}
      <span className="truncate">{children}</span>
    </span>
  );
}

const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
