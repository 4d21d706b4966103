import { ruleNameParts } from "#rules/format";
import { cn } from "../class-names";

export { type RuleNameParts, ruleNameParts, shortRuleName } from "#rules/format";

/** A rule's or guardrail's name: the code strong, then words. The full name is the tooltip. */
export function RuleName({ name, className }: { name: string; className?: string }) {
  const { code, words } = ruleNameParts(name);
  return (
    <span dir="auto" className={cn("min-w-0 truncate", className)} title={name}>
      {code === null ? (
        <span className="font-semibold">{words}</span>
      ) : (
        <>
          <span className="font-semibold">{code}</span> {words}
        </>
      )}
    </span>
  );
}
