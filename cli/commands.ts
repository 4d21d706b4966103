/** Every command of `limen`, in the order of the help. A new one is a file beside this and a line here. */
import type { Command } from "./command.ts";

export interface CommandEntry {
  readonly name: string;
  readonly summary: string;
  readonly load: () => Promise<Command>;
}

export const COMMANDS: readonly CommandEntry[] = [
  {
    name: "validate",
    summary: "say whether a document is a valid policy, with every problem",
    load: async () => (await import("./validate.ts")).validate,
  },
  { name: "evaluate", summary: "give each borrower's outcome under a policy", load: async () => (await import("./evaluate.ts")).evaluate },
  {
    name: "explain",
    summary: "say why a borrower's outcome came out, and what would change it",
    load: async () => (await import("./explain.ts")).explain,
  },
  { name: "test", summary: "hold a policy against what its fixtures expect", load: async () => (await import("./test.ts")).test },
  {
    name: "compare",
    summary: "show what changes between two policies, and whom it shifts",
    load: async () => (await import("./compare.ts")).compare,
  },
  {
    name: "sweep",
    summary: "show the curve of a policy's effects over any of its numbers",
    load: async () => (await import("./sweep.ts")).sweepCommand,
  },
  {
    name: "backtest",
    summary: "evaluate one or two policies on a whole portfolio",
    load: async () => (await import("./backtest.ts")).backtest,
  },
  {
    name: "export",
    summary: "write the ruleset that decides in production, with its proof",
    load: async () => (await import("./export.ts")).exportCommand,
  },
];
