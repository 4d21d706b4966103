"use client";

import { CircleX } from "lucide-react";
import type { Problem } from "#rules/policy";
import { countOf } from "./format";

const SHOWN = 200;

/** The problems of a document in order, each with its place; with `onOpen` each is a way to it. */
export function ProblemList({ problems, onOpen }: { problems: readonly Problem[]; onOpen?: (problem: Problem) => void }) {
  return (
    <div>
      <p className="font-semibold">{countOf(problems.length, "problem")}</p>
      <ul className="mt-1">
        {problems.slice(0, SHOWN).map((problem, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: problems have no identity of their own and are replaced as a whole
          <li key={index} className="flex gap-2 py-0.5">
            <CircleX className="mt-0.75 size-3.5 shrink-0 text-down" aria-hidden />
            <span className="min-w-0 break-words">
              {problem.message}
              <Place problem={problem} onOpen={onOpen} />
            </span>
          </li>
        ))}
      </ul>
      {problems.length > SHOWN ? <p className="text-mute">and {countOf(problems.length - SHOWN, "more", "more")}</p> : null}
    </div>
  );
}

function Place({ problem, onOpen }: { problem: Problem; onOpen?: ((problem: Problem) => void) | undefined }) {
  const place = `line ${problem.line}, column ${problem.column}`;
  if (!onOpen) return <span className="ml-2 text-faint">{place}</span>;
  return (
    <button type="button" onClick={() => onOpen(problem)} className="ml-2 text-accent hover:underline">
      {place}
    </button>
  );
}
