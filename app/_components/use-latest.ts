"use client";

import { type RefObject, useEffect, useRef } from "react";

/** The value of the last drawing, for what is called later and must stay the same function until then. */
export function useLatest<Value>(value: Value): RefObject<Value> {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}
