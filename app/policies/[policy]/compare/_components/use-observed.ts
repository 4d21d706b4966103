"use client";

import { useMemo } from "react";
import { isRate } from "#rules/figures";
import type { Shown } from "../shown";
import type { UrlState } from "../url-state";

export interface ObservedChoice {
  /** Every column of an outcome observed later. */
  readonly columns: readonly string[];
  readonly chosen: {
    readonly name: string;
    readonly values: Float64Array;
    /** Whether it says yes or no, so that its mean is a rate. */
    readonly rate: boolean;
  } | null;
}

/** The outcome observed later that the URL asks for; unasked, the one that the portfolio's mapping names. */
export function useObserved({ borrowers }: Shown, asked: UrlState["observed"]): ObservedChoice {
  return useMemo(() => {
    const name = asked === undefined ? borrowers.usualObserved : asked;
    const values = name === null ? undefined : borrowers.observed.get(name);
    const columns = [...borrowers.observed.keys()];
    return { columns, chosen: name === null || values === undefined ? null : { name, values, rate: isRate(values) } };
  }, [borrowers, asked]);
}
