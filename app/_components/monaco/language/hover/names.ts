/** Facts, reasons and shared conditions where they are named or defined, in expressions too. */
import { describeCondition, describeFact, describeReason } from "../catalogue";
import { occurrenceAt } from "../references";
import type { Hoverer } from "./types";

export const hoverNames: Hoverer = ({ document, place, borrowers }) => {
  const named = occurrenceAt(document, place.offset);
  switch (named?.kind) {
    case "fact":
      return describeFact(document.catalogue, named.name, borrowers);
    case "reason":
      return describeReason(document.catalogue, named.name);
    case "condition":
      return describeCondition(document.catalogue, named.name);
    default:
      return null;
  }
};
