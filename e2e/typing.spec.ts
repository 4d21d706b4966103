/**
 * How long a key takes in a policy of a thousand rules. A project of its own, which `npm test` runs when the other journeys are done:
 * beside them a machine of two cores would measure the journeys. Times are printed, never asserted; what a key may not do is.
 */
import { goBehind, openAs, pasteOverAll, problems } from "./text-view";
import { expect, type Page, test } from "./workbench";

test.use({ viewport: { width: 1440, height: 1000 } });
test.describe.configure({ timeout: 240_000 });

test("a keystroke in a policy of a thousand rules waits for nothing of ours, and is not lost", async ({ browser }) => {
  const page = await openAs(browser, "Lou", "?sample=real-card-borrowers");
  await goBehind(page, '"value": 2');
  const small = await untilLensChanges(page, "0");
  console.log(`typing in the sample policy: from a key to the lenses of 10,000 borrowers ${small} ms`);

  await page.evaluate(async () => {
    const { text } = await (await fetch("/api/policies/card-limit-review/versions/2")).json();
    const policy = JSON.parse(text);
    const { rules } = policy;
    policy.rules = Array.from({ length: 1000 }, (_, i) => {
      const { conditions, name, ...rule } = rules[i % rules.length];
      const older = { fact: "months_on_book", operator: "greaterThanInclusive", value: Math.floor(i / rules.length) };
      return { ...rule, conditions: { all: [conditions, older] }, name: `${name}-${i}`, priority: 1000 - i };
    });
    await navigator.clipboard.writeText(JSON.stringify(policy, null, 2));
  });
  await pasteOverAll(page);
  await expect(problems(page)).toContainText("1,000 rules", { timeout: 60_000 });
  await expect(page.getByRole("status").filter({ hasText: /^saved/ })).toBeVisible({ timeout: 30_000 });
  const warnings = problems(page).getByRole("list", { name: "Warnings" }).getByRole("listitem");
  await expect(warnings.first()).toHaveAttribute("aria-setsize", /^\d{4}$/);
  expect(await warnings.count(), "rows of more than a thousand warnings that are in the page").toBeLessThan(40);
  await problems(page).locator("ul").hover();
  await page.mouse.wheel(0, 1e6);
  await expect(warnings.last()).toContainText(/-999` never decides/);
  expect(await page.evaluate(() => document.querySelector("main")?.scrollTop), "the page itself has nothing to scroll").toBe(0);
  await goBehind(page, '"title": "');
  await rested(page);
  await watchParsing(page);
  console.log(`typing in 1,000 rules, a key every 40 ms: ${wordsOf(await timesOfKeys(page, "typing goes on ", 40))}`);
  console.log(`typing in 1,000 rules, a key every 250 ms: ${wordsOf(await timesOfKeys(page, "and on ", 250))}`);
  const toProblem: number[] = [];
  const toLenses: number[] = [];
  await goBehind(page, '"value": 2');
  for (let turn = 0; turn < 3; turn++) {
    await rested(page);
    toProblem.push(await untilSeen(page, "x", '[title="A version cannot be saved before they are mended"]'));
    await page.keyboard.press("Backspace");
    await expect(page.getByText(/^invalid · /)).toHaveCount(0);
    await rested(page);
    toLenses.push(await untilLensChanges(page, turn % 2 === 0 ? "0" : "Backspace"));
  }
  console.log(
    `typing in 1,000 rules: from a key to its problem ${toProblem.join(", ")} ms, to the lenses of 10,000 borrowers ${toLenses.join(", ")} ms`,
  );
  expect(await page.evaluate(() => (window as unknown as { parsed: number[] }).parsed), "whole texts read by the page itself").toEqual([]);

  // What a key itself does, told from what comes once the keys rest: the rests are held back, however slow the machine is.
  const isUnsaved = () => page.evaluate(() => Object.keys(localStorage).some((key) => key.startsWith("limen/unsaved/")));
  await expect.poll(isUnsaved, { timeout: 30_000 }).toBe(false);
  await expect(page.getByRole("button", { name: /^Save version/ })).not.toHaveAttribute("aria-disabled");
  await rested(page);
  await goBehind(page, '"title": "typing goes on and on ');
  await holdRests(page);
  await page.keyboard.type("and nothing waits for it ");
  const work = await page.evaluate(() => (window as unknown as { keyWork: KeyWork }).keyWork);
  expect(work.drawn, "parts of the page that are drawn again while keys are typed").toEqual([]);
  expect(work.sent, "whole texts sent to a worker while keys are typed").toEqual([]);
  expect(Math.max(...work.kept), "characters written to the browser's storage at a key").toBeLessThan(2_000);
  expect(work.kept.length, "every key is written to the browser's storage").toBeGreaterThanOrEqual(25);
  // Nobody was told of these keys yet, and a tab that goes now takes them along.
  await page.reload();
  await expect(page.locator(".view-line").filter({ hasText: "typing goes on and on and nothing waits for it " })).toBeVisible({
    timeout: 60_000,
  });
  await page.context().close();
});

/** Until nothing is under way any more. */
async function rested(page: Page): Promise<void> {
  await expect(page.locator('[aria-busy="true"]')).toHaveCount(0);
  await page.waitForTimeout(900);
}

/** Notes each text of some length that the page reads as JSON from now on; its workers are others. */
async function watchParsing(page: Page): Promise<void> {
  await page.evaluate(() => {
    const parsed: number[] = [];
    Object.assign(window, { parsed });
    const parse = JSON.parse;
    JSON.parse = (text, reviver) => {
      if (text.length > 100_000) parsed.push(text.length);
      return parse(text, reviver);
    };
  });
}

type Sought = { readonly selector: string } | { readonly lenses: true };

const untilSeen = async (page: Page, key: string, selector: string) => {
  await expect(page.locator(selector)).toHaveCount(0);
  return untilThere(page, key, { selector });
};
/** The line above a rule says something else than before, of a text without problems. */
const untilLensChanges = (page: Page, key: string) => untilThere(page, key, { lenses: true });

/** Presses a key, and gives the milliseconds until what is sought is on the page. */
async function untilThere(page: Page, key: string, sought: Sought): Promise<number> {
  await page.evaluate((wanted) => {
    const seen = { at: null as number | null, pressed: 0 };
    Object.assign(window, { seen });
    const said = () =>
      [...document.querySelectorAll<HTMLElement>(":not(.lenses-stale) > .monaco-editor .rule-lens")].map(
        ({ dataset, textContent }) => [dataset.rule ?? "", textContent ?? ""] as const,
      );
    const before = new Map(said());
    const isThere = () =>
      "selector" in wanted
        ? document.querySelector(wanted.selector) !== null
        : said().some(([rule, words]) => words !== "" && (before.get(rule) ?? words) !== words);
    window.addEventListener("keydown", ({ timeStamp }) => Object.assign(seen, { pressed: timeStamp }), { capture: true, once: true });
    new MutationObserver((_, observer) => {
      if (seen.pressed === 0 || !isThere()) return;
      seen.at = performance.now();
      observer.disconnect();
    }).observe(document.body, { subtree: true, childList: true, attributes: true });
  }, sought);
  await page.keyboard.press(key);
  await expect
    .poll(() => page.evaluate(() => (window as unknown as { seen: { at: number | null } }).seen.at), { timeout: 30_000 })
    .not.toBeNull();
  return page.evaluate(() => {
    const { at, pressed } = (window as unknown as { seen: { at: number; pressed: number } }).seen;
    return Math.round(at - pressed);
  });
}

/** Of one key, in milliseconds one after the other. */
interface KeyTimes {
  /** From the key until the page hears of it: what else the page was doing. */
  readonly delay: number;
  /** Its listeners, the editor's and ours. */
  readonly handled: number;
  /** Until the screen's next frame begins; at 60 frames a second up to 16.7, whatever the page does. */
  readonly frame: number;
  /** Scripts of the frame, style, layout and paint. */
  readonly drawn: number;
}

interface Typed {
  readonly keys: readonly KeyTimes[];
  /** Event Timing's durations of `keydown`, from the key to the next paint in steps of 8; it tells of none under 16. */
  readonly events: readonly number[];
}

async function timesOfKeys(page: Page, typed: string, pause: number): Promise<Typed> {
  await page.evaluate(() => {
    const log = { keys: [] as KeyTimes[], events: [] as number[] };
    const stop = new AbortController();
    Object.assign(window, { typedLog: { log, stop } });
    let at = { began: 0, heard: 0, handled: 0 };
    const heard = ({ timeStamp }: Event) => {
      const key = { began: timeStamp, heard: performance.now(), handled: performance.now() };
      at = key;
      // Asked for before the editor does, so that it comes first in its frame.
      requestAnimationFrame(() => {
        const frame = performance.now();
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () =>
          log.keys.push({
            delay: key.heard - key.began,
            handled: key.handled - key.heard,
            frame: Math.max(frame - key.handled, 0),
            drawn: performance.now() - frame,
          });
        port2.postMessage(null);
      });
    };
    const handled = () => {
      at.handled = performance.now();
    };
    window.addEventListener("keydown", heard, { capture: true, signal: stop.signal });
    // The editor writes when its own target of texts is told of one; behind its listeners.
    const edited = document.activeElement as (Element & { readonly editContext?: EventTarget }) | null;
    edited?.addEventListener("keydown", handled, { signal: stop.signal });
    (edited?.editContext ?? edited)?.addEventListener(edited?.editContext ? "textupdate" : "input", handled, { signal: stop.signal });
    const observer = new PerformanceObserver((list) => {
      for (const { name, duration } of list.getEntries()) if (name === "keydown") log.events.push(duration);
    });
    observer.observe({ type: "event", durationThreshold: 16 } as PerformanceObserverInit);
    stop.signal.addEventListener("abort", () => observer.disconnect());
  });
  for (const letter of typed) {
    await page.keyboard.press(letter === " " ? "Space" : letter);
    await page.waitForTimeout(pause);
  }
  await page.waitForTimeout(500);
  return page.evaluate(() => {
    const { log, stop } = (window as unknown as { typedLog: { log: Typed; stop: AbortController } }).typedLog;
    stop.abort();
    return log;
  });
}

function wordsOf({ keys, events }: Typed): string {
  const share = (times: readonly number[], of: number) =>
    [...times].sort((a, b) => a - b)[Math.floor(of * (times.length - 1))] ?? Number.NaN;
  const told = (times: readonly number[]) => `${share(times, 0.5).toFixed(1)} ms median, ${share(times, 0.95).toFixed(1)} ms at 95 %`;
  const median = (part: keyof KeyTimes) =>
    share(
      keys.map((key) => key[part]),
      0.5,
    ).toFixed(1);
  const work = keys.map(({ delay, handled, drawn }) => delay + handled + drawn);
  const whole = keys.map(({ delay, handled, frame, drawn }) => delay + handled + frame + drawn);
  return [
    `the page's own work for a key ${told(work)} (delay ${median("delay")}, handled ${median("handled")}, drawn ${median("drawn")})`,
    `with the wait for a frame of the screen (${median("frame")}) ${told(whole)}`,
    `Event Timing: ${keys.length - events.length} of ${keys.length} keys under 16 ms${events.length > 0 ? `, the others ${told(events)}` : ""}`,
  ].join("; ");
}

interface KeyWork {
  /** What changed outside of the editor. */
  readonly drawn: readonly string[];
  /** Lengths of long texts. */
  readonly sent: readonly number[];
  /** Characters of each write. */
  readonly kept: readonly number[];
}

/** Timers that wait for a rest never come from now on; what is drawn, sent and kept is recorded. */
async function holdRests(page: Page): Promise<void> {
  await page.evaluate(() => {
    const work = { drawn: [] as string[], sent: [] as number[], kept: [] as number[] };
    Object.assign(window, { keyWork: work });
    const set = window.setTimeout;
    window.setTimeout = ((run: () => void, wait = 0) => set(wait >= 100 ? () => {} : run, wait)) as typeof window.setTimeout;
    const keep = Storage.prototype.setItem;
    Storage.prototype.setItem = function (key, value) {
      work.kept.push(value.length);
      return keep.call(this, key, value);
    };
    const send = Worker.prototype.postMessage;
    Worker.prototype.postMessage = function (this: Worker, message: unknown, ...rest: never[]) {
      const { length } = JSON.stringify(message) ?? "";
      if (length > 10_000) work.sent.push(length);
      return send.call(this, message, ...rest);
    } as typeof send;
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const element = target instanceof Element ? target : target.parentElement;
        if (element && !element.closest(".monaco-editor, .monaco-aria-container")) work.drawn.push(element.outerHTML.slice(0, 200));
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}
