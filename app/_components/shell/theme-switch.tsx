"use client";

import { Monitor, Moon, Sun } from "lucide-react";
import { Segmented } from "../segmented";
import { chooseTheme, type Theme, useChosenTheme } from "../use-theme";

const OPTIONS = [
  { value: "light", label: <Sun aria-label="Light" />, title: "Light" },
  { value: "dark", label: <Moon aria-label="Dark" />, title: "Dark" },
  { value: "system", label: <Monitor aria-label="As the system" />, title: "As the system" },
] as const;

export function ThemeSwitch({ theme }: { theme: Theme }) {
  return (
    <Segmented<Theme>
      label="Theme"
      value={useChosenTheme(theme)}
      onChange={chooseTheme}
      options={OPTIONS}
      className="flex-1 [&_button]:px-1"
    />
  );
}
