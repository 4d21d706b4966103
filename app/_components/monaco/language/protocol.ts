/**
 * What the page and the language worker say to each other. The worker keeps each document's text, which the page sends once and
 * then change by change, so that a keystroke costs the page next to nothing; questions are answered on the text as it then is.
 */
import type { TextEdit } from "#rules/editing";
import type { BorrowersSummary } from "#rules/hints";
import type { PlacedCompletions } from "./completion";
import type { RuleMark } from "./decisions";
import type { FeelToken } from "./feel";
import type { Fix, Marked } from "./fixes";
import type { NearWords } from "./near";
import type { Stretch } from "./policy-text";
import type { RenameAnswer } from "./rename";
import type { OutlineSymbol } from "./symbols";

interface At {
  readonly offset: number;
}

export interface Questions {
  complete: At;
  hover: At;
  define: At;
  refer: At;
  nameAt: At;
  rename: At & { readonly name: string };
  fix: { readonly marked: readonly Marked[] };
  outline: object;
  colour: { readonly from: number; readonly to: number };
  /** With the number of the marks that are known, where some are. */
  mark: { readonly known: number };
  near: { readonly from: number; readonly to: number };
  sort: object;
}

export interface Answers {
  complete: PlacedCompletions;
  hover: readonly string[];
  define: readonly Stretch[];
  refer: readonly Stretch[];
  /** What can be renamed at the place. */
  nameAt: (Stretch & { readonly name: string }) | null;
  rename: RenameAnswer;
  /** For each mark its fixes. */
  fix: readonly (readonly Fix[])[];
  outline: readonly OutlineSymbol[];
  colour: readonly FeelToken[];
  /** `marks` is null where they are those known. */
  mark: { readonly marks: readonly RuleMark[] | null; readonly id: number; readonly isBroken: boolean };
  near: readonly NearWords[];
  /** None where the rules are sorted. */
  sort: readonly TextEdit[];
}

export type QuestionKind = keyof Questions;

export type Question = { [Kind in QuestionKind]: { readonly kind: Kind } & Questions[Kind] }[QuestionKind];

export type LanguageRequest =
  | { readonly kind: "open"; readonly uri: string; readonly text: string }
  | { readonly kind: "change"; readonly uri: string; readonly edits: readonly TextEdit[] }
  | { readonly kind: "borrowers"; readonly uri: string; readonly borrowers: BorrowersSummary | null }
  | { readonly kind: "close"; readonly uri: string }
  | { readonly kind: "ask"; readonly uri: string; readonly id: number; readonly question: Question };

export type LanguageReply =
  | { readonly id: number; readonly ok: true; readonly answer: Answers[QuestionKind] }
  | { readonly id: number; readonly ok: false; readonly message: string };
