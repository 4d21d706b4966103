/** How many rows a CSV file has, by the ends of its lines: somewhat too many where cells hold some. */

const NEWLINE = 10;

export class RowEstimate {
  private ends = 0;
  private last = NEWLINE;

  look(piece: Buffer): void {
    for (let at = piece.indexOf(NEWLINE); at >= 0; at = piece.indexOf(NEWLINE, at + 1)) this.ends++;
    this.last = piece.at(-1) ?? this.last;
  }

  /** Rows under the header, once the whole file was looked at. */
  get rows(): number {
    return Math.max(0, this.ends - (this.last === NEWLINE ? 1 : 0));
  }
}
