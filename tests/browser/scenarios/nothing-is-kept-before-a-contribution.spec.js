// Reading leaves no trace on the device; a draft is kept once writing has begun.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, ideasTag, pollTag, reviewsTag } from "../pages/tags.js";

const kept = (page) =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: "caches" in window ? await caches.keys() : [],
    cookie: document.cookie,
  }));

const NOTHING = { local: [], session: [], databases: [], caches: [], cookie: "" };

test("a visitor who only reads leaves nothing", async ({ page, service, visit }) => {
  await visit({ body: [feedTag(), reviewsTag(), ideasTag(), pollTag(service.polls.open)].join("") });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await feed.posts.first().getByRole("button", { name: "Why here?" }).click();
  await feed.choose(feed.order, "newest");
  await feed.type(feed.search, "filtre");
  await expect(feed.root.getByText(/results? among/)).toBeVisible();
  const reviews = new Reviews(page);
  await reviews.bar(5).click();
  await reviews.open("Write a review");
  await expect(reviews.form("Write a review").root).toBeVisible();
  expect(await kept(page)).toEqual(NOTHING);
});

test("a draft survives a reload once something was typed, and goes with a press", async ({ page, visit }) => {
  await visit({ body: reviewsTag() });
  const reviews = new Reviews(page);
  await reviews.open("Write a review");
  expect(await kept(page)).toEqual(NOTHING);
  await reviews.form("Write a review").write("Your review", "Une première phrase.");
  expect((await kept(page)).local.join()).toContain("draft");
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await expect(reviews.reviews.first()).toBeVisible();
  await reviews.open("Write a review");
  await expect(reviews.form("Write a review").field("Your review")).toHaveValue("Une première phrase.");
  await reviews.form("Write a review").send("Discard");
  expect((await kept(page)).local.join()).not.toContain("draft");
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await reviews.open("Write a review");
  await expect(reviews.form("Write a review").field("Your review")).toHaveValue("");
});

test("a sent form leaves no draft behind", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  const words = `Un mot ${Date.now().toString(36)}`;
  await feed.publish(words);
  await feed.published(feed.posts, words);
  const { local } = await kept(page);
  expect(local.filter((key) => key.includes("draft") || key.includes("outbox"))).toEqual([]);
});

test("refusing storage erases what is kept and keeps nothing more", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await feed.publish("Avant le refus");
  await expect.poll(async () => (await kept(page)).local.length).toBeGreaterThan(0);
  await page.evaluate(() => document.querySelector("parvis-feed").setConsent(false));
  await expect.poll(() => kept(page)).toEqual(NOTHING);
  await feed.posts.nth(2).locator("> .acts button.mark").first().click();
  await feed.publish("Après le refus");
  await feed.published(feed.posts, "Après le refus");
  expect(await kept(page)).toEqual(NOTHING);
});

test("a browser that refuses storage loses nothing but the memory of it", async ({ page, visit }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, "localStorage", {
      get() {
        throw new DOMException("no storage here", "SecurityError");
      },
    });
  });
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  const words = `Sans mémoire ${Date.now().toString(36)}`;
  await feed.publish(words);
  await feed.published(feed.posts, words);
  await feed.choose(feed.order, "newest");
  await expect(feed.post(words)).toBeVisible();
});
