// Frameworks insert, move, clone and remove elements as they please.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { feedTag, reviewsTag } from "../pages/tags.js";

test("a moved element keeps what was open and written", async ({ page, visit }) => {
  await visit({ body: `<section id="one">${feedTag()}</section><section id="two"></section>` });
  const feed = new Feed(page);
  await feed.open("Write a post");
  await feed.form("Write a post").write("Your post", "Half a sentence");
  await page.evaluate(() => document.querySelector("#two").append(document.querySelector("parvis-feed")));
  await expect(page.locator("#two parvis-feed article.post").first()).toBeVisible();
  await expect(feed.form("Write a post").field("Your post")).toHaveValue("Half a sentence");
});

test("a clone is an element of its own", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  await expect(new Feed(page).posts.first()).toBeVisible();
  await page.evaluate(() => {
    const element = document.querySelector("parvis-feed");
    element.after(element.cloneNode(true));
  });
  const clone = new Feed(page, 1);
  await clone.root.scrollIntoViewIfNeeded();
  await expect(clone.posts.first()).toBeVisible();
  await clone.posts.first().getByRole("button", { name: "Why here?" }).click();
  await expect(clone.root.getByRole("group", { name: "Why here?" })).toBeVisible();
  await expect(new Feed(page).root.getByRole("group", { name: "Why here?" })).toHaveCount(0);
});

test("an element removed and inserted again starts anew", async ({ page, visit }) => {
  await visit({ body: reviewsTag() });
  await expect(page.locator("article.review").first()).toBeVisible();
  await page.evaluate(async () => {
    const element = document.querySelector("parvis-reviews");
    const parent = element.parentNode;
    element.remove();
    await new Promise((resolve) => requestAnimationFrame(resolve));
    parent.append(element);
  });
  await expect(page.locator("article.review").first()).toBeVisible();
});

test("a hundred insertions and removals leave no more than a megabyte behind", async ({ page, visit, watched }) => {
  test.setTimeout(90_000);
  await visit({ body: '<section id="place" class="far"></section>' });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Performance.enable");
  const cycle = (times) =>
    page.evaluate(async (n) => {
      const place = document.querySelector("#place");
      for (let turn = 0; turn < n; turn++) {
        const element = document.createElement("parvis-feed");
        element.setAttribute("eager", "");
        const ready = new Promise((resolve) => element.addEventListener("parvis-ready", resolve, { once: true }));
        place.append(element);
        await ready;
        element.remove();
        await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
      }
    }, times);
  const measure = async () => {
    await devtools.send("HeapProfiler.collectGarbage");
    await devtools.send("HeapProfiler.collectGarbage");
    const { metrics } = await devtools.send("Performance.getMetrics");
    const value = (name) => metrics.find((metric) => metric.name === name).value;
    return { heap: value("JSHeapUsedSize"), nodes: value("Nodes"), listeners: value("JSEventListeners") };
  };
  await cycle(10);
  const before = await measure();
  await cycle(100);
  const after = await measure();
  console.log(`100 insertions: heap ${Math.round((after.heap - before.heap) / 1024)} KiB, nodes ${after.nodes - before.nodes}, listeners ${after.listeners - before.listeners}`);
  expect(after.heap - before.heap).toBeLessThan(1024 * 1024);
  expect(after.nodes - before.nodes).toBeLessThan(200);
  expect(after.listeners - before.listeners).toBeLessThan(50);
  expect(watched.events.filter(({ name }) => name === "parvis-error")).toEqual([]);
});
