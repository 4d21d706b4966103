/** Stands where an editor will be until its script is here: same size, same gutter, so that nothing moves. */
export function EditorSkeleton() {
  return (
    <div className="flex h-full w-full flex-col overflow-hidden bg-card pt-2" role="status" aria-label="Loading the editor">
      {WIDTHS.map(([indent, width], line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines never change
        <div key={line} className="flex h-5 shrink-0 items-center">
          <span className="w-14 shrink-0" />
          <span className="h-1.5 rounded-full bg-line" style={{ marginLeft: indent * 15, width }} />
        </div>
      ))}
    </div>
  );
}

const WIDTHS: readonly (readonly [indent: number, width: number])[] = [
  [0, 10],
  [1, 190],
  [1, 230],
  [1, 300],
  [1, 130],
  [1, 80],
  [2, 190],
  [2, 250],
  [2, 90],
  [2, 120],
  [3, 100],
  [3, 80],
  [2, 12],
  [2, 230],
  [1, 16],
  [1, 170],
  [1, 80],
  [2, 140],
  [3, 130],
  [3, 70],
  [3, 90],
  [4, 210],
  [4, 160],
  [3, 12],
  [2, 16],
  [2, 190],
  [3, 130],
  [3, 70],
  [3, 90],
];
