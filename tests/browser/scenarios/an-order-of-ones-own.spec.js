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

test("on a slow network the list gives way at the press, and nothing is pushed when the answer is there", async ({ page, visit }) => {
  const late = async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await route.continue();
  };
  await page.route(/parvis-own-.*wasm|\/pool/, late);
  const feed = await open(page, visit);
  const titles = await feed.titles();
  const gone = async () => {
    await expect(feed.posts).toHaveCount(0);
    await expect(feed.root.getByRole("status", { name: "Loading…" })).toBeVisible();
  };
  await feed.choose(feed.order, "mine");
  await gone();
  await expect(feed.own).toContainText("None of it is sent");
  await expect(feed.posts).toHaveCount(20);
  await feed.button("Order it for me").click();
  await gone();
  await expect(feed.posts).toHaveCount(20);
  expect(await feed.titles()).toEqual(titles);
});

test("a part that cannot be loaded leaves the list as it was, and can be asked for again", async ({ page, visit, watched }) => {
  watched.allow(/Failed to load resource|net::ERR/);
  const feed = await open(page, visit);
  const titles = await feed.titles();
  const fails = (route) => route.abort();
  await page.route(/parvis-own-.*wasm/, fails);
  await feed.choose(feed.order, "mine");
  await expect(feed.text("This could not be loaded; you are reading the list from before.")).toBeVisible();
  expect(await feed.titles()).toEqual(titles);
  await page.unroute(/parvis-own-.*wasm/, fails);
  await feed.button("Try again").click();
  await expect(feed.own).toContainText("None of it is sent");
  expect(await feed.titles()).toEqual(titles);
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
  await say(feed.posts.nth(6), /^Follow (?!the circle)/);
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

test("a place of the list lifts what is near it, says so, and can be taken out", async ({ page, visit }) => {
  const feed = await open(page, visit);
  await grant(feed);
  const before = await feed.titles();
  const near = feed.own.getByRole("slider", { name: "From your place" });
  await expect(near).toBeDisabled();
  const place = feed.own.getByRole("combobox", { name: "Your place" });
  await feed.choose(place, "lyon");
  await expect.poll(() => feed.titles()).not.toEqual(before);
  await expect(near).toBeEnabled();
  await expect(feed.posts.first().locator(".circle")).toHaveText("Lyon");
  await feed.posts.first().getByRole("button", { name: "Why here?" }).click();
  await expect(feed.posts.first()).toContainText("It comes from near your place: Lyon.");
  await feed.own.getByText("What this device remembers").click();
  await feed.own.getByRole("button", { name: "Forget: Lyon" }).click();
  await expect.poll(() => feed.titles()).toEqual(before);
  await expect(place).toHaveValue("");
  await expect(near).toBeDisabled();
});

test("the device is asked for its place at a press, and a refusal is said in words", async ({ page, context, visit }) => {
  await page.addInitScript(() => {
    window.asked = 0;
    const { getCurrentPosition } = Geolocation.prototype;
    Geolocation.prototype.getCurrentPosition = function (...given) {
      window.asked += 1;
      return getCurrentPosition.apply(this, given);
    };
  });
  const feed = await open(page, visit);
  await grant(feed);
  expect(await page.evaluate(() => window.asked)).toBe(0);
  await context.clearPermissions();
  await feed.button("Use my position").click();
  await expect(feed.own).toContainText("Your browser was not allowed to tell where you are.");
  expect(await page.evaluate(() => window.asked)).toBe(1);
  await context.grantPermissions(["geolocation"]);
  await context.setGeolocation({ latitude: 50.8466, longitude: 4.3528 });
  await feed.button("Use my position").click();
  await expect(feed.own.getByRole("combobox", { name: "Your place" }).locator("option:checked")).toHaveText("Where this device is, to about 11 km");
  await expect(feed.posts.first().locator(".circle")).toHaveText("Brussels");
});

test("a circle is followed from a post and left in the panel", async ({ page, visit }) => {
  const feed = await open(page, visit);
  await grant(feed);
  const post = feed.posts.nth(3);
  const circle = await post.locator(".circle").textContent();
  await say(post, `Follow the circle “${circle}”`);
  await expect(post.getByRole("button", { name: `Follow the circle “${circle}”` })).toHaveAttribute("aria-pressed", "true");
  await feed.own.getByText("What this device remembers").click();
  const row = feed.own.locator("dl > div", { hasText: "Circles you follow" });
  await row.getByRole("button", { name: `Forget: ${circle}` }).click();
  await expect(row).toHaveCount(0);
  await expect(post.getByRole("button", { name: `Follow the circle “${circle}”` })).toHaveAttribute("aria-pressed", "false");
});

test("what was learnt from a mark goes when the service refuses it", async ({ page, visit, watched }) => {
  watched.allow(/Failed to load resource: the server responded with a status of 403/);
  const feed = await open(page, visit);
  await grant(feed);
  let refuse;
  const seen = new Promise((resolve) => (refuse = resolve));
  await page.route(/\/marks\//, async (route) => {
    if (route.request().method() !== "PUT") return route.continue();
    await seen;
    return route.fulfill({ status: 403, headers: { "access-control-allow-origin": "*" }, contentType: "application/problem+json", body: '{"type":"/problems/forbidden","title":"forbidden","status":403}' });
  });
  await feed.own.getByText("What this device remembers").click();
  await feed.posts.nth(2).locator("> .acts button.mark").first().click();
  const learnt = feed.own.getByRole("button", { name: /^Forget: Useful/ });
  await expect(learnt).toHaveCount(1);
  refuse();
  await expect(learnt).toHaveCount(0);
  await expect(feed.own).toContainText("Nothing yet.");
});
