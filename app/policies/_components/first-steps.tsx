import Link from "next/link";
import type { PolicySummary } from "#store";
import { Card } from "../../_components/card";

/** The way from a rule to its effect, each step a page with real borrowers behind it. */
export function FirstSteps({ policy }: { policy: PolicySummary }) {
  const at = `/policies/${policy.name}`;
  const compared = policy.latest > 1 ? `${at}/compare?baseline=${policy.latest - 1}&candidate=${policy.latest}` : `${at}/compare`;
  const steps = [
    {
      href: `${at}/edit`,
      title: "Change a rule",
      text: "Move a threshold in the editor. The draft is kept as you type; what is wrong is told with its line.",
    },
    {
      href: `${at}/fixtures`,
      title: "Test it on borrowers",
      text: "Saved borrowers with what they should get. Open one to see every rule and the values it saw.",
    },
    { href: compared, title: "Compare two versions", text: "Who shifts, by how much, under which rule; both traces side by side." },
    { href: `${at}/export`, title: "Export it", text: "A ruleset for production with a runner and a test that shows it decides the same." },
  ];
  return (
    <Card title="From a rule to its effect" note={`with ${policy.title}`} className="mt-3">
      <ol className="grid grid-cols-4 gap-x-5 gap-y-3 pt-1 max-lg:grid-cols-2">
        {steps.map((step, index) => (
          <li key={step.href} className="flex gap-2">
            <span className="text-faint">{index + 1}</span>
            <div>
              <Link href={step.href} className="font-medium text-accent hover:underline">
                {step.title}
              </Link>
              <p className="text-mute">{step.text}</p>
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}
