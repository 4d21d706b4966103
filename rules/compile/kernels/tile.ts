/** Rows that go through a plan together: what its scratch holds fits the processor's cache. */
export const TILE = 8192;
