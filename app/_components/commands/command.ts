/**
 * Commands: what a reader may do from the palette. Any part of a page offers its own while it is there; the palette asks
 * for them anew each time it is drawn, so that each says what holds now.
 */
export interface Command {
  /** Unique among all that are offered. */
  readonly id: string;
  /** What it does, as a verb: "Save version…". */
  readonly label: string;
  /** Under which heading it stands. */
  readonly group: CommandGroup;
  /** Its keys elsewhere on the page, such as `mod+s`. */
  readonly keys?: string;
  /** Words by which it is found as well. */
  readonly words?: readonly string[];
  /** Quieter, behind the label: "v3", "rule". */
  readonly note?: string;
  /** Why it does nothing now; absent or null where it does. */
  readonly hindrance?: string | null;
  /** Shown only once something is typed, since there may be thousands. */
  readonly onlyFound?: boolean;
  readonly run: () => void;
}

export const COMMAND_GROUPS = [
  "Draft",
  "Text",
  "Table",
  "Sentences",
  "View",
  "Effect",
  "Go to",
  "Page",
  "Policies",
  "Portfolios",
  "Preferences",
] as const;
export type CommandGroup = (typeof COMMAND_GROUPS)[number];

export interface CommandSource {
  readonly commands: () => readonly Command[];
}

/** The sources on the page at the moment. */
export class CommandRegistry {
  private readonly sources = new Set<CommandSource>();
  private readonly listeners = new Set<() => void>();
  private changes = 0;

  readonly version = (): number => this.changes;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  add(source: CommandSource): () => void {
    this.sources.add(source);
    this.changed();
    return () => {
      this.sources.delete(source);
      this.changed();
    };
  }

  changed(): void {
    this.changes++;
    for (const listener of this.listeners) listener();
  }

  all(): Command[] {
    return [...this.sources].flatMap((source) => source.commands());
  }
}

/** As many are found at most: nobody reads further. */
const MOST_FOUND = 60;

export interface ShownGroup {
  readonly group: CommandGroup;
  readonly commands: readonly Command[];
}

/** Without a search all by their groups; with one the best, the group of the best one first. */
export function shownCommands(
  all: readonly Command[],
  search: string,
  scoreOf: (text: string, search: string, words: string[]) => number,
): ShownGroup[] {
  const wanted = search.trim();
  if (wanted === "")
    return grouped(
      all.filter(({ onlyFound }) => onlyFound !== true),
      COMMAND_GROUPS,
    );
  const scored = all
    .map((command) => ({ command, score: scoreOf(command.label, wanted, [...(command.words ?? []), command.group]) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score)
    .slice(0, MOST_FOUND)
    .map(({ command }) => command);
  return grouped(scored, [...new Set(scored.map(({ group }) => group))]);
}

function grouped(commands: readonly Command[], groups: readonly CommandGroup[]): ShownGroup[] {
  return groups
    .map((group) => ({ group, commands: commands.filter((command) => command.group === group) }))
    .filter((shown) => shown.commands.length > 0);
}
