/** The text in the editor as it is typed, for those who follow it: of a long text they are told once the keys rest. Nobody else is drawn again, and nobody reads it who does not ask. */
export class TypedText {
  private readonly listeners = new Set<() => void>();
  private unread: (() => string) | null = null;
  private isUntold = false;

  constructor(private text: string) {}

  readonly read = (): string => {
    if (this.unread !== null) this.text = this.unread();
    this.unread = null;
    return this.text;
  };

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(text: string): void {
    if (text === this.read()) return;
    this.text = text;
    this.tell();
  }

  /** The text was edited; `read` gives it as it is. */
  edited(read: () => string): void {
    this.unread = read;
    this.isUntold = true;
    if (this.text.length <= LONG) this.tell();
  }

  /** The keys rest. */
  rest(): void {
    if (this.isUntold) this.tell();
  }

  private tell(): void {
    this.isUntold = false;
    for (const listener of this.listeners) listener();
  }
}

/** To read a longer text, and to send it to a worker, at every key would cost the keys more than its figures are worth. */
const LONG = 150_000;
