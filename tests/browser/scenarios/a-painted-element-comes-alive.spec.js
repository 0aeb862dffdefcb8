// What the server painted is there without any script, and the element takes it over without moving anything.

import { expect, test } from "../fixture/test.js";
import { Reviews } from "../pages/reviews.js";

/** A fragment as the brand's server puts it into its page; addresses are those of the service. */
const fragment = async (service, query = "?lang=en") => {
  const response = await fetch(`${service.address}/embed/${service.site}/reviews/moulin-m1${query}`);
  expect(response.status).toBe(200);
  const html = await response.text();
  return html.replaceAll(' href="/', ` href="${service.address}/`).replaceAll(' src="/', ` src="${service.address}/`);
};

const settled = (watched) =>
  expect.poll(() => watched.events.filter(({ name }) => name === "parvis-ready").length, { timeout: 20_000 }).toBe(1);

const words = (reviews) =>
  reviews.reviews.evaluateAll((all) => all.map((review) => review.querySelector(".main-part").textContent));

test("without a script the paint is read and styled", async ({ browser, brand, service }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(brand.page(service, { body: await fragment(service), policed: false }));
  const reviews = new Reviews(page);
  await expect(reviews.reviews).toHaveCount(10);
  await expect(reviews.reviews.first()).toBeVisible();
  await expect(reviews.said, "its sheet is in force: what is only said is not seen").toHaveCSS("position", "absolute");
  await context.close();
});

test("the element takes the paint over, and nothing moves", async ({ page, service, visit, watched }) => {
  const body = `${await fragment(service)}<p id="below">Below the reviews</p>`;
  await visit({ body, policed: false });
  const reviews = new Reviews(page);
  await settled(watched);
  await expect(reviews.base, "the paint is gone").toHaveCount(1);
  await expect(reviews.reviews).toHaveCount(10);
  await expect(reviews.root.locator("link")).toHaveCount(0);
  await reviews.bar(5).click();
  await expect(reviews.bar(5), "and it lives").toHaveAttribute("aria-pressed", "true");
});

test("the paint says what the living element says", async ({ page, brand, browser, service, visit, watched }) => {
  const body = await fragment(service);
  const still = await browser.newContext({ javaScriptEnabled: false });
  const painted = await still.newPage();
  await painted.goto(brand.page(service, { body, policed: false }));
  const before = await words(new Reviews(painted));
  await still.close();
  await visit({ body, policed: false });
  await settled(watched);
  expect(await words(new Reviews(page))).toEqual(before);
});
