/** Rows that go through a plan together at most: what its scratch holds fits the processor's cache. */
export const TILE = 16_384;
