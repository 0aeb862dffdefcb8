// What the service refuses is said with its reason, and not a word of it is lost.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, reviewsTag } from "../pages/tags.js";

const refuse = (page, path, status, problem) =>
  page.route(path, (route) =>
    route.request().method() === "POST"
      ? route.fulfill({
          status,
          headers: { "access-control-allow-origin": "*" },
          contentType: "application/problem+json",
          body: JSON.stringify({ type: `/problems/${problem.kind}`, title: problem.kind, status, ...problem.more }),
        })
      : route.continue(),
  );

test("a post refused for good shows why and can be sent again", async ({ page, visit, watched }) => {
  watched.allow(/Failed to load resource: the server responded with a status of 403/);
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await refuse(page, /\/posts$/, 403, { kind: "forbidden" });
  await feed.publish("A text that took an hour");
  await expect(feed.pending).toContainText("Not published. Your text is kept here.");
  await expect(feed.pending).toContainText("You are not allowed to do this here.");
  await expect(feed.pending).toContainText("A text that took an hour");
  await page.reload();
  await expect(feed.pending).toContainText("A text that took an hour");
  await page.unroute(/\/posts$/);
  await feed.pending.getByRole("button", { name: "Send again" }).click();
  await feed.published(feed.posts, "A text that took an hour");
});

test("a refused mark is taken back", async ({ page, visit, watched }) => {
  watched.allow(/Failed to load resource: the server responded with a status of 403/);
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  const markOf = (place) => feed.posts.nth(place).locator("> .acts button.mark").first();
  // The first act of a visitor proves work, which may take longer than what a press may move.
  const counted = page.waitForResponse((response) => response.request().method() === "PUT" && response.ok());
  await markOf(1).click();
  await counted;
  const mark = markOf(2);
  const before = await mark.textContent();
  await page.route(/\/marks\//, (route) =>
    route.request().method() === "PUT"
      ? route.fulfill({ status: 403, headers: { "access-control-allow-origin": "*" }, contentType: "application/problem+json", body: '{"type":"/problems/forbidden","title":"forbidden","status":403}' })
      : route.continue(),
  );
  await mark.click();
  await expect(mark).toHaveAttribute("aria-pressed", "false");
  await expect(mark).toHaveText(before);
});

test("an incomplete review is told what is missing before anything is sent", async ({ page, visit }) => {
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await visit({ body: reviewsTag() });
  const reviews = new Reviews(page);
  await reviews.open("Write a review");
  const form = reviews.form("Write a review");
  await form.write("Your review", "Too short");
  await expect(form.root).toContainText("Still missing: the rating, the date of experience, what you received in return.");
  await form.send("Publish the review");
  await expect(reviews.said).toContainText("The form is not complete yet.");
  await expect(form.root.getByRole("radio", { name: "1 star: very disappointed" })).toBeFocused();
  await expect(form.field("Your review")).toHaveValue("Too short");
  await expect(form.root).toContainText("at least 10 characters");
  expect(sent).toEqual([]);
});

test("a name that looks like an address is refused on the device", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = new Feed(page);
  await feed.open("Write a post");
  const form = feed.form("Write a post");
  await form.write("Your post", "Bonjour");
  await form.write("Name shown", "lea@brume.example");
  await form.send("Publish");
  await expect(form.root).toContainText("this looks like an e-mail address, which would become public");
  await expect(form.field("Name shown")).toBeFocused();
  await expect(feed.pending).toHaveCount(0);
});
