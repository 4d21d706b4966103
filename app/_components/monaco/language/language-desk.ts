/** Answers the editor's questions; runs in the language worker. A text is read once, when first asked about, and of it what differs from the one read before. */
import { applyEdits, sortRules } from "#rules/editing";
import type { BorrowersSummary } from "#rules/hints";
import { FollowedTree } from "#rules/policy";
import { expressionTokens } from "./colours";
import { completionsAt } from "./completion";
import { ToldMarks } from "./decisions";
import { fixesFor } from "./fixes";
import { hoverAt } from "./hover";
import { nearWords } from "./near";
import { draftOf, type PolicyText, readPolicyText } from "./policy-text";
import type { Answers, LanguageReply, LanguageRequest, Question, QuestionKind } from "./protocol";
import { findDefinition, findReferences, occurrenceAt } from "./references";
import { renameAt } from "./rename";
import { outlineOf } from "./symbols";

interface OpenDocument {
  text: string;
  read: PolicyText | null;
  readonly tree: FollowedTree;
  readonly marks: ToldMarks;
  borrowers: BorrowersSummary | null;
}

export class LanguageDesk {
  private readonly documents = new Map<string, OpenDocument>();

  /** The reply to a question; null to what is no question. */
  take(request: LanguageRequest): LanguageReply | null {
    const document = this.documents.get(request.uri);
    switch (request.kind) {
      case "open":
        this.documents.set(request.uri, {
          text: request.text,
          read: null,
          tree: new FollowedTree(),
          marks: new ToldMarks(),
          borrowers: document?.borrowers ?? null,
        });
        return null;
      case "close":
        this.documents.delete(request.uri);
        return null;
      case "change":
        if (document) Object.assign(document, { text: applyEdits(document.text, request.edits), read: null });
        return null;
      case "borrowers":
        if (document) document.borrowers = request.borrowers;
        return null;
      case "ask":
        return this.reply(request.id, document, request.question);
      default:
        return request satisfies never;
    }
  }

  private reply(id: number, document: OpenDocument | undefined, question: Question): LanguageReply {
    try {
      if (!document) return { id, ok: false, message: "the document is not open" };
      document.read ??= readPolicyText(document.text, document.tree);
      return { id, ok: true, answer: answerTo(question, document.read, document.borrowers, document.marks) };
    } catch (error) {
      return { id, ok: false, message: error instanceof Error ? error.message : String(error) };
    }
  }
}

function answerTo(question: Question, document: PolicyText, borrowers: BorrowersSummary | null, marks: ToldMarks): Answers[QuestionKind] {
  switch (question.kind) {
    case "complete":
      return completionsAt(document, question.offset, borrowers);
    case "hover":
      return hoverAt(document, question.offset, borrowers);
    case "define":
      return findDefinition(document, question.offset);
    case "refer":
      return findReferences(document, question.offset);
    case "nameAt":
      return occurrenceAt(document, question.offset);
    case "rename":
      return renameAt(document, question.offset, question.name);
    case "fix":
      return question.marked.map((marked) => fixesFor(document, marked, borrowers));
    case "outline":
      return outlineOf(document);
    case "colour":
      return expressionTokens(document, question.from, question.to);
    case "mark":
      return marks.answer(document, question.known);
    case "near":
      return nearWords(document, borrowers, question.from, question.to);
    case "sort":
      return sortRules(draftOf(document)).edits;
    default:
      return question satisfies never;
  }
}
