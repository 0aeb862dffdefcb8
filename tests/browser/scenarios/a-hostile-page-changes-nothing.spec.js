// Pages that style everything, hide the document's own methods and replace natives.

import { expect, test } from "../fixture/test.js";
import { Feed } from "../pages/feed.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, reviewsTag } from "../pages/tags.js";

/** What a guest decides for itself: everything but font, size and colour. */
const ownStyles = (element) => {
  const names = ["display", "visibility", "position", "float", "direction", "textTransform", "letterSpacing", "wordSpacing", "textAlign", "borderTopStyle", "opacity", "whiteSpace", "textIndent"];
  const base = element.shadowRoot.querySelector(".parvis");
  return [base, ...base.querySelectorAll("*")].map((node) => {
    const style = getComputedStyle(node);
    return `${node.localName}.${node.getAttribute("class")}: ${names.map((name) => style[name]).join(" ")}`;
  });
};

test("hostile styles reach nothing inside", async ({ page, visit }) => {
  const reviews = new Reviews(page);
  // What is told under closed lines comes after the first view.
  const isWhole = () => expect(reviews.root.locator("details.how dd").first()).toBeAttached();
  await visit({ body: reviewsTag() });
  await expect(reviews.reviews.first()).toBeVisible();
  await isWhole();
  const quiet = await reviews.root.evaluate(ownStyles);
  await visit({ body: reviewsTag(), head: '<link rel="stylesheet" href="/hostile.css">' });
  await expect(reviews.reviews.first()).toBeVisible();
  await isWhole();
  const loud = await reviews.root.evaluate(ownStyles);
  expect(loud).toEqual(quiet);
  await expect(reviews.button("Write a review")).toBeVisible();
});

test("hidden methods and replaced natives change nothing", async ({ page, visit }) => {
  await visit({ host: "clobbered", body: `<img name="currentScript" alt="">${feedTag()}${reviewsTag()}` });
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await expect(new Reviews(page).reviews.first()).toBeVisible();
  await feed.posts.first().getByRole("button", { name: "Why here?" }).click();
  await expect(feed.root.getByRole("group", { name: "Why here?" })).toBeVisible();
  await feed.search.click();
  await feed.search.pressSequentially("mouture");
  await expect(feed.root.getByText(/\d+ results? among/)).toBeVisible();
});

for (const name of ["createElement", "addEventListener"]) {
  test(`a page that hides document.${name} keeps its own words at least`, async ({ page, visit, watched }) => {
    watched.allow(/console warning: parvis-feed: /, /exception/, /console error/);
    await visit({ body: `<form name="${name}"></form><parvis-feed eager><p>Our community meets here.</p></parvis-feed>` });
    const told = () => watched.events.map((event) => event.name);
    await expect.poll(told).toEqual([expect.stringMatching(/^parvis-(ready|error)$/)]);
    if (told()[0] === "parvis-error") await expect(page.getByText("Our community meets here.")).toBeVisible();
    else await expect(new Feed(page).posts.first()).toBeVisible();
  });
}

test("the script written twice starts one community", async ({ page, service, visit }) => {
  const fetched = [];
  page.on("request", (request) => fetched.push(request.url()));
  await visit({ body: feedTag(), scripts: 2 });
  await expect(new Feed(page).posts.first()).toBeVisible();
  expect(fetched.filter((address) => address.includes("/parvis_bg-"))).toHaveLength(1);
  await expect.poll(() => fetched.filter((address) => address.includes("/live")).length).toBe(1);
});

test("a second copy of the script from another address leaves the names alone", async ({ page, service, visit }) => {
  const second = `<script type="module" nonce="{{nonce}}" src="${service.address}/parvis.js?site=brume&copy=2"></script>`;
  await visit({ body: feedTag(), head: second });
  await expect(new Feed(page).posts.first()).toBeVisible();
});

test("nothing is put on the window", async ({ page, visit }) => {
  const names = () => page.evaluate(() => Object.getOwnPropertyNames(window).sort());
  await visit({ body: "<p>No element here</p>", scripts: 0 });
  const before = await names();
  await visit({ body: feedTag() });
  await expect(new Feed(page).posts.first()).toBeVisible();
  expect(await names()).toEqual(before);
});
