/** Free slots: whoever wants one waits until there is one, or until the run has failed. */
export class SlotQueue {
  private readonly free: number[];
  private waiting: { readonly resolve: (slot: number) => void; readonly reject: (error: unknown) => void } | null = null;
  private failure: { readonly error: unknown } | null = null;

  constructor(slots: number) {
    this.free = Array.from({ length: slots }, (_, slot) => slot);
  }

  /** One at a time may wait. */
  take(): Promise<number> {
    if (this.failure !== null) return Promise.reject(this.failure.error);
    const slot = this.free.shift();
    if (slot !== undefined) return Promise.resolve(slot);
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject };
    });
  }

  give(slot: number): void {
    if (this.waiting === null) this.free.push(slot);
    else this.waiting.resolve(slot);
    this.waiting = null;
  }

  fail(error: unknown): void {
    this.failure = { error };
    this.waiting?.reject(error);
    this.waiting = null;
  }
}
