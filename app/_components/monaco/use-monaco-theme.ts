"use client";

import { useEffect } from "react";
import { useResolvedTheme } from "../use-theme";
import { monaco } from "./monaco";
import { applyTheme } from "./theme";

/** Keeps every editor on the page in the page's colours. */
export function useMonacoTheme(): void {
  const theme = useResolvedTheme();
  useEffect(() => applyTheme(monaco, theme), [theme]);
}
