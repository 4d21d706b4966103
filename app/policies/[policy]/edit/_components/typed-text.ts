/** The text in the editor at every keystroke, for those who follow it; nobody else is drawn again. */
export class TypedText {
  private readonly listeners = new Set<() => void>();

  constructor(private text: string) {}

  readonly read = (): string => this.text;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  set(text: string): void {
    if (text === this.text) return;
    this.text = text;
    for (const listener of this.listeners) listener();
  }
}
