import { defaultFilter } from "cmdk";
import { describe, expect, it } from "vitest";
import { type Command, CommandRegistry, shownCommands } from "./command";

const command = (id: string, label: string, more: Partial<Command> = {}): Command => ({
  id,
  label,
  group: "Draft",
  run: () => {},
  ...more,
});
const ALL = [
  command("theme", "Dark theme", { group: "Preferences" }),
  command("save", "Save version…", { words: ["commit"] }),
  command("rule", "A01-confirmed-fraud", { group: "Go to", onlyFound: true }),
];
const score = (label: string, search: string, words: string[]) => defaultFilter?.(label, search, words) ?? 0;
const found = (search: string) => shownCommands(ALL, search, score).flatMap(({ commands }) => commands.map(({ id }) => id));

describe("the palette", () => {
  it("shows all by group until something is typed, but not what may be thousands", () => {
    expect(shownCommands(ALL, " ", score).map(({ group }) => group)).toEqual(["Draft", "Preferences"]);
    expect(found("")).toEqual(["save", "theme"]);
  });

  it("finds by letters, by further words and by group, the best first", () => {
    expect(found("savev")[0]).toBe("save");
    expect(found("commit")).toEqual(["save"]);
    expect(found("fraud")).toEqual(["rule"]);
    expect(found("prefer")).toEqual(["theme"]);
    expect(found("zzz")).toEqual([]);
  });

  it("stops at what can be read", () => {
    const many = Array.from({ length: 2000 }, (_, i) => command(`r${i}`, `rule ${i}`, { onlyFound: true }));
    expect(shownCommands(many, "rule", score).flatMap(({ commands }) => commands).length).toBeLessThan(100);
  });
});

describe("the registry", () => {
  it("holds what sources offer while they are there, and tells of every change", () => {
    const registry = new CommandRegistry();
    let told = 0;
    registry.subscribe(() => told++);
    const remove = registry.add({ commands: () => ALL });
    expect(registry.all()).toEqual(ALL);
    remove();
    expect(registry.all()).toEqual([]);
    expect(told).toBe(2);
  });
});
