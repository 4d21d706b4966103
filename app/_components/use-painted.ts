"use client";

import { startTransition, useEffect, useState } from "react";

/** False until the component has been on the screen once: for what stands below it and would keep it waiting. */
export function usePainted(): boolean {
  const [painted, setPainted] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => startTransition(() => setPainted(true)));
    return () => clearTimeout(timer);
  }, []);
  return painted;
}
