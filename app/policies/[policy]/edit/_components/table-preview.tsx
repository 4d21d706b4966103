"use client";

import { useState } from "react";
import type { CellChange, TablePreview } from "#rules/editing";
import { Button } from "../../../../_components/button";
import { Dialog } from "../../../../_components/dialog";
import { Checkbox } from "../../../../_components/field";
import { ErrorState } from "../../../../_components/error-state";
import { countOf } from "../../../../_components/format";
import { painted } from "../../../../_components/painted";
import { Spinner } from "../../../../_components/spinner";
import type { Answered } from "./use-answer";

interface TablePreviewDialogProps {
  title: string;
  /** Of many cells it takes a while. */
  read: Answered<"rows" | "paste">;
  /** Where the cells come from: "what is pasted", "the file". */
  source: string;
  /** Gives words where nothing was taken. */
  onTake: (preview: TablePreview) => string | null;
  onClose: () => void;
}

/** What cells from elsewhere would change, before they do: all of it, or, if one says so, all but the rules with problems. */
export function TablePreviewDialog({ title, read, source, onTake, onClose }: TablePreviewDialogProps) {
  const [takesRest, setTakesRest] = useState(false);
  const [isTaking, setTaking] = useState(false);
  const [refused, setRefused] = useState<string | null>(null);
  const preview = read.isSettled ? read.answer : null;
  const { changes, missing, problems, fileProblems } = preview ?? NOTHING_YET;
  const isWhole = problems.length + fileProblems.length === 0;
  const failure = refused ?? (read.isSettled ? read.failure : null);
  const take = async (taken: TablePreview) => {
    setTaking(true);
    await painted();
    setRefused(onTake(taken));
    setTaking(false);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      description={preview === null ? "The table is as it is until you take the changes." : extentOf(preview)}
      width="large"
      footer={
        <>
          {!isWhole && changes.length > 0 ? (
            <Checkbox className="mr-auto" label="Leave out what has problems" checked={takesRest} onChange={setTakesRest} />
          ) : null}
          <Button onClick={onClose}>Cancel</Button>
          <Button
            look="primary"
            disabled={isTaking || changes.length === 0 || !(isWhole || takesRest)}
            onClick={() => preview && void take(preview)}
          >
            {isTaking ? "Taking" : "Take"} {countOf(changes.length, "change")}
            {isTaking ? "…" : ""}
          </Button>
        </>
      }
    >
      {failure === null ? null : <ErrorState title="Nothing was taken">{failure}</ErrorState>}
      {read.isSettled ? null : <Spinner words="Looking at what would change…" className="py-1" />}
      {preview === null ? null : <Refused preview={preview} />}
      <ChangedCells changes={changes} />
      {missing.length > 0 ? (
        <p className="pt-2 text-mute">
          {countOf(missing.length, "rule")} of the table {missing.length === 1 ? "is" : "are"} not in {source} and{" "}
          {missing.length === 1 ? "stays as it is" : "stay as they are"}.
        </p>
      ) : null}
    </Dialog>
  );
}

const NOTHING_YET: Pick<TablePreview, "changes" | "missing" | "problems" | "fileProblems"> = {
  changes: [],
  missing: [],
  problems: [],
  fileProblems: [],
};

function extentOf({ changes, added }: TablePreview): string {
  if (changes.length === 0) return "Nothing in the table would change.";
  return `${countOf(changes.length, "cell")} would change${added.length > 0 ? `; ${countOf(added.length, "rule")} would be added` : ""}.`;
}

const SHOWN = 200;

function Refused({ preview: { fileProblems, problems } }: { preview: TablePreview }) {
  if (fileProblems.length + problems.length === 0) return null;
  const rules = new Set(problems.map(({ name }) => name)).size;
  return (
    <section aria-label="Not taken" className="mb-3 text-down">
      <h3 className="font-semibold">
        Not taken: {countOf(fileProblems.length + problems.length, "problem")}
        {rules > 0 ? `; ${countOf(rules, "rule")} with bad cells ${rules === 1 ? "stays as it is" : "stay as they are"}, whole` : ""}
      </h3>
      <ul className="list-disc pl-5 break-words">
        {fileProblems.slice(0, SHOWN).map((line) => (
          <li key={line}>{line}</li>
        ))}
        {problems.slice(0, SHOWN).map(({ row, name, column, message }) => (
          <li key={`${row} ${column} ${message}`}>
            row {row}, column {columnName(column)} of {name}: {message}
          </li>
        ))}
      </ul>
      {problems.length > SHOWN ? <p>and {countOf(problems.length - SHOWN, "more", "more")}</p> : null}
    </section>
  );
}

function ChangedCells({ changes }: { changes: readonly CellChange[] }) {
  if (changes.length === 0) return null;
  return (
    <>
      <table className="w-full table-fixed text-left">
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
              <td className="py-1 pr-3 break-words text-mute">{columnName(column)}</td>
              <td className="py-1 pr-3 break-words text-mute">
                <span className="line-clamp-4">{before || "–"}</span>
              </td>
              <td className="py-1 break-words">
                <span className="line-clamp-4">{after || "–"}</span>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {changes.length > SHOWN ? <p className="text-mute">and {countOf(changes.length - SHOWN, "more", "more")}</p> : null}
    </>
  );
}

function columnName(column: string): string {
  return column.replace(/^(fact|condition):/, "");
}
