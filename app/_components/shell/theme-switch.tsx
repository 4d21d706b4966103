"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { useState } from "react";
import { Segmented } from "../segmented";
import type { Theme } from "../use-theme";
import { savePreference } from "./preference";

const OPTIONS = [
  { value: "light", label: <Sun aria-label="Light" />, title: "Light" },
  { value: "dark", label: <Moon aria-label="Dark" />, title: "Dark" },
  { value: "system", label: <Monitor aria-label="As the system" />, title: "As the system" },
] as const;

export function ThemeSwitch({ theme }: { theme: Theme }) {
  const [chosen, setChosen] = useState(theme);
  const choose = (next: Theme) => {
    setChosen(next);
    if (next === "system") delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = next;
    savePreference("limen-theme", next);
  };
  return <Segmented<Theme> label="Theme" value={chosen} onChange={choose} options={OPTIONS} className="flex-1 [&_button]:px-1" />;
}
