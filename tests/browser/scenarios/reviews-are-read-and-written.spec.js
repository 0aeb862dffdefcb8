// Reviews from a visitor's side: the summary, bars that filter, search and order together, the form.

import { expect, test } from "../fixture/test.js";
import { Reviews } from "../pages/reviews.js";
import { reviewsTag } from "../pages/tags.js";

const open = async (page, visit, attributes) => {
  await visit({ body: reviewsTag(attributes) });
  const reviews = new Reviews(page);
  await expect(reviews.reviews.first()).toBeVisible();
  return reviews;
};

const allOf = (api, subject = "moulin-m1", order = "newest") => api.all(`/subjects/${subject}/reviews?order=${order}`, "reviews");
const plain = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "");

test("the summary says the mean and its arithmetic", async ({ page, api, visit }) => {
  const { summary } = await api.get("/subjects/moulin-m1/reviews?order=useful");
  const reviews = await open(page, visit);
  const { average, count } = summary.rating;
  await expect(reviews.root.locator(".summary .number")).toHaveText(average.toFixed(1));
  await expect(reviews.root.locator(".summary")).toContainText(`${count} reviews`);
  await reviews.root.getByText("Where does this average come from?").click();
  await expect(reviews.root.locator(".formula")).toContainText(`÷ ${count} = ${average.toFixed(2)}`);
  for (const stars of [1, 2, 3, 4, 5]) {
    const n = summary.histogram[stars - 1];
    await expect(reviews.root.getByRole("button", { name: `${stars} star${stars > 1 ? "s" : ""}: ${n} review${n === 1 ? "" : "s"}`, exact: true })).toBeVisible();
  }
});

test("bars filter, alone and together, and say so", async ({ page, api, visit }) => {
  const all = await allOf(api);
  const n_of = (stars) => all.filter((review) => review.stars === stars).length;
  const reviews = await open(page, visit);
  await reviews.bar(3).click();
  await expect(reviews.bar(3)).toHaveAttribute("aria-pressed", "true");
  await expect(reviews.root.getByText(`${n_of(3)} of ${all.length} reviews shown: 3 stars`)).toBeVisible();
  await expect.poll(async () => new Set(await reviews.stars())).toEqual(new Set([3]));
  await reviews.bar(2).click();
  await expect(reviews.root.getByText(`${n_of(3) + n_of(2)} of ${all.length} reviews shown: 3 stars, 2 stars`)).toBeVisible();
  await reviews.button("Show all").click();
  await expect(reviews.bar(3)).toHaveAttribute("aria-pressed", "false");
});

test("search, filters and order work together", async ({ page, api, visit }) => {
  const reviews = await open(page, visit);
  const wanted = (await allOf(api)).filter(({ verified, item, stars }) => {
    const text = plain(`${item.title ?? ""} ${JSON.stringify(item.text)}`);
    return verified !== "none" && text.includes("mouture") && stars >= 4;
  });
  expect(wanted.length, "the demo has reviews to find").toBeGreaterThan(1);
  await reviews.type(reviews.search, "MOUTÛRE");
  await reviews.button("Verified").click();
  await reviews.bar(4).click();
  await reviews.bar(5).click();
  await reviews.choose(reviews.order, "lowest");
  await expect(reviews.root.getByText(new RegExp(`^${wanted.length} of \\d+ reviews? shown`))).toBeVisible();
  const sorted = wanted.map(({ stars }) => stars).sort((a, b) => a - b).slice(0, 10);
  await expect.poll(() => reviews.stars()).toEqual(sorted);
});

for (const order of ["useful", "newest", "highest", "lowest"]) {
  test(`the order ${order} is that of the service`, async ({ page, api, visit }) => {
    const reviews = await open(page, visit);
    if (order !== "useful") await reviews.choose(reviews.order, order);
    const expected = (await allOf(api, "moulin-m1", order)).slice(0, 10).map(({ item }) => item.title ?? "");
    const titles = () => reviews.reviews.evaluateAll((all) => all.map((review) => review.querySelector("h3")?.textContent ?? ""));
    await expect.poll(titles).toEqual(expected);
  });
}

test("a review shows both dates, how it was checked and the brand's answer", async ({ page, api, visit }) => {
  const all = await allOf(api, "moulin-m1", "useful");
  const index = all.slice(0, 10).findIndex((review) => review.answer && review.experienced);
  const reviews = await open(page, visit);
  const review = reviews.reviews.nth(index);
  await expect(review).toContainText("Experience on");
  await expect(review).toContainText("Published on");
  await expect(review).toContainText(/Verified|Purchase not checked|Imported/);
  await expect(review.locator(".answer")).toContainText("The brand");
});

test("helpful and not helpful exclude each other", async ({ page, visit }) => {
  const reviews = await open(page, visit);
  const review = reviews.reviews.first();
  await review.getByRole("button", { name: /^Useful/ }).first().click();
  await expect(review.getByRole("button", { name: /^Useful, thanks/ })).toHaveAttribute("aria-pressed", "true");
  await review.getByRole("button", { name: /^Not useful/ }).click();
  await expect(review.getByRole("button", { name: /^Not useful to me/ })).toHaveAttribute("aria-pressed", "true");
  await expect(review.getByRole("button", { name: /^Useful/ }).first()).toHaveAttribute("aria-pressed", "false");
});

test("a review is written and published", async ({ page, api, visit }) => {
  const words = `Écrit par un passant, ${Date.now().toString(36)}.`;
  const reviews = await open(page, visit, { subject: "cafetiere-brume" });
  const form = await reviews.begin({ stars: "5 stars: very happy", text: words });
  await form.write("Title", "Simple et bon");
  await form.pick("Yes");
  await form.send("Publish the review");
  await reviews.published(reviews.reviews, words);
  await expect.poll(async () => (await allOf(api, "cafetiere-brume"))[0]).toMatchObject({ stars: 5, experienced: "2026-10-02", recommends: true, received: "nothing", verified: "none", item: { title: "Simple et bon", lang: "fr" } });
});

test("the brand may ask for a sign-in before anything is sent", async ({ page, visit }) => {
  const reviews = await open(page, visit, { subject: "cafetiere-brume" });
  await page.evaluate(() => document.addEventListener("parvis-submit", (event) => event.preventDefault()));
  const sent = [];
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  const form = await reviews.begin({ text: "Retenu par la marque." });
  await form.send("Publish the review");
  await expect(form.field("Your review")).toHaveValue("Retenu par la marque.");
  await expect(reviews.pending).toHaveCount(0);
  expect(sent).toEqual([]);
});
