/** Shared conditions and reasons where one is named. */
import { describeCondition, describeReason } from "../catalogue";
import { type Completer, textItem } from "./types";

export const completeConditions: Completer = ({ document: { catalogue }, place: { subject } }) =>
  subject?.kind !== "condition"
    ? []
    : [...catalogue.conditions.keys()].map((name) => textItem(name, "Reference", "shared condition", describeCondition(catalogue, name)));

export const completeReasons: Completer = ({ document: { catalogue }, place: { subject } }) =>
  subject?.kind !== "reason"
    ? []
    : [...catalogue.reasons].map(([code, texts]) =>
        textItem(code, "Constant", String(texts.en ?? texts.zh ?? ""), describeReason(catalogue, code)),
      );
