"use client";

import { useMemo, useRef, useState, useSyncExternalStore } from "react";
import { readDraft, readTable, type SheetRows, type TablePreview } from "#rules/editing";
import { useCommands } from "../../../../_components/commands/commands";
import { downloadBlob } from "../../../../_components/download";
import { countOf } from "../../../../_components/format";
import { useLocale } from "../../../../_components/locale";
import { useToast } from "../../../../_components/toast";
import { rowsOfFile, type TableFormat, tableFile } from "../views/table-file";
import { TablePreviewDialog } from "./table-preview";
import { useAnswer } from "./use-answer";
import type { Editing } from "./use-editing";

export interface TableFiles {
  readonly exportAs: (format: TableFormat) => void;
  readonly chooseFile: () => void;
}

interface ReadFile {
  readonly name: string;
  readonly rows: SheetRows;
}

/** The decision table to and from a file, from any view: what it offers, and the parts of the page that it needs. */
export function useTableFiles(policy: string, editing: Editing) {
  const toast = useToast();
  const locale = useLocale();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<ReadFile | null>(null);
  const exportAs = async (format: TableFormat) => {
    const table = readTable(readDraft(editing.typed.read()), locale);
    const made = await tableFile(table, format);
    if (!made.ok) return toast({ text: "The table was not exported", detail: made.message, tone: "down" });
    downloadBlob(`${policy}-rules.${format}`, made.blob);
    toast({
      text: `${countOf(table.rows.length, "rule")} as ${format.toUpperCase()}`,
      detail: "Change cells and import the file again to take them over.",
    });
  };
  const read = async (chosen: File) => {
    if (editing.checked.check?.ok === false)
      return toast({ text: "Mend the problems of the text first", detail: "Then import the file.", tone: "amber" });
    const found = await rowsOfFile(chosen);
    if (found.ok) setFile({ name: chosen.name, rows: found.rows });
    else toast({ text: `${chosen.name} was not read`, detail: found.message, tone: "down" });
  };
  const files: TableFiles = { exportAs: (format) => void exportAs(format), chooseFile: () => input.current?.click() };
  useCommands(() => {
    const broken = editing.checked.check?.ok === false ? "mend the problems of the text first" : null;
    const words = ["spreadsheet", "excel", "decision table"];
    return [
      { id: "files csv", label: "Export the table as CSV", group: "Table", words, run: () => files.exportAs("csv") },
      { id: "files xlsx", label: "Export the table as XLSX", group: "Table", words, run: () => files.exportAs("xlsx") },
      { id: "files import", label: "Import a table from CSV or XLSX…", group: "Table", words, hindrance: broken, run: files.chooseFile },
    ];
  });
  const element = (
    <>
      <input
        ref={input}
        type="file"
        aria-label="Table to import"
        accept=".csv,.tsv,.txt,.xlsx"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          if (chosen) void read(chosen);
          // The same file may be chosen again once it is mended.
          event.target.value = "";
        }}
      />
      {file ? <ImportDialog file={file} editing={editing} onClose={() => setFile(null)} /> : null}
    </>
  );
  return { files, element };
}

function ImportDialog({ file, editing, onClose }: { file: ReadFile; editing: Editing; onClose: () => void }) {
  const toast = useToast();
  const { typed } = editing;
  const text = useSyncExternalStore(typed.subscribe, typed.read, typed.read);
  const read = useAnswer(
    "rows",
    useMemo(() => ({ text, rows: file.rows }), [text, file.rows]),
  );
  const take = (preview: TablePreview) => {
    const refused = editing.take(text, () => ({ ok: true, text: preview.text, edits: preview.edits }));
    if (refused !== null) return refused;
    onClose();
    toast({
      text: `${countOf(preview.changes.length, "cell")} changed from ${file.name}`,
      tone: "up",
      action: { label: "Undo", run: () => editing.editor.current?.undo() },
    });
    return null;
  };
  return <TablePreviewDialog title={`Import ${file.name} into the table`} read={read} source="the file" onTake={take} onClose={onClose} />;
}
