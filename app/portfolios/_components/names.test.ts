import { describe, expect, it } from "vitest";
import { fileNameOf, formatOfFile, nameOfTitle, nameProblem, titleOfFile } from "./names";

describe("what a file suggests", () => {
  it.each([
    ["a.CSV", "csv"],
    ["a.parquet", "parquet"],
    ["a.xlsx", null],
    ["a.txt", null],
  ])("%s is %s", (file, format) => expect(formatOfFile(file)).toBe(format));

  it("gives a title, and a name that is free", () => {
    expect(titleOfFile("/data/cards_2005-09.csv")).toBe("Cards 2005-09");
    expect(fileNameOf("C:\\data\\a.csv")).toBe("a.csv");
    expect(nameOfTitle("Cards 2005-09", [])).toBe("cards-2005-09");
    expect(nameOfTitle("Cards", ["cards", "cards-2"])).toBe("cards-3");
    expect(nameOfTitle("组合", [])).toBe("portfolio");
    expect(nameOfTitle("2024 book", [])).toBe("2024-book");
  });
});

describe("nameProblem", () => {
  it.each([
    ["cards", undefined],
    ["", "give it a name"],
    ["Cards", "small letters and digits, joined by hyphens"],
    ["taken", "another portfolio has this name"],
  ])("%s", (name, problem) => expect(nameProblem(name, ["taken"])).toBe(problem));
});
