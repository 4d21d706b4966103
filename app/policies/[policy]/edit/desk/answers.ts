/**
 * What the Edit tab asks its desk: of a thousand rules each answer takes longer than the page's own thread may be held up. Each is a
 * pure function of texts.
 */
import { type MergeChoices, previewRows, readDraft, type SheetRows, type TablePreview } from "#rules/editing";
import type { Locale } from "#rules/policy";
import { type DraftLine, readDraftLines } from "../merge/draft-lines";
import { type MergeResult, type MergeTexts, type Merging, mergeWith, readMerging } from "../merge/merging";
import { type GridPlace, pastePreview } from "../views/table-grid";

export interface Questions {
  /** What a file's rows would change. */
  readonly rows: { readonly text: string; readonly rows: SheetRows };
  /** What cells pasted at a place of the table would change. */
  readonly paste: { readonly text: string; readonly at: GridPlace; readonly pasted: string };
  readonly merging: { readonly texts: MergeTexts; readonly locale: Locale };
  readonly merged: { readonly texts: MergeTexts; readonly choices: MergeChoices };
  /** What a draft changes in the text that it began from. */
  readonly changes: { readonly base: string; readonly text: string; readonly locale: Locale };
}

export interface Answers {
  readonly rows: TablePreview;
  readonly paste: TablePreview;
  readonly merging: Merging;
  readonly merged: MergeResult;
  readonly changes: readonly DraftLine[];
}

export type QuestionKind = keyof Questions;
export type Asked = { [Kind in QuestionKind]: { readonly kind: Kind } & Questions[Kind] }[QuestionKind];

export type Reply =
  | { readonly ok: true; readonly answer: Answers[QuestionKind] }
  /** A bug, in its own words. */
  | { readonly ok: false; readonly message: string };

export function answer(asked: Asked): Answers[QuestionKind] {
  switch (asked.kind) {
    case "rows":
      return previewRows(readDraft(asked.text), asked.rows);
    case "paste":
      return pastePreview(readDraft(asked.text), asked.at, asked.pasted);
    case "merging":
      return readMerging(asked.texts, asked.locale);
    case "merged":
      return mergeWith(asked.texts, asked.choices);
    case "changes":
      return readDraftLines(asked.base, asked.text, asked.locale);
    default:
      return asked satisfies never;
  }
}
