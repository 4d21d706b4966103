import { cn } from "../class-names";

export interface RuleNameParts {
  /** The short code in front, such as "B03"; null where the name has none. */
  readonly code: string | null;
  readonly words: string;
}

/** Splits a name such as `B03-repeated-missed-payments` into its code and plain words; another name stays as it is. */
export function ruleNameParts(name: string): RuleNameParts {
  const match = /^([A-Z]{1,3}\d{1,4})-(.+)$/.exec(name);
  if (match === null) return { code: null, words: name };
  const words = (match[2] as string).replaceAll("-", " ");
  return { code: match[1] as string, words: words.charAt(0).toUpperCase() + words.slice(1) };
}

/** The code of a rule or guardrail, or its whole name where it has none. */
export function shortRuleName(name: string): string {
  return ruleNameParts(name).code ?? name;
}

/** A rule's or guardrail's name: the code strong, then words. The full name is the tooltip. */
export function RuleName({ name, className }: { name: string; className?: string }) {
  const { code, words } = ruleNameParts(name);
  return (
    <span className={cn("min-w-0 truncate", className)} title={name}>
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
