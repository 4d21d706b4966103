/**
 * What a request tells about who is reading: author, language, theme. All from
 * cookies, since there are no accounts yet; anything unreadable is the default.
 */
import "server-only";
import { cookies } from "next/headers";
import { cache } from "react";
import type { Locale } from "#rules/policy";

export interface Session {
  readonly author: string;
  readonly locale: Locale;
  readonly theme: "light" | "dark" | "system";
}

export const DEFAULT_AUTHOR = "analyst";

/** The session of the current request. */
export const getSession = cache(async (): Promise<Session> => {
  const jar = await cookies();
  const theme = jar.get("limen-theme")?.value;
  return {
    author: authorOf(jar.get("limen-author")?.value),
    locale: jar.get("limen-locale")?.value === "zh" ? "zh" : "en",
    theme: theme === "light" || theme === "dark" ? theme : "system",
  };
});

function authorOf(cookie: string | undefined): string {
  const author = decode(cookie ?? "").trim();
  return author === "" || author.length > 80 ? DEFAULT_AUTHOR : author;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
