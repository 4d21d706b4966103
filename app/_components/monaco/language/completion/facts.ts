/** Facts and derived facts where one is named. */
import { labelsOf, describeFact, shortTraits } from "../catalogue";
import { type Completer, type Completion, type CompletionContext, textItem } from "./types";

export const completeFacts: Completer = (context) => {
  const { subject } = context.place;
  return subject?.kind === "fact" ? factItems(context, subject.money) : [];
};

/** All that may be read; where money is needed, facts of that type only. */
export function factItems({ document: { catalogue }, borrowers }: CompletionContext, money: boolean): Completion[] {
  const readable = [...catalogue.facts].filter(([, fact]) => fact.protected !== true && (!money || fact.type === "money"));
  const facts = readable.map(([name, fact]) =>
    textItem(name, "Field", [labelsOf(fact).en, shortTraits(fact)].filter(Boolean).join(" · "), describeFact(catalogue, name, borrowers)),
  );
  if (money) return facts;
  const derived = [...catalogue.derived].map(([name, fields]) =>
    textItem(name, "Function", [labelsOf(fields).en, "derived"].filter(Boolean).join(" · "), describeFact(catalogue, name, borrowers)),
  );
  return [...facts, ...derived];
}
