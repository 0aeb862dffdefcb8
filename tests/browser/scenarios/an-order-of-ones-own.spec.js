// The order that the device makes for its visitor: asked for, granted, taught, changed, left.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { feedTag } from "../pages/tags.js";

const open = async (page, visit) => {
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  // A list is drawn in slices: its titles are all there with the last.
  await expect(feed.posts).toHaveCount(20);
  return feed;
};

const grant = async (feed) => {
  await feed.choose(feed.order, "mine");
  await feed.button("Order it for me").click();
  await expect(feed.own).toContainText("Your device knows nothing of you yet");
  await expect(feed.said).toContainText("The list is in order for you.");
  await expect(feed.posts).toHaveCount(20);
};

/** Opens what can be said of a post for this order alone, and says it. */
const say = async (post, words) => {
  await post.getByRole("button", { name: "For you" }).click();
  await post.getByRole("button", { name: words }).click();
};

test("it says what would be remembered, and can be declined", async ({ page, visit }) => {
  const feed = await open(page, visit);
  const titles = await feed.titles();
  const asked = [];
  page.on("request", (request) => request.url().includes("/pool") && asked.push(request.url()));
  await feed.choose(feed.order, "mine");
  await expect(feed.own).toContainText("None of it is sent");
  await expect(feed.own).toBeFocused();
  await feed.button("Not now").click();
  await expect(feed.own).toHaveCount(0);
  await expect(feed.order).toHaveValue("community");
  expect(await feed.titles()).toEqual(titles);
  expect(asked).toEqual([]);
});

test("knowing nothing it keeps the community's order", async ({ page, api, visit }) => {
  const feed = await open(page, visit);
  await grant(feed);
  const { posts } = await api.get("/feeds/main/pool");
  await expect.poll(() => feed.titles()).toEqual(posts.slice(0, 20).map(({ item }) => item.title ?? ""));
  await feed.button("Show more").click();
  await expect(feed.posts).toHaveCount(40);
});

test("what was liked lifts what is like it, and each post says why", async ({ page, visit }) => {
  const feed = await open(page, visit);
  await grant(feed);
  const before = await feed.titles();
  const post = feed.posts.nth(4);
  await say(post, "More like this");
  await expect(feed.said).toContainText("Noted on this device");
  expect(await feed.titles(), "nothing moves for what is learnt").toEqual(before);
  await feed.own.getByText("What this device remembers").click();
  await feed.button("Order anew").click();
  await expect.poll(() => feed.titles()).not.toEqual(before);
  await expect(feed.own).toContainText("Ordered for you on this device");
  await expect(feed.own.getByRole("button", { name: /^Forget: More like this/ })).toBeVisible();
  await feed.posts.first().getByRole("button", { name: "Why here?" }).click();
  await expect(feed.posts.first()).toContainText("It is a sum made on your device");
  await feed.own.getByRole("button", { name: /^Forget: More like this/ }).click();
  await expect.poll(() => feed.titles()).toEqual(before);
});

test("a post that is not wanted goes, and the others stay in their order", async ({ page, visit }) => {
  const feed = await open(page, visit);
  await grant(feed);
  const before = await feed.titles();
  await say(feed.posts.nth(2), "Less like this");
  const left = before.filter((_, place) => place !== 2);
  await expect.poll(() => feed.titles()).toEqual(left);
  await expect(feed.own).toContainText("1 post is left out.");
});

test("sliders order anew by keyboard, and nothing else on the page moves", async ({ page, visit }) => {
  const feed = await open(page, visit);
  await grant(feed);
  await say(feed.posts.nth(6), /^Follow /);
  const before = await feed.titles();
  const ties = feed.own.getByRole("slider", { name: "People close to you" });
  await ties.focus();
  await ties.press("End");
  await expect(ties).toHaveAttribute("aria-valuetext", "200%");
  await expect.poll(() => feed.titles()).not.toEqual(before);
  await expect(ties).toBeFocused();
});

test("everything can be erased, which leads back to the community", async ({ page, visit }) => {
  const feed = await open(page, visit);
  const titles = await feed.titles();
  await grant(feed);
  await say(feed.posts.nth(1), "More like this");
  await feed.own.getByText("What this device remembers").click();
  await feed.button("Erase everything").click();
  await expect(feed.own).toHaveCount(0);
  await expect(feed.order).toHaveValue("community");
  await expect.poll(() => feed.titles()).toEqual(titles);
  await feed.choose(feed.order, "mine");
  await expect(feed.own).toContainText("Put this list in an order of your own?");
});
