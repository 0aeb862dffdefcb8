// What the brand wrote between the tags is what visitors see whenever the living view cannot come.

import { expect, test } from "../fixture/test.js";

const fallback = '<parvis-reviews subject="moulin-m1"><p>312 reviews, <a href="/reviews">read them all</a></p></parvis-reviews>';

const isKept = async (page, watched) => {
  await expect.poll(() => watched.events.map(({ name, on }) => `${name} ${on}`)).toEqual(["parvis-error parvis-reviews"]);
  expect(watched.events[0].detail).toEqual({ reason: "load", message: expect.any(String) });
  await expect(page.getByRole("link", { name: "read them all" })).toBeVisible();
};

/** Lines that the elements themselves wrote into the console. */
const linesOf = (page) => {
  const lines = [];
  page.on("console", (message) => {
    if (message.text().startsWith("parvis-")) lines.push(`${message.type()}: ${message.text()}`);
  });
  return lines;
};

test("without the wasm file", async ({ page, visit, watched }) => {
  watched.allow(/console warning: parvis-reviews: load: /, /Failed to load resource/);
  const lines = linesOf(page);
  await page.route(/\.wasm$/, (route) => route.abort());
  await visit({ body: fallback });
  await isKept(page, watched);
  expect(lines).toEqual([expect.stringMatching(/^warning: parvis-reviews: load: /)]);
});

test("under a policy without wasm-unsafe-eval", async ({ page, visit, watched }) => {
  watched.allow(/console warning: parvis-reviews: load: /, /violation: script-src wasm-eval/, /console error: .*(WebAssembly|wasm)/);
  const lines = linesOf(page);
  await visit({ body: fallback, wasm: false });
  await isKept(page, watched);
  expect(lines).toEqual([expect.stringMatching(/^warning: parvis-reviews: load: /)]);
});

test("with a file that is not what was built", async ({ page, visit, watched }) => {
  watched.allow(/console warning: parvis-reviews: load: /, /integrity/);
  await page.route(/parvis_bg-.*\.wasm$/, async (route) => {
    const response = await route.fetch();
    const body = await response.body();
    await route.fulfill({ response, body: Buffer.concat([body, Buffer.from([0, 1, 0])]) });
  });
  await visit({ body: fallback });
  await isKept(page, watched);
});

test("without scripts at all", async ({ browser, brand, service }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(brand.page(service, { body: fallback }));
  await expect(page.getByRole("link", { name: "read them all" })).toBeVisible();
  await context.close();
});

test("the fallback gives way once asking again succeeds", async ({ page, visit, watched }) => {
  watched.allow(/console warning: parvis-reviews: load: /, /Failed to load resource/);
  await page.route(/\.wasm$/, (route) => route.abort());
  await visit({ body: fallback });
  await isKept(page, watched);
  await page.unroute(/\.wasm$/);
  await page.evaluate(() => document.querySelector("parvis-reviews").refresh());
  await expect(page.locator("article.review").first()).toBeVisible();
  await expect(page.getByRole("link", { name: "read them all" })).toBeHidden();
});

test("without the service the element says so and asks again when told", async ({ page, visit, watched }) => {
  watched.allow(/Failed to load resource/, /console warning: parvis-reviews/);
  await page.route(/\/v1\//, (route) => route.fulfill({ status: 503, body: "" }));
  await visit({ body: fallback });
  await expect(page.getByRole("alert")).toContainText("The service is not answering as it should");
  await page.unroute(/\/v1\//);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect(page.locator("article.review").first()).toBeVisible();
});
