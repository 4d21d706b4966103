const CLOCK = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const DAY = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
const MINUTE = 60_000;

/** When something was, as said within a sentence: "just now", "3 minutes ago", "at 09:12", "on 3 Nov, 09:12". */
export function timeText(at: number, now = Date.now()): string {
  const minutes = Math.floor((now - at) / MINUTE);
  if (minutes < 1) return "just now";
  if (minutes < 60) return minutes === 1 ? "a minute ago" : `${minutes} minutes ago`;
  return new Date(at).toDateString() === new Date(now).toDateString() ? `at ${CLOCK.format(at)}` : `on ${DAY.format(at)}`;
}
