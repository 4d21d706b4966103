/** Where the pages of a row group are put, one after the other: the same memory for each group, which leaves little garbage to collect. */
export class PageSpace {
  private memory = new ArrayBuffer(0);
  private used = 0;

  /** Starts a group: the pages of the one before are not read any more. */
  begin(): void {
    // Too small for the group before; or handed over to another thread, and empty since.
    if (this.used > this.memory.byteLength) this.memory = new ArrayBuffer(Math.ceil(1.25 * this.used));
    this.used = 0;
  }

  /** Room for a page; of its own where none is left. */
  take(bytes: number): Uint8Array<ArrayBuffer> {
    const from = this.used;
    this.used += bytes;
    return this.used > this.memory.byteLength ? new Uint8Array(bytes) : new Uint8Array(this.memory, from, bytes);
  }
}
