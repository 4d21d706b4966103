/** Editing a policy document: one text, many views. Every edit is a text edit by place that leaves the rest as it is. */
export { type CellFact, cellFactOf, type CellTest, type Reading, readTests, testsText } from "./cell-text.ts";
export { type CheckedValue, checkValue } from "./check-rules.ts";
export { conditionOf } from "./condition-json.ts";
export {
  addCondition,
  canUnwrap,
  type ConditionEdit,
  conditionAt,
  type ConditionNode,
  type GroupKind,
  type MoveDirection,
  newTest,
  operandTextOf,
  operatorsOf,
  readCondition,
  readOperand,
  removeCondition,
  setGroupKind,
  shiftCondition,
  unwrapCondition,
  withCondition,
  withFact,
  withOperator,
  wrapCondition,
} from "./condition-tree.ts";
export { type Draft, readDraft } from "./draft.ts";
export { type DraftChange, draftChanges, revertUnits } from "./draft-changes.ts";
export { type Edited, formatText, insertValue, moveValue, removeValue, setValue, sortRules } from "./edit-text.ts";
export {
  merge,
  type Merge,
  type MergeChoice,
  type MergeChoices,
  type MergeConflict,
  type MergedUnit,
  type MergeUnit,
  type UnitKind,
} from "./merge.ts";
export { type NameKind, type NamePlace, namePlaces } from "./names-in-text.ts";
export { rename, type Renaming } from "./rename.ts";
export { type RenamedFact, renamedFacts } from "./renamed-facts.ts";
export { moveRule, type Reordering } from "./reorder.ts";
export { namesFor, readSentences, readToken, type Sentence, SentenceReader, setToken, type Token } from "./sentences.ts";
export { applyEdits, type TextEdit } from "./rewrite.ts";
export {
  type CellChange,
  copyCells,
  formatTable,
  type PreviewProblem,
  previewPaste,
  previewRows,
  previewTable,
  type Separator,
  separatedRows,
  type SheetRows,
  type TablePreview,
  tableRows,
} from "./spreadsheet.ts";
export {
  type Cell,
  columnFor,
  type ColumnId,
  type DecisionTable,
  type ExpressionCell,
  OUTCOME_COLUMNS,
  type OutcomeColumn,
  readTable,
  type TableColumn,
  TableReader,
  type TableRow,
} from "./table.ts";
export { addRule, type CellProblem, deleteRule, duplicateRule, setCell, setCells, type TableEdit, type TypedCell } from "./table-edits.ts";
