"use client";

import { useSyncExternalStore } from "react";

export type Theme = "light" | "dark" | "system";

/** Light or dark as the page now shows it, whether chosen or taken from the system. For what cannot use CSS variables. */
export function useResolvedTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, resolve, () => "light");
}

function resolve(): "light" | "dark" {
  const chosen = document.documentElement.dataset.theme;
  if (chosen === "light" || chosen === "dark") return chosen;
  return window.matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
}

function subscribe(changed: () => void): () => void {
  const media = window.matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(changed);
  media.addEventListener("change", changed);
  observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
  return () => {
    media.removeEventListener("change", changed);
    observer.disconnect();
  };
}
