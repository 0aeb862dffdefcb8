// Whole journeys without a pointer.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Ideas } from "../pages/ideas.js";
import { Poll } from "../pages/poll.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, ideasTag, pollTag, reviewsTag } from "../pages/tags.js";

/** Presses Tab until `target` has the focus, not at all if it has it. */
const tabTo = async (page, target, most = 80) => {
  for (let press = 0; press <= most; press++) {
    if (await target.evaluate((node) => node.getRootNode().activeElement === node)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`not reached with ${most} presses of Tab`);
};

/** Waits until the focus is on the node or inside it: what opens takes the focus with it. */
const hasFocus = (node) => expect.poll(() => node.evaluate((form) => form.contains(form.getRootNode().activeElement))).toBe(true);

test("a review is written, with stars, and published", async ({ page, visit }) => {
  const words = `Écrit sans souris ${Date.now().toString(36)}`;
  await visit({ body: reviewsTag({ subject: "bouilloire-col" }) });
  const reviews = new Reviews(page);
  await expect(reviews.reviews.first()).toBeVisible();
  await tabTo(page, reviews.button("Write a review"));
  await page.keyboard.press("Enter");
  const form = reviews.form("Write a review");
  await hasFocus(form.root);
  const star = (name) => form.root.getByRole("radio", { name });
  await tabTo(page, star("1 star: very disappointed"));
  await page.keyboard.press("Space");
  for (let press = 0; press < 3; press++) await page.keyboard.press("ArrowRight");
  await expect(star("4 stars: happy")).toBeChecked();
  await tabTo(page, form.field("Your review"));
  await page.keyboard.type(words);
  await tabTo(page, form.field("Date of experience"));
  await page.keyboard.type("10102026");
  await expect(form.field("Date of experience")).toHaveValue("2026-10-10");
  await tabTo(page, form.root.getByRole("radio", { name: "No, nothing" }));
  await page.keyboard.press("Space");
  await tabTo(page, form.root.getByRole("button", { name: "Publish the review" }));
  await page.keyboard.press("Enter");
  await reviews.published(reviews.reviews, words);
  await expect(form.root).toHaveCount(0);
});

test("an explanation opens in place and Escape gives the focus back", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  const why = feed.posts.nth(1).getByRole("button", { name: "Why here?" });
  await expect(why).toBeVisible();
  await tabTo(page, why);
  await page.keyboard.press("Enter");
  const panel = feed.posts.nth(1).getByRole("group", { name: "Why here?" });
  await expect(panel).toBeVisible();
  await expect(panel).toContainText("It is a sum, the same for everybody");
  await expect(why).toHaveAttribute("aria-expanded", "true");
  await page.keyboard.press("Escape");
  await expect(panel).toHaveCount(0);
  await expect(why).toBeFocused();
});

test("a vote on an idea is given and taken back", async ({ page, visit }) => {
  await visit({ body: ideasTag() });
  const ideas = new Ideas(page);
  const vote = ideas.root.locator('button[data-act^="vote:"]').first();
  await expect(vote).toBeVisible();
  await tabTo(page, vote);
  await page.keyboard.press("Space");
  await expect(vote).toHaveAttribute("aria-pressed", "true");
  await expect(vote).toBeFocused();
  await page.keyboard.press("Space");
  await expect(vote).toHaveAttribute("aria-pressed", "false");
  await expect(vote).toBeFocused();
});

test("a ballot is cast, changed and taken back", async ({ page, service, visit }) => {
  await visit({ body: pollTag(service.polls.open) });
  const poll = new Poll(page);
  await expect(poll.options.first()).toBeVisible();
  await tabTo(page, poll.options.first());
  await page.keyboard.press("Space");
  await expect(poll.options.first()).toBeChecked();
  await page.keyboard.press("ArrowDown");
  await expect(poll.options.nth(1)).toBeChecked();
  await tabTo(page, poll.cast);
  await page.keyboard.press("Enter");
  await expect(poll.root.getByText("Your vote is counted.")).toBeVisible();
  await tabTo(page, poll.button("Take my vote back"));
  await page.keyboard.press("Enter");
  await expect(poll.root.getByText("Your vote is counted.")).toHaveCount(0);
});

test("a thread is opened and answered", async ({ page, visit }) => {
  const words = `Merci ${Date.now().toString(36)}`;
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  const post = feed.posts.first();
  const opener = post.getByRole("button", { name: /^(\d+ repl(y|ies)|Reply)$/ }).first();
  await expect(opener).toBeVisible();
  await tabTo(page, opener);
  await page.keyboard.press("Enter");
  const thread = post.locator(".thread");
  await expect(thread).toBeVisible();
  await tabTo(page, thread.getByRole("button", { name: "Reply", exact: true }).last());
  await page.keyboard.press("Enter");
  await hasFocus(thread.getByRole("form", { name: "Reply" }));
  await tabTo(page, thread.getByLabel("Your reply"));
  await page.keyboard.type(words);
  await tabTo(page, thread.getByRole("form", { name: "Reply" }).getByRole("button", { name: "Reply" }));
  await page.keyboard.press("Enter");
  await expect(thread.locator(".pending", { hasText: words })).toContainText("Published.");
});
