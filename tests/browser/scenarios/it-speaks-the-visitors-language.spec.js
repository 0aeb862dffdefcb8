// The language of the element, of the page around it, else of the browser.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { feedTag, ratingTag, reviewsTag } from "../pages/tags.js";

const WORDS = { en: "Write a review", fr: "Donner votre avis" };

for (const [said, expected] of [["fr", "fr"], ["en", "en"], ["fr-CA", "fr"], ["en-US", "en"], ["FR", "fr"]]) {
  test(`a page in ${said} is spoken to in ${expected}`, async ({ page, visit }) => {
    await visit({ lang: said, body: reviewsTag() });
    await expect(page.getByRole("button", { name: WORDS[expected] })).toBeVisible();
    await expect(page.locator("parvis-reviews .parvis")).toHaveAttribute("lang", expected);
  });
}

test.describe("in a French browser", () => {
  test.use({ locale: "fr-FR" });

  test("a page in an unknown language falls back to the browser's", async ({ page, visit }) => {
    await visit({ lang: "tlh", body: reviewsTag() });
    await expect(page.getByRole("button", { name: WORDS.fr })).toBeVisible();
  });

  test("the element's own language wins", async ({ page, visit }) => {
    await visit({ lang: "fr", body: reviewsTag({ lang: "en" }) });
    await expect(page.getByRole("button", { name: WORDS.en })).toBeVisible();
  });
});

test.describe("in a browser whose languages are not spoken", () => {
  test.use({ locale: "nl-NL" });

  test("English is the default", async ({ page, visit }) => {
    await visit({ lang: "nl", body: reviewsTag() });
    await expect(page.getByRole("button", { name: WORDS.en })).toBeVisible();
  });
});

test("switching the page's language switches every element, and keeps what is written", async ({ page, visit }) => {
  await visit({ lang: "en", body: ratingTag() + reviewsTag() + feedTag() });
  await new Feed(page).open("Write a post");
  await page.getByLabel("Your post").pressSequentially("Bonjour");
  await page.evaluate(() => {
    document.documentElement.lang = "fr";
  });
  await expect(page.getByRole("button", { name: WORDS.fr })).toBeVisible();
  await expect(page.locator("parvis-feed textarea")).toHaveValue("Bonjour");
  await expect(page.locator("parvis-rating").getByRole("img")).toHaveAccessibleName(/ sur 5, \d+ avis$/);
});

test("numbers and dates follow the region", async ({ page, visit }) => {
  await visit({ lang: "fr-CA", body: ratingTag() });
  await expect(page.locator("parvis-rating .count")).toHaveText(/^\d,\d \(\d+\)$/);
  await visit({ lang: "en", body: ratingTag() });
  await expect(page.locator("parvis-rating .count")).toHaveText(/^\d\.\d \(\d+\)$/);
});

test("each contribution says its own language", async ({ page, visit }) => {
  await visit({ lang: "en", body: feedTag() });
  await expect(page.locator("article.post[lang=fr]").first()).toBeVisible();
});
