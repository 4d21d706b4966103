import { Spinner } from "./spinner";

/** What stands in a page's place until it comes; it shows only where that takes longer than a blink. */
export function Loading({ words }: { words: string }) {
  return (
    <div className="animate-late py-6">
      <Spinner words={words} />
    </div>
  );
}
