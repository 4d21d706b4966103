/** Memory that a run leaves for the next one in its process: new memory is cleared page by page by the system, and wakes the collector of garbage. */

/** Above this it is let go: what one large run took is not held on to. */
const MOST_BYTES = 1 << 26;

/** One thing at most is spare: who takes it has it alone until it is given back. */
export class Spare<T> {
  private item: T | null = null;

  constructor(private readonly bytesOf: (item: T) => number) {}

  take(): T | null {
    const { item } = this;
    this.item = null;
    return item;
  }

  /** Nothing of it is looked at any more. What it holds stays in it. */
  give(item: T): void {
    if (this.bytesOf(item) <= MOST_BYTES) this.item = item;
  }
}
