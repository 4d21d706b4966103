/** A sum of whole numbers, exact whatever their size. */
export class ExactSum {
  private small = 0;
  private large = 0n;

  add(value: number | bigint): void {
    if (typeof value === "bigint") this.large += value;
    else if (Math.abs(value) < 2 ** 51 && Math.abs(this.small) < 2 ** 51) this.small += value;
    else this.large += BigInt(value);
  }

  get total(): bigint {
    return this.large + BigInt(this.small);
  }
}
