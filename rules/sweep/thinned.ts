/** Fewer values for showing: evenly by rank, the ends, the current value and its neighbours always among them. */
const MOST = 512;

export function thinned(values: readonly number[], current: number, most = MOST): number[] {
  if (values.length <= most) return [...values];
  const at = values.indexOf(current);
  const kept = new Set([at - 1, at, at + 1].filter((i) => i >= 0 && i < values.length));
  const free = most - kept.size;
  for (let i = 0; i < free; i++) kept.add(Math.round((i * (values.length - 1)) / (free - 1)));
  return [...kept].sort((a, b) => a - b).map((i) => values[i] as number);
}
