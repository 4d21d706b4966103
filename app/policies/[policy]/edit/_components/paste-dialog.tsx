"use client";

import { useMemo } from "react";
import type { CellChange, DecisionTable, TablePreview } from "#rules/editing";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { countOf } from "../../../../_components/format";
import { type GridColumn, pastePreview } from "../views/table-grid";
import type { Pasted } from "./use-grid";
import type { DraftAccess } from "./use-viewed-draft";

interface PasteDialogProps {
  pasted: Pasted;
  table: DecisionTable;
  columns: readonly GridColumn[];
  access: DraftAccess;
  onClose: () => void;
}

/** What pasted cells would change, before they do. */
export function PasteDialog({ pasted: { text, at }, table, columns, access, onClose }: PasteDialogProps) {
  const preview = useMemo(() => pastePreview(access.draft(), table, columns, at, text), [access, table, columns, at, text]);
  const take = () => {
    access.take(() => ({ ok: true, text: preview.text }));
    onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Paste into the table"
      description={extentOf(preview)}
      width="large"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button look="primary" disabled={preview.changes.length === 0} onClick={take}>
            Take {countOf(preview.changes.length, "change")}
          </Button>
        </>
      }
    >
      <Refused preview={preview} table={table} />
      <ChangedCells changes={preview.changes} />
      {preview.missing.length > 0 ? (
        <p className="pt-2 text-mute">
          {countOf(preview.missing.length, "rule")} of the table not in what is pasted; they stay as they are.
        </p>
      ) : null}
    </Dialog>
  );
}

function extentOf({ changes, added }: TablePreview): string {
  if (changes.length === 0) return "Nothing in the table would change.";
  return `${countOf(changes.length, "cell")} would change${added.length > 0 ? `; ${countOf(added.length, "rule")} would be added` : ""}.`;
}

function Refused({ preview: { fileProblems, problems }, table }: { preview: TablePreview; table: DecisionTable }) {
  if (fileProblems.length + problems.length === 0) return null;
  const nameOf = (position: number) => table.rows.find((row) => row.position === position)?.name;
  const cells = problems.map(
    ({ rule, column, message }) => `${typeof rule === "number" ? nameOf(rule) : rule.added}, ${column}: ${message}`,
  );
  return (
    <section aria-label="Not taken" className="mb-2 text-down">
      <h3 className="font-semibold">Not taken: the rules with these problems stay as they are</h3>
      <ul className="list-disc pl-5">
        {[...fileProblems, ...cells].map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

const SHOWN = 200;

function ChangedCells({ changes }: { changes: readonly CellChange[] }) {
  if (changes.length === 0) return null;
  return (
    <>
      <table className="w-full text-left">
        <thead className="text-sm text-mute">
          <tr>
            {["Rule", "Column", "Now", "Then"].map((title) => (
              <th key={title} scope="col" className="py-1 pr-3 font-normal">
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {changes.slice(0, SHOWN).map(({ name, column, before, after }) => (
            <tr key={`${name} ${column}`} className="border-t border-line align-baseline">
              <td className="py-1 pr-3 break-words">{name}</td>
              <td className="py-1 pr-3 text-mute">{column.replace(/^(fact|condition):/, "")}</td>
              <td className="py-1 pr-3 break-words text-mute">{before || "–"}</td>
              <td className="py-1 break-words">{after || "–"}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > SHOWN ? <p className="text-mute">and {countOf(changes.length - SHOWN, "more", "more")}</p> : null}
    </>
  );
}
