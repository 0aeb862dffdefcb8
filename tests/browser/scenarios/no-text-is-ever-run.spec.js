// Hostile texts in every field, drawn in every view, on a page without any policy to hide behind.

import { Api } from "../fixture/api.js";
import { arm, fill, harm, short } from "../fixture/hostile.js";
import { payloads } from "../fixture/payloads.js";
import { startDemo } from "../fixture/service.js";
import { expect, test as base } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Ideas } from "../pages/ideas.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, ideasTag, reviewsTag } from "../pages/tags.js";

const test = base.extend({
  hostile: [
    async ({ brand }, use) => {
      const service = await startDemo([brand.origin]);
      const root = await fill(new Api(service));
      await use({ service, root });
      await service.stop();
    },
    { scope: "worker", timeout: 180_000 },
  ],
});

const showAll = async (element, list, n) => {
  while ((await list.count()) < n) {
    const before = await list.count();
    await element.button("Show more").click();
    await expect.poll(() => list.count()).toBeGreaterThan(before);
  }
};

test.describe.configure({ mode: "default", timeout: 180_000 });

test.beforeEach(async ({ page }) => {
  await arm(page);
  expect(payloads.length).toBeGreaterThanOrEqual(200);
});

test("in posts, their titles, names, pictures and replies", async ({ page, hostile, visit }) => {
  await visit({ body: feedTag(), policed: false }, { from: hostile.service });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await Promise.all([page.waitForResponse(/order=newest/), feed.choose(feed.order, "newest")]);
  // The list from before stays until the other is there; more of it would be dropped with it.
  await expect(feed.root.locator("[aria-busy]")).toHaveCount(0);
  await showAll(feed, feed.posts, payloads.length + 1);
  const titles = new Set(await feed.titles());
  const lost = payloads.filter(({ text }) => !titles.has(short(text, 120).trim()) && !titles.has(short(text, 120)));
  expect(lost.map(({ text }) => text).filter((text) => !/[\u0001\t]/.test(text)), "titles are shown as written").toEqual([]);
  const thread = feed.post("A thread of hostile replies");
  await thread.getByRole("button", { name: /replies$/ }).click();
  const replies = thread.locator("article.reply");
  while ((await replies.count()) < payloads.length) {
    const before = await replies.count();
    if (before > 0) await thread.getByRole("button", { name: "More replies" }).click();
    await expect.poll(() => replies.count()).toBeGreaterThan(before);
  }
  expect(await harm(page, "parvis-feed")).toEqual([]);
});

test("in what is searched for and found", async ({ page, hostile, visit }) => {
  await visit({ body: feedTag(), policed: false }, { from: hostile.service });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await feed.type(feed.search, "<img src=x onerror=__xss()>");
  await expect(feed.root.getByText(/\d+ results? among/)).toBeVisible();
  await expect(feed.posts.first()).toBeVisible();
  expect(await harm(page, "parvis-feed")).toEqual([]);
});

test("in reviews", async ({ page, hostile, visit }) => {
  await visit({ body: reviewsTag({ subject: "bouilloire-col" }), policed: false }, { from: hostile.service });
  const reviews = new Reviews(page);
  await expect(reviews.reviews.first()).toBeVisible();
  await Promise.all([page.waitForResponse(/order=newest/), reviews.choose(reviews.order, "newest")]);
  await expect(reviews.root.locator("[aria-busy]")).toHaveCount(0);
  await showAll(reviews, reviews.reviews, payloads.length);
  await expect(reviews.root.getByText(payloads[0].text, { exact: true }).first()).toBeVisible();
  await reviews.type(reviews.search, "<svg onload=__xss()>");
  await expect(reviews.root.getByText(/reviews? shown/)).toBeVisible();
  expect(await harm(page, "parvis-reviews")).toEqual([]);
});

test("in ideas and the need behind them", async ({ page, hostile, visit }) => {
  await visit({ body: ideasTag(), policed: false }, { from: hostile.service });
  const ideas = new Ideas(page);
  await expect(ideas.ideas.first()).toBeVisible();
  while ((await ideas.ideas.count()) < payloads.length) {
    const before = await ideas.ideas.count();
    await ideas.button("Show more").click();
    await expect.poll(() => ideas.ideas.count()).toBeGreaterThan(before);
  }
  expect(await harm(page, "parvis-ideas")).toEqual([]);
});

test("in the attributes and texts of the host page", async ({ page, hostile, visit, watched }) => {
  watched.allow(/./);
  const escaped = (text) => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
  const tags = payloads.slice(0, 40).flatMap(({ text }) => [reviewsTag({ subject: escaped(text), lang: escaped(text), theme: escaped(text), site: escaped(text) })]);
  await visit({ body: tags.join(""), policed: false }, { from: hostile.service });
  await expect.poll(() => watched.events.filter(({ name }) => name === "parvis-error" || name === "parvis-ready").length).toBeGreaterThanOrEqual(40);
  expect(await harm(page, "parvis-reviews")).toEqual([]);
});

test("in addresses of the service's own pages", async ({ page, hostile, watched }) => {
  watched.allow(/status of 404/);
  const { address } = hostile.service;
  for (const { text } of payloads.slice(0, 60)) {
    const hidden = encodeURIComponent(text);
    for (const path of [`/problems/${hidden}`, `/v1/brume/items/${hidden}`, `/${hidden}`, `/v1/${hidden}`, `/v1/brume/feeds/main?order=${hidden}`]) {
      const response = await fetch(address + path);
      const type = response.headers.get("content-type") ?? "";
      const body = await response.text();
      expect(response.headers.get("x-content-type-options"), path).toBe("nosniff");
      if (type.includes("html")) expect(body, path).not.toContain("__xss");
    }
  }
  await page.goto(`${address}/problems/${encodeURIComponent("<img src=x onerror=__xss()>")}`);
  expect(await page.evaluate(() => window.ran)).toEqual([]);
});
