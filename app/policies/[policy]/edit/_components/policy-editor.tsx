"use client";

import { EditorSkeleton } from "../../../../_components/monaco/editor-skeleton";
import type { EditPageData } from "../queries";
import { useKeeper } from "./use-keeper";
import { Workbench } from "./workbench";

export type PolicyEditorProps = EditPageData & { readonly policy: string; readonly title: string };

/** The Edit tab: opens the draft, then hands it to the workbench. */
export function PolicyEditor(props: PolicyEditorProps) {
  const keeper = useKeeper(props.policy, props.author, props.state);
  if (keeper) return <Workbench {...props} keeper={keeper} />;
  return (
    <div className="grid min-h-[600px] flex-1 grid-cols-[minmax(0,1.55fr)_minmax(0,1fr)] gap-3 pt-10 max-lg:grid-cols-1">
      <div className="overflow-hidden rounded-lg border border-line bg-card">
        <EditorSkeleton />
      </div>
      <div className="rounded-lg border border-line bg-card max-lg:hidden" />
    </div>
  );
}
