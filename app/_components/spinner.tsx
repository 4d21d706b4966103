import { cn } from "./class-names";

/** Something is under way; `words` say what. */
export function Spinner({ words, className }: { words: string; className?: string }) {
  return (
    <span role="status" className={cn("inline-flex items-center gap-2 text-mute", className)}>
      <span className="size-3.5 animate-spin rounded-full border-2 border-line border-t-accent" aria-hidden />
      {words}
    </span>
  );
}
