import type { Change } from "#rules/compare";
import { Card } from "../../../../_components/card";
import { ChangeName, KindTag, sentenceOfChange } from "../../../../_components/comparison/change-name";
import { WordingList } from "../../../../_components/comparison/wording-list";
import { countOf } from "../../../../_components/format";

interface ChangeSentencesProps {
  changes: readonly Change[];
  wording: readonly Change[];
  titles: { readonly baseline: string; readonly candidate: string };
}

/** What differs between the versions that were run, each change as a sentence. */
export function ChangeSentences({ changes, wording, titles }: ChangeSentencesProps) {
  return (
    <Card title="What changes" note={changes.length === 0 ? undefined : `${countOf(changes.length, "change")} that can alter an outcome`}>
      {changes.length === 0 ? (
        <p className="py-2 text-mute">
          Nothing that can alter an outcome differs between {titles.baseline} and {titles.candidate}.
        </p>
      ) : (
        <ul>
          {changes.map((change) => (
            <li key={change.id} className="border-t border-line px-1.5 py-1.5 first:border-t-0">
              <span className="flex min-w-0 flex-wrap items-baseline gap-x-1.5">
                <ChangeName change={change} />
                <KindTag change={change} />
              </span>
              <span className="line-clamp-2 text-mute" title={sentenceOfChange(change)}>
                {sentenceOfChange(change)}
              </span>
            </li>
          ))}
        </ul>
      )}
      {wording.length === 0 ? null : <WordingList wording={wording} />}
    </Card>
  );
}
