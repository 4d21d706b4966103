/** Problems and hints in the text. Monaco marks no more than 500 of an owner, and looks at each at every key: so those nearest to what is in sight are marked, and the overview ruler tells of the others. */
import type { editor, IDisposable } from "monaco-editor/editor";
import type { Monaco } from "../monaco";
import { movedLines } from "./moved-lines";
import { rulerMarks } from "./ruler";

const MARKED = 100;

export class ProblemMarks implements IDisposable {
  /** In the order of the text. */
  private markers: readonly editor.IMarkerData[] = [];
  /** Of the first that is marked. */
  private from = -1;
  private readonly others: editor.IEditorDecorationsCollection;
  private readonly following: readonly IDisposable[];

  constructor(
    private readonly monaco: Monaco,
    private readonly code: editor.IStandaloneCodeEditor,
    private readonly model: editor.ITextModel,
  ) {
    this.others = code.createDecorationsCollection();
    this.following = [
      code.onDidScrollChange(({ scrollTopChanged }) => {
        if (scrollTopChanged) this.markAround(this.firstInSight());
      }),
      model.onDidChangeContent(({ changes }) => {
        for (const change of changes) this.move(change);
      }),
    ];
  }

  show(markers: readonly editor.IMarkerData[]): void {
    this.markers = [...markers].sort((a, b) => a.startLineNumber - b.startLineNumber);
    this.from = -1;
    this.markAround(this.firstInSight());
    const rest = this.markers.length > MARKED ? this.markers : [];
    const isError = ({ severity }: editor.IMarkerData) => severity === this.monaco.MarkerSeverity.Error;
    const warnings = rest.filter((marker) => !isError(marker));
    this.others.set([
      ...this.ruled(warnings, "editorOverviewRuler.warningForeground"),
      ...this.ruled(rest.filter(isError), "editorOverviewRuler.errorForeground"),
    ]);
  }

  dispose(): void {
    for (const each of this.following) each.dispose();
  }

  /** Marks those nearest to a line. */
  markAround(line: number): void {
    const at = this.markers.findIndex(({ startLineNumber }) => startLineNumber >= line);
    const middle = at < 0 ? this.markers.length : at;
    const from = Math.max(0, Math.min(middle - MARKED / 4, this.markers.length - MARKED));
    const isNear = this.from >= 0 && Math.abs(from - this.from) < MARKED / 10;
    if (from === this.from || (isNear && from > 0 && from < this.markers.length - MARKED)) return;
    this.from = from;
    this.monaco.editor.setModelMarkers(this.model, "limen", this.markers.slice(from, from + MARKED));
  }

  private firstInSight(): number {
    return this.code.getVisibleRanges()[0]?.startLineNumber ?? 1;
  }

  /** Until the next check tells where they are, they stay with their lines, as Monaco's own marks do. */
  private move(change: editor.IModelContentChange): void {
    const { moved } = movedLines(change);
    if (moved === 0) return;
    this.markers = this.markers.map((marker) => {
      if (marker.startLineNumber <= change.range.endLineNumber) return marker;
      return { ...marker, startLineNumber: marker.startLineNumber + moved, endLineNumber: marker.endLineNumber + moved };
    });
  }

  private ruled(markers: readonly editor.IMarkerData[], color: string): editor.IModelDeltaDecoration[] {
    const stretches = markers.map(({ startLineNumber }) => ({ first: startLineNumber, last: startLineNumber }));
    return rulerMarks(this.code, stretches, { color: { id: color }, position: this.monaco.editor.OverviewRulerLane.Right });
  }
}
