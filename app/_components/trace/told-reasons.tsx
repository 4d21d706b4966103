import { localText, type ValidPolicy } from "#rules/policy";

/** What the borrower is told, each reason code with its text in English and 中文. */
export function ToldReasons({ policy, codes }: { policy: ValidPolicy; codes: readonly string[] }) {
  if (codes.length === 0) return <p className="text-sm text-mute">Nothing is told: no change, and no rule was applied.</p>;
  return (
    <ol className="grid gap-1.5 text-sm">
      {codes.map((code) => (
        <li key={code} className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-2.5">
          <span className="font-mono text-mute">{code}</span>
          <span>
            <span lang="en" className="block">
              {policy.reasons.get(code)?.en ?? <span className="text-faint">no English text</span>}
            </span>
            <span lang="zh" className="block text-mute">
              {policy.reasons.get(code)?.zh ?? <span className="text-faint">no 中文 text</span>}
            </span>
          </span>
        </li>
      ))}
    </ol>
  );
}

/** The texts of reason codes in one language, for tooltips: "DLQ-01: Your payment is late." a line. */
export function reasonLines(policy: ValidPolicy, codes: readonly string[], locale: "en" | "zh"): string {
  return codes.map((code) => `${code}: ${localText(policy.reasons.get(code), locale, "no text")}`).join("\n");
}
