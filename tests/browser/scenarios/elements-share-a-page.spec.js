// Several elements are one page: the same subject twice agrees with itself, far ones wait until they are near.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, ratingTag, reviewsTag } from "../pages/tags.js";

test("a mark given in one shows in the other", async ({ page, visit }) => {
  await visit({ body: reviewsTag() + reviewsTag() });
  const [one, two] = [new Reviews(page), new Reviews(page, 1)];
  await expect(one.reviews.first()).toBeVisible();
  await expect(two.reviews.first()).toBeVisible();
  await one.reviews.first().getByRole("button", { name: /^Not useful/ }).click();
  const mark = two.reviews.first().getByRole("button", { name: /^Not useful to me/ });
  await expect(mark).toHaveAttribute("aria-pressed", "true");
  await expect(mark.locator(".n")).toHaveText(await one.reviews.first().getByRole("button", { name: /^Not useful to me/ }).locator(".n").textContent());
});

test("forms and filters are each element's own", async ({ page, visit }) => {
  await visit({ body: reviewsTag() + reviewsTag() });
  const [one, two] = [new Reviews(page), new Reviews(page, 1)];
  await expect(two.reviews.first()).toBeVisible();
  await one.bar(5).click();
  await expect(one.bar(5)).toHaveAttribute("aria-pressed", "true");
  await expect(two.bar(5)).toHaveAttribute("aria-pressed", "false");
  await one.open("Write a review");
  await expect(one.form("Write a review").root).toBeVisible();
  await expect(two.form("Write a review").root).toHaveCount(0);
});

test("an element far below starts when the visitor comes near", async ({ page, visit, watched }) => {
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await visit({ body: `${ratingTag()}<div class="far"></div>${feedTag({ eager: false })}` });
  await expect.poll(() => watched.events.map(({ on }) => on)).toEqual(["parvis-rating"]);
  expect(asked.filter((address) => address.includes(".wasm"))).toEqual([]);
  await page.locator("parvis-feed").scrollIntoViewIfNeeded();
  await expect(new Feed(page).posts.first()).toBeVisible();
});

test("attributes may change at any time", async ({ page, visit }) => {
  await visit({ body: reviewsTag() + ratingTag() });
  const reviews = new Reviews(page);
  await expect(reviews.reviews.first()).toBeVisible();
  const badge = page.locator("parvis-rating .count");
  const [before, count] = [await reviews.reviews.first().textContent(), await badge.textContent()];
  await page.evaluate(() => {
    for (const element of document.querySelectorAll("[subject]")) element.setAttribute("subject", "moulin-e2");
  });
  await expect(reviews.reviews.first()).not.toHaveText(before);
  await expect(badge).not.toHaveText(count);
});

test("refresh asks again and focus goes to the first control", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  const again = page.waitForRequest(/\/feeds\/main/);
  await page.evaluate(() => document.querySelector("parvis-feed").refresh());
  await again;
  await page.evaluate(() => document.querySelector("parvis-feed").focus());
  await expect(feed.button("Write a post")).toBeFocused();
});
