// The feed from a visitor's side: orders, circles, search, the check of the order, long texts, threads.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { feedTag } from "../pages/tags.js";

const open = async (page, visit, attributes) => {
  await visit({ body: feedTag(attributes) });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  return feed;
};

const titlesOf = (posts) => posts.map(({ item }) => item.title ?? "");

test("both orders are those of the service", async ({ page, api, visit }) => {
  const feed = await open(page, visit);
  const community = titlesOf((await api.get("/feeds/main?order=community")).posts);
  await expect.poll(() => feed.titles()).toEqual(community);
  await feed.choose(feed.order, "newest");
  const newest = titlesOf((await api.get("/feeds/main?order=newest")).posts);
  await expect.poll(() => feed.titles()).toEqual(newest);
});

test("the order chosen last stays when the one before comes after it", async ({ page, api, visit }) => {
  const feed = await open(page, visit);
  const newest = titlesOf((await api.get("/feeds/main?order=newest")).posts);
  await feed.choose(feed.order, "newest");
  await expect.poll(() => feed.titles()).toEqual(newest);
  let release;
  const released = new Promise((resolve) => (release = resolve));
  await page.route(/order=community/, async (route) => {
    await released;
    await route.continue();
  });
  const [late] = await Promise.all([page.waitForRequest(/order=community/), feed.choose(feed.order, "community")]);
  await Promise.all([page.waitForResponse(/order=newest/), feed.choose(feed.order, "newest")]);
  release();
  await (await late.response()).finished();
  // The answer is read and drawn in tasks of their own; what is drawn for it would be there two frames later.
  await page.evaluate(() => new Promise((done) => setTimeout(() => requestAnimationFrame(() => requestAnimationFrame(done)), 50)));
  expect(await feed.titles()).toEqual(newest);
});

test("a circle narrows the list, and the menu widens it again", async ({ page, api, visit }) => {
  const feed = await open(page, visit);
  await feed.choose(feed.circle, "espresso");
  const { posts } = await api.get("/feeds/main?order=community&circle=espresso");
  await expect.poll(() => feed.titles()).toEqual(titlesOf(posts));
  await feed.choose(feed.circle, "");
  await expect.poll(() => feed.posts.count()).toBe(20);
});

test("an element may be fixed to one circle", async ({ page, api, visit }) => {
  const feed = await open(page, visit, { circle: "espresso" });
  const { posts } = await api.get("/feeds/main?order=community&circle=espresso");
  await expect.poll(() => feed.titles()).toEqual(titlesOf(posts));
  await expect(feed.circle).toHaveCount(0);
});

test("pages follow each other to an end", async ({ page, api, visit }) => {
  const feed = await open(page, visit);
  const { n_posts: all } = await api.get("/feeds/main?order=community");
  for (let shown = 20; shown < all; shown = Math.min(shown + 20, all)) {
    await expect(feed.posts).toHaveCount(shown);
    await feed.button("Show more").click();
  }
  await expect(feed.posts).toHaveCount(all);
  await expect(feed.root.getByText("You are up to date.")).toBeVisible();
  const titles = await feed.titles();
  expect(titles).toHaveLength(all);
  await expect(feed.posts.nth(all - (all % 20 || 20))).toBeFocused();
});

test("a search runs on the device and sends nothing of what is typed", async ({ page, visit }) => {
  const asked = [];
  page.on("request", (request) => asked.push(decodeURIComponent(request.url())));
  const feed = await open(page, visit);
  await feed.type(feed.search, "Zéro moulin");
  await expect(feed.root.getByText(/^\d+ results? among \d+ posts\./)).toBeVisible();
  await expect(feed.post("Trouver le vrai zéro de son moulin")).toBeVisible();
  await expect(feed.said).toContainText("result");
  expect(asked.filter((address) => /z[ée]ro|moulin/i.test(address.split("?")[1] ?? ""))).toEqual([]);
  await feed.button("Clear the search").click();
  await expect(feed.search).toHaveValue("");
  await expect(feed.posts).toHaveCount(20);
});

test("a search without a result says what to do", async ({ page, visit }) => {
  const feed = await open(page, visit);
  await feed.type(feed.search, "xylophone");
  await expect(feed.root.getByText("Nothing found")).toBeVisible();
  await expect(feed.root.getByText("Nothing you type leaves this device.")).toBeVisible();
});

test("the published order is computed again on the device", async ({ page, api, visit }) => {
  const feed = await open(page, visit);
  const { n_posts: all } = await api.get("/feeds/main?order=community");
  await feed.root.getByText("How this list is ordered").click();
  await feed.button("Compute the order on this device").click();
  await expect(feed.text(`Checked on this device: all ${all} posts are exactly in the published order.`)).toBeVisible();
});

test("a long text opens in place and nothing above it moves", async ({ page, visit }) => {
  const feed = await open(page, visit);
  while ((await feed.root.getByRole("button", { name: "Read more" }).count()) === 0) await feed.button("Show more").click();
  const index = await feed.posts.evaluateAll((posts) => posts.findIndex((post) => post.querySelector(":scope > .text.cut")));
  const post = feed.posts.nth(index);
  const more = post.getByRole("button", { name: "Read more" });
  await more.scrollIntoViewIfNeeded();
  const text = post.locator("> .text.cut");
  const place = () => post.evaluate((node) => Math.round(node.getBoundingClientRect().top));
  const [before, height] = [await place(), (await text.boundingBox()).height];
  const id = await text.getAttribute("id");
  await more.click();
  const whole = feed.root.locator(`#${id}`);
  await expect.poll(async () => (await whole.boundingBox()).height).toBeGreaterThan(height);
  expect(await place()).toBe(before);
  await expect(post.getByRole("button", { name: "Read less" })).toBeFocused();
});

test("a press that is quicker than what answers it is answered once that is here", async ({ page, visit }) => {
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route(/parvis-late-.*wasm/, async (route) => {
    await held;
    await route.continue();
  });
  await visit({ body: feedTag() }, { hurried: true });
  const feed = new Feed(page);
  const mark = feed.posts.first().getByRole("button", { name: /^Useful/ });
  await mark.click();
  await expect(mark).toHaveAttribute("aria-pressed", "false");
  release();
  await expect(mark).toHaveAttribute("aria-pressed", "true");
});

test("a thread opens in place with every reply", async ({ page, api, visit }) => {
  const feed = await open(page, visit);
  const { posts } = await api.get("/feeds/main?order=community");
  const index = posts.findIndex(({ item }) => item.n_replies > 1);
  const { id, n_replies: n } = posts[index].item;
  const post = feed.posts.nth(index);
  await post.getByRole("button", { name: `${n} replies` }).click();
  await expect(post.locator("article.reply")).toHaveCount(n);
  const { replies } = await api.get(`/items/${id}/replies`);
  await expect(post.locator(".thread")).toContainText(replies[0].item.by.name);
  await post.getByRole("button", { name: `${n} replies` }).click();
  await expect(post.locator("article.reply")).toHaveCount(0);
});

test("a reply to a reply stands under it, and the count follows", async ({ page, visit }) => {
  const feed = await open(page, visit);
  const post = feed.posts.filter({ has: page.getByRole("button", { name: /^\d+ replies$/ }) }).first();
  const opener = post.getByRole("button", { name: /^\d+ replies$/ });
  const n = Number.parseInt(await opener.textContent(), 10);
  await opener.click();
  const first = post.locator("article.reply").first();
  await first.getByRole("button", { name: "Reply", exact: true }).click();
  await post.getByLabel("Your reply").pressSequentially("Tout à fait.");
  await post.getByRole("form", { name: "Reply" }).getByRole("button", { name: "Reply" }).click();
  // What one wrote stays where it was written.
  await expect(first.locator(".pending", { hasText: "Tout à fait." })).toContainText("Published.");
  await expect(post.getByRole("button", { name: `${n + 1} replies` })).toBeVisible();
});
