// What is contributed without a network leaves once it is back, each thing once, even after a reload.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Ideas } from "../pages/ideas.js";
import { feedTag, ideasTag } from "../pages/tags.js";

const N_POSTS = 6;
const N_MARKS = 10;
const N_VOTES = 4;

const marksOf = async (api) => {
  const posts = await api.all("/feeds/main?order=newest", "posts");
  return posts.map(({ item }) => item.marks.useful ?? 0).reduce((sum, n) => sum + n, 0);
};

const votesOf = async (api) => {
  const ideas = await api.all("/boards/atelier", "ideas");
  return ideas.map(({ votes }) => votes.agree).reduce((sum, n) => sum + n, 0);
};

test("twenty contributions made offline arrive exactly once", async ({ page, context, api, visit, watched }) => {
  test.setTimeout(90_000);
  watched.allow(/ERR_INTERNET_DISCONNECTED/, /Failed to load resource/, /ERR_FAILED/);
  const run = `trial ${Date.now().toString(36)}`;
  await visit({ body: feedTag() + ideasTag() });
  const feed = new Feed(page);
  const ideas = new Ideas(page);
  await expect(feed.posts.first()).toBeVisible();
  await expect(ideas.ideas.first()).toBeVisible();
  // A visitor who has contributed before: from then on the outbox is kept on the device.
  await feed.publish(`${run} online`);
  await feed.published(feed.posts, `${run} online`);
  await feed.choose(feed.order, "newest");
  const [marks, votes] = [await marksOf(api), await votesOf(api)];

  await context.setOffline(true);
  await expect(feed.root.getByText("Offline: you are reading what is already here.")).toBeVisible();
  for (let index = 0; index < N_POSTS; index++) await feed.publish(`${run} number ${index}.`);
  await expect(feed.pending.filter({ hasText: "number" })).toHaveCount(N_POSTS);
  await expect(feed.pending.filter({ hasText: "number" }).first()).toContainText("Waiting to send");
  const useful = feed.root.locator("article.post > .acts").getByRole("button", { name: /^Useful( \d+)?$/ });
  for (let index = 0; index < N_MARKS; index++) await useful.first().click();
  const vote = ideas.root.locator('button.vote[aria-pressed="false"]');
  for (let index = 0; index < N_VOTES; index++) await vote.first().click();

  // The tab is killed and comes back while the network is still away for writes.
  await page.route(/\/v1\/.*/, (route) => (route.request().method() === "GET" ? route.continue() : route.abort()));
  await context.setOffline(false);
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await expect(feed.pending).toHaveCount(N_POSTS);
  await page.unroute(/\/v1\/.*/);
  await feed.pending.first().getByRole("button", { name: "Send now" }).click();
  await context.setOffline(true);
  await context.setOffline(false);
  const arrived = async () => {
    const { posts } = await api.get("/feeds/main?order=newest");
    return posts.map(({ item }) => JSON.stringify(item.text)).filter((text) => text.includes(run)).length;
  };
  await expect.poll(arrived, { timeout: 30_000 }).toBe(N_POSTS + 1);
  await expect.poll(() => marksOf(api), { timeout: 30_000 }).toBe(marks + N_MARKS);
  await expect.poll(() => votesOf(api), { timeout: 30_000 }).toBe(votes + N_VOTES);
  await feed.published(feed.posts, `${run} number ${N_POSTS - 1}.`);
  const { posts } = await api.get("/feeds/main?order=newest");
  for (let index = 0; index < N_POSTS; index++) {
    const same = posts.filter(({ item }) => JSON.stringify(item.text).includes(`${run} number ${index}.`));
    expect(same, `number ${index} arrived once`).toHaveLength(1);
  }
});

test("an answer lost on the way back does not double anything", async ({ page, api, visit, watched }) => {
  watched.allow(/ERR_FAILED/, /Failed to load resource/);
  const words = `once only ${Date.now().toString(36)}`;
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  let n_lost = 0;
  await page.route(/\/posts$/, async (route) => {
    if (route.request().method() !== "POST" || n_lost >= 2) return route.continue();
    await route.fetch();
    n_lost++;
    return route.abort();
  });
  await feed.publish(words);
  await expect.poll(() => n_lost).toBe(1);
  await feed.pending.getByRole("button", { name: "Send now" }).click();
  await feed.published(feed.posts, words);
  const { posts } = await api.get("/feeds/main?order=newest");
  expect(posts.filter(({ item }) => JSON.stringify(item.text).includes(words))).toHaveLength(1);
});
