/** The text view's language support, each kind of it once, as an author meets it. */
import { goBehind, openAs, problems, select } from "./text-view";
import { expect, type Page, test } from "./workbench";

test.use({ viewport: { width: 1440, height: 1000 } });
// Many small steps, which on a busy machine take their time.
test.describe.configure({ timeout: 240_000 });

const suggestions = (page: Page) => page.locator(".suggest-widget");
const suggestion = (page: Page, label: string | RegExp) => suggestions(page).getByRole("option", { name: label }).first();

/** Pastes over a text: what is typed would get its quotes and brackets closed. */
async function retype(page: Page, before: string, after: string): Promise<void> {
  await select(page, before);
  await page.evaluate((text) => navigator.clipboard.writeText(text), after);
  await page.keyboard.press("Control+v");
}

async function editorText(page: Page): Promise<string> {
  await page
    .locator(".monaco-editor")
    .first()
    .click({ position: { x: 400, y: 100 } });
  await page.keyboard.press("Control+a");
  await page.keyboard.press("Control+c");
  return page.evaluate(() => navigator.clipboard.readText());
}

/** Asks for suggestions and takes one. */
async function complete(page: Page, label: string | RegExp): Promise<void> {
  await expect(async () => {
    if (!(await suggestion(page, label).isVisible())) await page.keyboard.press("Control+Space");
    await expect(suggestion(page, label)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 20_000 });
  await suggestion(page, label).click();
}

/** Types behind a text, sees that all of these are offered there, and undoes it. */
async function offered(page: Page, behind: string, typed: string, labels: readonly string[]): Promise<void> {
  await goBehind(page, behind);
  if (typed !== "") await page.keyboard.insertText(typed);
  await page.keyboard.press("Control+Space");
  for (const label of labels) await expect(suggestion(page, new RegExp(`^${label}\\b|^${label}`))).toBeVisible();
  await page.keyboard.press("Escape");
  if (typed !== "") await page.keyboard.press("Control+z");
}

/** Pastes over a text, steps back, sees that all of these are offered there and none of those, and undoes it. */
async function offeredIn(page: Page, before: string, after: string, labels: readonly string[], not: readonly string[] = []): Promise<void> {
  await retype(page, before, after.replace("|", ""));
  for (let n = after.indexOf("|") + 1; n < after.length; n += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+Space");
  for (const label of labels) await expect(suggestion(page, new RegExp(`^${label}(?![A-Za-z])`))).toBeVisible();
  for (const label of not) await expect(suggestion(page, new RegExp(`^${label}(?![A-Za-z])`))).toHaveCount(0);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Control+z");
}

/** Undoes until the text is as it was at first, and a little further, which does nothing. */
async function undoAll(page: Page): Promise<void> {
  for (let n = 0; n < 16; n += 1) await page.keyboard.press("Control+z");
  await expect(page.getByRole("toolbar", { name: "Draft" })).toContainText("no changes since");
}

/** Takes a quick fix of the first row of the list that says something. */
async function fix(page: Page, words: RegExp, title: RegExp): Promise<void> {
  const row = problems(page).getByRole("listitem").filter({ hasText: words }).first();
  await row.getByRole("button", { name: "Quick fix…" }).click();
  const action = page.locator(".action-widget").getByRole("option", { name: title });
  await action.click();
  await expect(problems(page).getByRole("listitem").filter({ hasText: words })).toHaveCount(0);
}

const ORDER = ["greaterThanInclusive", "greaterThan", "lessThanInclusive", "lessThan"];
const EQUALITY = ["equal", "notEqual", "in", "notIn"];
const HOLDING = ["contains", "doesNotContain"];
/** All but the names, by what one types of them. */
const FEEL_WORDS: readonly (readonly [string, ...string[]])[] = [
  ["i", "if … then … else …"],
  ["betw", "between … and …"],
  ["el", "else"],
  ["th", "then"],
  ["an", "and"],
  ["or", "or"],
  ["tr", "true"],
  ["fa", "false"],
  ["n", "not", "null"],
  ["m", "min", "max"],
  ["ab", "abs"],
  ["fl", "floor"],
  ["ce", "ceiling"],
];

const valid = (page: Page) => expect(problems(page)).toContainText("No problems");

test("completion knows the place: names, operators, values, keys, FEEL, whole pieces", async ({ browser }) => {
  const page = await openAs(browser, "Ida");

  await test.step("a fact, with its traits and the borrowers at hand", async () => {
    await retype(page, '"fact": "fraud_flag"', '"fact": "sesame_"');
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Control+Space");
    await expect(suggestion(page, "sesame_like_score")).toBeVisible();
    await expect(async () => {
      await page.keyboard.press("Control+Space");
      await expect(page.locator(".suggest-details")).toContainText("borrowers at hand", { timeout: 1_000 });
    }).toPass({ timeout: 20_000 });
    await expect(page.locator(".suggest-details")).toContainText("350 to 950");
    await expect(page.locator(".suggest-details")).toContainText(/[▁▂▃▄▅▆▇█]{3}/);
    await page.keyboard.press("Escape");
    await undoAll(page);
  });
  await test.step("operators that fit, and values", async () => {
    await retype(page, '"operator": "equal"', '"operator": ""');
    await page.keyboard.press("ArrowLeft");
    await complete(page, "notIn");
    await expect(suggestions(page)).toBeHidden();
    await retype(page, '"value": true', '"value": ');
    await complete(page, "[false]");
    await valid(page);
    await undoAll(page);
  });
  await test.step("a rule with an event, its parameters and its reason", async () => {
    await goBehind(page, '"rules": [');
    await page.keyboard.press("Enter");
    await complete(page, "rule");
    await page.keyboard.press("Escape");
    await expect(page.locator(".monaco-editor").first()).toContainText("rule-name");
    await retype(page, '"fact": ""', '"fact": "days_past_due"');
    await retype(page, '"operator": "", "value": ', '"operator": "greaterThan", "value": 900');
    await retype(page, '"type": "hold"', '"type": ""');
    await page.keyboard.press("ArrowLeft");
    await complete(page, "decrease");
    await retype(page, '"params": { "reason": "" }', '"params": {  }');
    for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("ArrowRight");
    await complete(page, "reason");
    await page.keyboard.insertText("DLQ");
    await complete(page, "DLQ-01");
    await page.keyboard.insertText(", ");
    await complete(page, "percent");
    await page.keyboard.insertText("5");
    await valid(page);
  });
  await test.step("a shared condition, and a reference to it in a group", async () => {
    await retype(page, '"strategy": "strictest",', '"strategy": "strictest", "conditions": {},');
    for (let n = 0; n < 2; n += 1) await page.keyboard.press("ArrowLeft");
    await complete(page, "shared condition");
    await page.keyboard.press("Escape");
    await retype(page, '"fact": "", "operator": "", "value": ', '"fact": "court_enforcement_flag", "operator": "equal", "value": true');
    await valid(page);
    await goBehind(page, '"name": "rule-name"');
    await goBehind(page, '"operator": "greaterThan", "value": 900 }');
    await page.keyboard.insertText(", ");
    await complete(page, "any");
    await page.keyboard.press("Escape");
    await select(page, '{ "fact": "", "operator": "", "value":  }');
    await page.keyboard.press("Delete");
    await complete(page, "reference");
    await complete(page, "condition-name");
    await valid(page);
  });
  await test.step("a guardrail and its keys, a reason", async () => {
    await goBehind(page, '"guardrails": [');
    await complete(page, "guardrail on a cut");
    await page.keyboard.press("Escape");
    await retype(page, '"atLeast": 1000, "reason": ""', '"reason": "NEW-01"');
    await page.keyboard.insertText(", ");
    await complete(page, "atLeast");
    await page.keyboard.insertText("500");
    await goBehind(page, '"reasons": {');
    await complete(page, "reason");
    await page.keyboard.press("Escape");
    await retype(page, '"CODE-01": { "en": "", "zh": "" }', '"NEW-01": { "en": "New.", "zh": "新。" }');
    await valid(page);
  });
  await test.step("names and functions inside an expression", async () => {
    await retype(page, '"6 * monthly_income"', '"6 * "');
    await page.keyboard.press("ArrowLeft");
    await page.keyboard.type("mi");
    await complete(page, /^min\b/);
    await page.keyboard.insertText("monthly_inc");
    await complete(page, "monthly_income");
    await expect(problems(page)).toContainText("is not expected here");
    await retype(page, "min(monthly_income, )", "min(monthly_income, 90000)");
    await valid(page);
  });
  await test.step("every further piece, listed word and keyword is offered where it may stand", async () => {
    await offered(page, '"all": [', "", ["test", "reference", "all", "any", "not"]);
    await offered(page, '"name": "A01-confirmed-fraud",', ' "event": ', ["increase", "decrease", "set", "hold", "refer", "freeze"]);
    await offered(page, '"strategy": ', "", ["sequential", "first", "strictest"]);
    await offered(page, '"review": ', "", ["true", "false"]);
    await offered(page, '"guardrails": [', "", ["guardrail on a rise", "guardrail on a cut"]);
    await offered(page, '"facts": {', "", ["fact"]);
    await offered(page, '"derived": {', "", ["derived fact"]);
    for (const [typed, ...labels] of FEEL_WORDS) await offered(page, "90000)", ` ${typed}`, labels);
  });
  await page.context().close();
});

test("completion lists the operators of each type, the values of each fact, the keys of each object", async ({ browser }) => {
  const page = await openAs(browser, "Uli");
  await offeredIn(page, '"operator": "greaterThanInclusive"', '"operator": "|"', [...ORDER, ...EQUALITY], HOLDING);
  await offeredIn(page, '"operator": "equal"', '"operator": "|"', EQUALITY, [...ORDER, ...HOLDING]);
  await retype(page, '"fact": "fraud_flag"', '"fact": "utilization"');
  await offeredIn(page, '"operator": "equal"', '"operator": "|"', [...ORDER, ...EQUALITY, ...HOLDING]);
  await page.keyboard.press("Control+z");
  await offeredIn(page, '"value": "high"', '"value": |', ['"none"', '"low"', '"medium"', '"high"', '\\{ "fact": "behaviour_class" \\}']);
  await offeredIn(page, '"value": 600', '"value": |', ["null", '\\{ "fact": "abnormal_ops_30d" \\}']);
  await offeredIn(page, '"fact": "current_limit"', '"fact": "|"', ["current_limit", "outstanding_balance"], ["fraud_flag", "audit_age"]);
  await offered(page, '"format": "limit-policy/1",', ' "', ["description"]);
  await offered(page, '"name": "A01-confirmed-fraud",', ' "', ["description", "enabled"]);
  await offered(page, '"fraud_flag": {', ' "', ["change", "max", "min", "nullable", "protected", "scope", "unit", "values"]);
  await offered(page, '"income_ceiling": {', ' "', ["default"]);
  await offered(page, '"name": "G3-step-up",', ' "', ["when"]);
  await offered(page, '"params": {', ' "', ["review"]);
  await valid(page);
  await page.context().close();
});

test("an expression is coloured; hover, definition, references, rename, outline and sorting know the document", async ({ browser }) => {
  const page = await openAs(browser, "Jon");
  const expectHover = async (part: string, words: string | RegExp, back = 2) => {
    await goBehind(page, part);
    for (let n = 0; n < back; n += 1) await page.keyboard.press("ArrowLeft");
    await page.keyboard.press("Shift+F1");
    await expect(page.locator(".monaco-hover").filter({ hasText: words }).first()).toBeVisible();
  };

  await test.step("colours inside the text", async () => {
    await select(page, '"if current_limit > 0');
    const line = page.locator(".view-line").filter({ hasText: "if current_limit > 0 then" });
    const colourOf = (word: string) =>
      line.evaluate(
        (element, wanted) =>
          getComputedStyle([...element.querySelectorAll("span span")].find((span) => span.textContent?.trim() === wanted) ?? element).color,
        word,
      );
    await expect.poll(() => colourOf("then")).not.toBe(await line.evaluate((element) => getComputedStyle(element).color));
    expect(await colourOf("then")).not.toBe(await colourOf("outstanding_balance"));
  });
  await test.step("hover: a fact, a derived fact, a rule, a threshold, a reason", async () => {
    await expectHover('"fact": "days_past_due"', "borrowers at hand");
    await expectHover('"fact": "income_ceiling"', "6 * monthly_income");
    await expectHover('"name": "A01-confirmed-fraud"', /When .* is true: freeze, and tell/);
    await expectHover('"value": 60', "are below 60", 1);
    await expectHover('"reason": "SEC-01"', "中文");
    await expectHover('"name": "G3-step-up"', "a rise goes no higher than");
  });
  await test.step("an expression's error at its exact column", async () => {
    await retype(page, "6 * monthly_income", "6 * monthly_incom");
    await expect(problems(page)).toContainText("did you mean `monthly_income`?");
    const place = await problems(page).getByRole("listitem").first().textContent();
    const column = Number(/:(\d+)/.exec(place ?? "")?.[1]);
    const line = page.locator(".view-line").filter({ hasText: "6 * monthly_incom" });
    expect(((await line.textContent()) ?? "").replaceAll("\u00a0", " ").slice(column - 1)).toMatch(/^monthly_incom/);
    await undoAll(page);
    await valid(page);
  });
  await test.step("definition, references, rename", async () => {
    await goBehind(page, "6 * monthly_inc");
    await page.keyboard.press("F12");
    await expect(page.locator(".view-line").filter({ hasText: /^\s*"monthly_income":\s\{/ })).toBeVisible();
    await page.keyboard.press("Shift+F12");
    await expect(page.locator(".reference-zone-widget")).toContainText(/\(\d+\)/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("F2");
    await page.getByRole("textbox", { name: /Rename input/ }).fill("income_a_month");
    await page.keyboard.press("Enter");
    await expect(page.locator(".view-line").filter({ hasText: '"income_a_month": {' })).toBeVisible();
    await valid(page);
    const text = await editorText(page);
    expect(text).toContain("6 * income_a_month");
    expect(text).not.toContain("monthly_income");
    await page.keyboard.press("Control+z");
  });
  await test.step("the same of derived facts, shared conditions and reasons", async () => {
    await retype(
      page,
      '"strategy": "strictest",',
      '"strategy": "strictest", "conditions": { "late": { "all": [{ "fact": "max_dpd_6m", "operator": "greaterThan", "value": 0 }] } },',
    );
    await retype(page, '"fact": "fraud_flag",', '"condition": "late" }, { "fact": "fraud_flag",');
    await valid(page);
    await expectHover('"condition": "late"', "shared condition");
    for (const [used, name, declared] of NAMED) {
      await goBehind(page, used);
      for (let n = 0; n < 3; n += 1) await page.keyboard.press("ArrowLeft");
      await page.keyboard.press("F12");
      await expect(page.locator(".view-line").filter({ hasText: declared })).toBeVisible();
      await page.keyboard.press("Shift+F12");
      await expect(page.locator(".reference-zone-widget")).toContainText(/\(\d+\)/);
      await page.keyboard.press("Escape");
      await page.keyboard.press("F2");
      await page.getByRole("textbox", { name: /Rename input/ }).fill("another_name");
      await page.keyboard.press("Enter");
      await expect(page.locator(".view-line").filter({ hasText: /"another_name":\s\{/ })).toBeVisible();
      await valid(page);
      expect(await editorText(page)).not.toContain(`"${name}"`);
      await page.keyboard.press("Control+z");
    }
    await undoAll(page);
  });
  await test.step("outline, decisions in the gutter, sorting, folding", async () => {
    await select(page, '"name": "A04-court-enforcement-record"');
    await expect(page.locator(".decision-mark.decision-freeze").first()).toBeVisible();
    await page.keyboard.press("Control+Shift+o");
    await page.keyboard.type("A04");
    await expect(page.locator(".quick-input-widget")).toContainText("A04-court-enforcement-record");
    await page.keyboard.press("Escape");
    await retype(page, '"priority": 900', '"priority": 9');
    const command = async (name: string) => {
      await page.keyboard.press("F1");
      await page.keyboard.type(name);
      await page.keyboard.press("Enter");
    };
    await command("Sort Rules by Priority");
    await expect.poll(async () => (await editorText(page)).indexOf('"priority": 9,') > text870(await editorText(page))).toBe(true);
    await valid(page);
    await command("Fold Every Rule");
    await expect(page.locator(".view-line").filter({ hasText: "A04-court-enforcement-record" })).toHaveCount(0);
  });
  await page.context().close();
});

/** Where each is used, its name, and the line that declares it. */
const NAMED = [
  ['"fact": "income_ceiling"', "income_ceiling", /"income_ceiling":\s\{/],
  ['"condition": "late"', "late", /"late":\s\{/],
  ['"reason": "SEC-01"', "SEC-01", /"SEC-01":\s\{/],
] as const;

const text870 = (text: string) => text.indexOf('"priority": 870');

test("every quick fix, and every warning with its fix", async ({ browser }) => {
  const page = await openAs(browser, "Kim");
  const wrong = async (before: string, after: string, words: RegExp, title: RegExp) =>
    test.step(String(words), async () => {
      await retype(page, before, after);
      await fix(page, words, title);
      await valid(page);
    });

  await wrong('"fact": "fraud_flag"', '"fact": "fraud_flg"', /unknown fact/, /^Change to `?fraud_flag/);
  await wrong('"fact": "fraud_flag"', '"fact": "vip"', /unknown fact/, /^Declare the fact `?vip/);
  await wrong('"reason": "PUB-01"', '"reason": "NEW-07"', /has no text/, /^Add the reason/);
  await wrong('"strategy"', '"x-note": 1, "stratgy2": 3, "strategy"', /unknown key/, /^Remove/);
  await wrong('"name": "A01-confirmed-fraud",', '"name": "A01-confirmed-fraud", "priorty": 900, ', /unknown key/, /^Remove/);
  await test.step("an empty group", async () => {
    await retype(
      page,
      '"name": "A01-confirmed-fraud"',
      '"enabled": false, "name": "A00", "conditions": { "any": [] }, "event": { "type": "hold", "params": { "reason": "DLQ-01" } } }, { "name": "A01-confirmed-fraud"',
    );
    await fix(page, /an empty list is true/, /^Replace the empty/);
    await valid(page);
  });
  await wrong('"value": true', '"value": true }, { "any": []', /an empty list is true/, /^Remove the empty/);
  await wrong('"operator": "equal"', '"operator": "zzzz"', /zzzz/, /^Use `equal`/);
  await wrong('"operator": "equal"', '"path": "$.a", "operator": "equal"', /`path`/, /^Remove/);
  await undoAll(page);

  const warnings = problems(page).getByRole("list", { name: "Warnings" });
  const doubtful = async (name: string, condition: string, words: RegExp, title: RegExp, event = "hold", reason = "DLQ-01") =>
    test.step(String(words), async () => {
      const rule = `"name": "${name}", "conditions": { "all": [${condition}] }, "event": { "type": "${event}", "params": { "reason": "${reason}" } }`;
      await retype(page, '"name": "A01-confirmed-fraud"', `${rule} }, { "name": "A01-confirmed-fraud"`);
      await expect(warnings).toContainText(words);
      await fix(page, words, title);
      await valid(page);
    });
  await doubtful("W1", '{ "fact": "over_limit_cycles_6m", "operator": "greaterThan", "value": 7 }', /at most 6, so/, /^Change to 6/);
  await doubtful(
    "W2",
    '{ "fact": "months_on_book", "operator": "greaterThan", "value": 7000 }',
    /7,000 is beyond every/,
    /nearest borrower/,
  );
  await doubtful(
    "W3",
    '{ "fact": "sesame_like_score", "operator": "notEqual", "value": 700 }',
    /under `notEqual` null passes/,
    /^Only where/,
  );
  await doubtful(
    "W4",
    '{ "not": { "fact": "sesame_like_score", "operator": "lessThan", "value": 700 } }',
    /under `not` null passes/,
    /^Say what it is/,
  );
  await retype(page, '"customer_segment": {', '"customer_segment": { "nullable": true,');
  const notGig = '{ "fact": "customer_segment", "operator": "notEqual", "value": "gig" }';
  await doubtful("W6", notGig, /under `notEqual` null passes/, /^Say what it is: `customer_segment` in /);
  const fraud = '{ "fact": "fraud_flag", "operator": "equal", "value": true }';
  await doubtful("W5", fraud, /`W5` has the conditions and the event of/, /^Remove the rule/, "freeze", "SEC-01");
  await test.step("a rule that never decides", () => fix(page, /`B03-repeated-missed-payments` never decides/, /^Disable the rule/));
  await test.step("what nothing uses", async () => {
    await fix(page, /reads the fact `behaviour_class`/, /^Remove/);
    await retype(
      page,
      '"reasons": {',
      '"conditions": { "spare": { "all": [{ "fact": "fraud_flag", "operator": "equal", "value": true }] } }, "reasons": { "SPARE": { "en": "Spare." },',
    );
    await fix(page, /refers to the shared condition/, /^Remove/);
    await fix(page, /gives the reason `SPARE`/, /^Remove/);
    await retype(page, '"derived": {', '"derived": { "spare": { "expression": "current_limit" },');
    await fix(page, /reads the derived fact `spare`/, /^Remove/);
    await valid(page);
  });
  await expect(page.getByRole("button", { name: /^Save version/ })).not.toHaveAttribute("aria-disabled");
  await page.context().close();
});

test("every further quick fix, out of one text with many problems", async ({ browser }) => {
  const page = await openAs(browser, "Lea");
  const spoilt: readonly (readonly [before: string, after: string, words: RegExp, title: RegExp])[] = [
    ['"strategy": "strictest"', '"strategy": "strictes"', /strictes`/, /^(Change to|Use) `strictest`/],
    ['"priority": 900', '"priorty": 900', /unknown key `priorty`/, /^Change to `priority`/],
    ['"reason": "PUB-01"', '"reason": "PUB-1"', /`PUB-1` has no text/, /^Change to `PUB-01`/],
    ['"value": "high"', '"value": "hig"', /`hig`/, /^(Change to|Use) `high`/],
    [
      '"operator": "greaterThanInclusive"',
      '"operator": "greaterThanInclusiv"',
      /greaterThanInclusiv`/,
      /^(Change to|Use) `greaterThanInclusive`/,
    ],
    ['"6 * monthly_income"', '"mni(6, monthly_income)"', /`mni`/, /^Change to `min`/],
    ['"current_limit + 100000"', '"curent_limit + 100000"', /`curent_limit`/, /^Change to `current_limit`/],
    ['"fact": "fraud_flag",', '"condition": "lat" }, { "fact": "fraud_flag",', /`lat`/, /^Change to `late`/],
    [
      '"court_enforcement_flag": {',
      '"x-court": {',
      /unknown fact `court_enforcement_flag`/,
      /^Declare .* as boolean, as the borrowers at hand have it/,
    ],
  ];
  await retype(
    page,
    '"derived": {',
    '"conditions": { "late": { "all": [{ "fact": "max_dpd_6m", "operator": "greaterThan", "value": 0 }] } }, "derived": {',
  );
  for (const [before, after] of spoilt) await retype(page, before, after);
  for (const [, , words, title] of spoilt) await test.step(String(title), () => fix(page, words, title));
  await valid(page);
  for (let n = 0; n < 24; n += 1) await page.keyboard.press("Control+z");
  await undoAll(page);
  await retype(
    page,
    '"name": "A01-confirmed-fraud"',
    '"name": "W5", "conditions": { "all": [{ "fact": "fraud_flag", "operator": "equal", "value": true }] }, "event": { "type": "freeze", "params": { "reason": "SEC-01" } } }, { "name": "A01-confirmed-fraud"',
  );
  await fix(page, /`W5` has the conditions and the event of/, /^Disable the rule/);
  await fix(page, /`B03-repeated-missed-payments` never decides/, /^Remove the rule/);
  await page.context().close();
});

test("quick fixes are offered however long they take, by the list's button and at the cursor", async ({ browser }) => {
  const page = await openAs(browser, "Vera");
  // Longer than Monaco waits, after a move of the cursor or a change of the marks, before it asks anew for its light bulb and forgets who asked.
  await page.evaluate(() => {
    const post = Worker.prototype.postMessage as (this: Worker, message: unknown) => void;
    Worker.prototype.postMessage = function (this: Worker, message: { question?: { kind: string } }) {
      if (message.question?.kind === "fix") setTimeout(() => post.call(this, message), 700);
      else post.call(this, message);
    };
  });
  await retype(page, '"priority": 900', '"priorty": 900');
  await retype(page, '"strategy": "strictest"', '"strategy": "strictes"');
  await fix(page, /strictes`/, /^(Change to|Use) `strictest`/);
  await problems(page)
    .getByRole("button", { name: /unknown key `priorty`/ })
    .click();
  await page.keyboard.press("Control+.");
  await page
    .locator(".action-widget")
    .getByRole("option", { name: /^Change to `priority`/ })
    .click();
  await valid(page);
  await page.context().close();
});
