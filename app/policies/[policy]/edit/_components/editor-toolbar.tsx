"use client";

import { AlignLeft, History, Redo2, Trash2, Undo2 } from "lucide-react";
import { memo, type ReactNode } from "react";
import { Button, IconButton } from "../../../../_components/button";
import { Kbd } from "../../../../_components/kbd";
import { Menu, MenuItem, MenuLabel } from "../../../../_components/menu";
import { Tooltip } from "../../../../_components/tooltip";
import type { TextCopy } from "../draft/local-texts";
import { timeText } from "./time-text";

interface EditorToolbarProps {
  /** What stands between the buttons: where the draft is. */
  status: ReactNode;
  goTo: ReactNode;
  /** The choice of the view. */
  views: ReactNode;
  origin: string;
  /** Leads to what the draft changes; null where there is no draft. */
  onChanges: (() => void) | null;
  undo: { readonly canUndo: boolean; readonly canRedo: boolean; readonly onUndo: () => void; readonly onRedo: () => void };
  onFormat: (() => void) | null;
  copies: readonly TextCopy[];
  onRecover: (copy: TextCopy) => void;
  onDiscard: (() => void) | null;
  onSave: () => void;
  /** Why no version can be saved now. */
  hindrance: string | null;
}

export function EditorToolbar({
  status,
  goTo,
  views,
  origin,
  onChanges,
  undo,
  onFormat,
  copies,
  onRecover,
  onDiscard,
  onSave,
  hindrance,
}: EditorToolbarProps) {
  return (
    <div className="mb-2.5 flex shrink-0 flex-wrap items-center gap-x-2 gap-y-1.5" role="toolbar" aria-label="Draft">
      {views}
      {onChanges === null ? (
        <span className="mr-1 whitespace-nowrap text-mute">{origin}</span>
      ) : (
        <button
          type="button"
          title="What this draft changes, each change with a way back"
          className="mr-1 rounded-sm whitespace-nowrap text-mute underline decoration-line underline-offset-3 hover:text-accent hover:decoration-accent"
          onClick={onChanges}
        >
          {origin}
        </button>
      )}
      <EditButtons {...undo} onFormat={onFormat} />
      {goTo}
      <span className="ml-auto flex min-w-0 items-center gap-2">
        <span className="mr-1 flex min-w-0">{status}</span>
        <RecoverMenu copies={copies} onRecover={onRecover} />
        <DraftButtons onDiscard={onDiscard} onSave={onSave} hindrance={hindrance} />
      </span>
    </div>
  );
}

/** Drawn again only where they differ, as all of the toolbar: it is told of every rest of the keys. */
const EditButtons = memo(function EditButtons({
  canUndo,
  canRedo,
  onUndo,
  onRedo,
  onFormat,
}: EditorToolbarProps["undo"] & Pick<EditorToolbarProps, "onFormat">) {
  return (
    <span className="flex">
      <IconButton label="Undo" disabled={!canUndo} onClick={onUndo}>
        <Undo2 aria-hidden />
      </IconButton>
      <IconButton label="Redo" disabled={!canRedo} onClick={onRedo}>
        <Redo2 aria-hidden />
      </IconButton>
      <IconButton label="Format document" disabled={onFormat === null} onClick={onFormat ?? undefined}>
        <AlignLeft aria-hidden />
      </IconButton>
    </span>
  );
});

const DraftButtons = memo(function DraftButtons({
  onDiscard,
  onSave,
  hindrance,
}: Pick<EditorToolbarProps, "onDiscard" | "onSave" | "hindrance">) {
  return (
    <>
      <IconButton label="Discard draft…" disabled={onDiscard === null} onClick={onDiscard ?? undefined}>
        <Trash2 aria-hidden />
      </IconButton>
      <Hindered reason={hindrance}>
        <Button look="primary" aria-disabled={hindrance !== null || undefined} onClick={onSave} className="aria-disabled:opacity-55">
          Save version… <Kbd keys="mod+s" />
        </Button>
      </Hindered>
    </>
  );
});

/** A button that says why it does nothing now stays reachable. */
function Hindered({ reason, children }: { reason: string | null; children: ReactNode }) {
  return reason === null ? children : <Tooltip text={reason}>{children}</Tooltip>;
}

const RecoverMenu = memo(function RecoverMenu({ copies, onRecover }: Pick<EditorToolbarProps, "copies" | "onRecover">) {
  if (copies.length === 0) return null;
  return (
    <Menu
      trigger={
        <Button look="ghost">
          <History aria-hidden /> Recover text
        </Button>
      }
    >
      <MenuLabel>Texts kept in this browser</MenuLabel>
      {copies.map((copy) => (
        <MenuItem key={copy.id} onSelect={() => onRecover(copy)} className="max-w-110">
          <span className="shrink-0">{timeText(copy.at)}</span>
          <span className="min-w-0 truncate text-mute">{copy.why}</span>
        </MenuItem>
      ))}
    </Menu>
  );
});
