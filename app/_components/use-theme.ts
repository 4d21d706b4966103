"use client";

import { useSyncExternalStore } from "react";
import { savePreference } from "./shell/preference";

export type Theme = "light" | "dark" | "system";

/** Light or dark as the page now shows it, whether chosen or taken from the system. For what cannot use CSS variables. */
export function useResolvedTheme(): "light" | "dark" {
  return useSyncExternalStore(subscribe, resolve, () => "light");
}

/** What the reader chose, wherever it was chosen; `initial` until the page is live. */
export function useChosenTheme(initial: Theme): Theme {
  return useSyncExternalStore(subscribe, chosen, () => initial);
}

/** Shows the page in a theme and keeps the choice. */
export function chooseTheme(theme: Theme): void {
  if (theme === "system") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  savePreference("limen-theme", theme);
}

function chosen(): Theme {
  const theme = document.documentElement.dataset.theme;
  return theme === "light" || theme === "dark" ? theme : "system";
}

function resolve(): "light" | "dark" {
  const theme = chosen();
  if (theme !== "system") return theme;
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
