// What others do arrives while the page is open, and nothing that is being read moves for it.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Ideas } from "../pages/ideas.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, ideasTag, reviewsTag } from "../pages/tags.js";

const unique = (words) => `${words} ${Date.now().toString(36)}`;

/** Waits until the page's stream is open: changes made before it are not news. */
const listening = (page) => page.waitForResponse((response) => response.url().includes("/live"));

test("a post of somebody else announces itself in a button", async ({ page, api, visit }) => {
  const words = unique("Un message venu d’ailleurs");
  const stream = listening(page);
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await stream;
  const reading = feed.posts.nth(1);
  await reading.scrollIntoViewIfNeeded();
  await reading.evaluate((post) => post.scrollIntoView({ block: "start" }));
  const place = () => reading.evaluate((post) => Math.round(post.getBoundingClientRect().top));
  await expect(feed.posts).toHaveCount(20);
  const [before, titles] = [await place(), await feed.titles()];
  await api.send("POST", "/posts", { lang: "fr", text: words });
  await expect(feed.latest).toHaveText("1 new post");
  await expect(feed.said).toContainText("1 new item");
  expect(Math.abs((await place()) - before)).toBeLessThanOrEqual(1);
  expect(await feed.titles()).toEqual(titles);
  await expect(feed.post(words)).toHaveCount(0);
  await feed.choose(feed.order, "newest");
  await expect(feed.posts.first()).toContainText(words);
});

test("pressing the button shows the news and keeps the focus in the list", async ({ page, api, visit }) => {
  const words = unique("Encore un");
  const stream = listening(page);
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await stream;
  await feed.choose(feed.order, "newest");
  await api.send("POST", "/posts", { lang: "fr", text: words });
  await feed.latest.click();
  await expect(feed.posts.first()).toContainText(words);
  await expect(feed.latest).toHaveCount(0);
  await expect(feed.root.locator("#list")).toBeFocused();
});

test("a review and an idea of somebody else are announced too", async ({ page, api, visit }) => {
  const stream = listening(page);
  await visit({ body: reviewsTag() + ideasTag() });
  const reviews = new Reviews(page);
  const ideas = new Ideas(page);
  await expect(reviews.reviews.first()).toBeVisible();
  await expect(ideas.ideas.first()).toBeVisible();
  await stream;
  const review = { lang: "fr", stars: 3, text: unique("Correct, sans plus."), experienced: "2026-10-01", received: "nothing" };
  await api.send("POST", "/subjects/moulin-m1/reviews", review);
  await expect(reviews.latest).toHaveText("1 new review");
  await api.send("POST", "/boards/atelier/ideas", { lang: "fr", title: unique("Une idée"), text: "Pour voir." });
  await expect(ideas.button(/1 new idea/)).toBeVisible();
});

test("counts follow the acts of others", async ({ page, api, visit }) => {
  const stream = listening(page);
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  const mark = feed.posts.first().locator("> .acts button.mark").first();
  await expect(mark).toBeVisible();
  await stream;
  const { posts } = await api.get("/feeds/main?order=community");
  const { id, marks } = posts[0].item;
  await api.send("PUT", `/items/${id}/marks/useful`);
  await expect(mark.locator(".n")).toHaveText(String((marks.useful ?? 0) + 1));
});

test("one's own post stays where it was written until the list is drawn anew", async ({ page, visit }) => {
  const words = unique("De moi");
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await feed.choose(feed.order, "newest");
  await feed.publish(words);
  await expect(feed.pending).toContainText("Published.");
  await expect(feed.latest).toHaveCount(0);
  await feed.choose(feed.order, "community");
  await feed.choose(feed.order, "newest");
  await expect(feed.posts.first()).toContainText(words);
  await expect(feed.pending).toHaveCount(0);
});
