// Another order is asked for and cannot be loaded: the list that was there stays, a line says so, and trying again works.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, reviewsTag } from "../pages/tags.js";

const KEPT = "This could not be loaded; you are reading the list from before.";

for (const { name, tag, open, items } of [
  { name: "posts", tag: feedTag, open: (page) => new Feed(page), items: (feed) => feed.posts },
  { name: "reviews", tag: reviewsTag, open: (page) => new Reviews(page), items: (reviews) => reviews.reviews },
]) {
  test(`${name} stay while another order cannot be loaded, and come when it is tried again`, async ({ page, visit, watched }) => {
    watched.allow(/Failed to load resource|net::ERR/);
    await visit({ body: tag() });
    const element = open(page);
    const labels = () => items(element).evaluateAll((nodes) => nodes.map((node) => node.id + node.ariaLabel));
    await expect(element.root.locator(".end")).toBeVisible();
    const before = await labels();
    const fails = (route) => route.abort();
    await page.route(/order=newest/, fails);
    await element.choose(element.order, "newest");
    await expect(element.text(KEPT)).toBeVisible();
    expect(await labels()).toEqual(before);
    await page.unroute(/order=newest/, fails);
    const coming = page.waitForResponse(/order=newest/);
    await element.button("Try again").click();
    expect((await coming).ok()).toBe(true);
    await expect(element.text(KEPT)).toHaveCount(0);
    await expect.poll(labels).not.toEqual(before);
  });
}
