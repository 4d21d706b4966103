/** The name that a file has while process `pid` writes it. */
export function partialName(file: string, pid: number): string {
  return `${file}.partial-${pid}`;
}
