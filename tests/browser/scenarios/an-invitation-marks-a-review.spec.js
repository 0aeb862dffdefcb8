// A customer who comes by the link of an invitation: told so in the form, marked as verified, and once only.

import { expect, test } from "../fixture/test.js";
import { Reviews } from "../pages/reviews.js";
import { reviewsTag } from "../pages/tags.js";

const SUBJECT = "cafetiere-brume";
const INVITED = "You were invited after your order: your review will be marked as verified.";

let orders = 0;

/** Opens the brand's page by the link of a new invitation. */
const visitBy = async ({ page, brand, service }, { subject = SUBJECT, received = "nothing", body = reviewsTag({ subject }) } = {}) => {
  const address = brand.page(service, { body });
  orders += 1;
  const [{ link }] = await service.invite([{ order: `${Date.now().toString(36)}-${orders}`, subject }], address, received);
  expect(link, "the invitation stands in the fragment").toContain(`${address}#parvis-invite=${subject}.`);
  await page.goto(link);
  const reviews = new Reviews(page);
  await expect(reviews.button("Write a review").first()).toBeVisible();
  return { reviews, link };
};

const written = async (api, words) => {
  const all = await api.all(`/subjects/${SUBJECT}/reviews?order=newest`, "reviews");
  return all.find(({ item }) => JSON.stringify(item.text).includes(words));
};

const unique = (words) => `${words}, ${Date.now().toString(36)}.`;

test("an invitation is told, sent with the review and taken out of the address", async ({ page, api, brand, service }) => {
  const words = unique("Invitée après sa commande");
  const { reviews, link } = await visitBy({ page, brand, service });
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const form = await reviews.begin({ text: words });
  await expect(form.root).toContainText(INVITED);
  expect(page.url(), "it stays in the address until it was used").toBe(link);
  await form.send("Publish the review");
  await reviews.published(reviews.reviews, words);
  await expect.poll(() => page.url()).toBe(link.split("#")[0]);
  await expect.poll(async () => written(api, words)).toMatchObject({ verified: "invitation", received: "nothing" });
  const token = link.split("parvis-invite=")[1];
  expect(asked.filter((address) => address.includes(token)), "no address that is asked for holds it").toEqual([]);
  const kept = await page.evaluate(() => JSON.stringify({ ...localStorage }));
  expect(kept, "nothing is kept of it once it was used").not.toContain(token);
});

test("what a campaign gives is told whatever the author says", async ({ page, api, brand, service }) => {
  const words = unique("Reçu pour essai");
  const { reviews } = await visitBy({ page, brand, service }, { received: "product" });
  const form = await reviews.begin({ text: words, received: "No, nothing" });
  await form.send("Publish the review");
  await reviews.published(reviews.reviews, words);
  await expect.poll(async () => written(api, words)).toMatchObject({ verified: "invitation", received: "product" });
  const review = reviews.review(words);
  // A list that was just read is shown again for a few seconds.
  await expect(async () => {
    await page.reload();
    await reviews.choose(reviews.order, "newest");
    await expect(review).toContainText("Product received for this review", { timeout: 2000 });
  }).toPass({ timeout: 25_000 });
  await expect(review).toContainText("Verified: invited after an order");
});

test("an invitation that was used is refused, and the text goes without it", async ({ page, api, brand, service, watched }) => {
  watched.allow(/Failed to load resource: the server responded with a status of 422/);
  const { reviews, link } = await visitBy({ page, brand, service });
  const invitation = link.split("parvis-invite=")[1];
  const other = { lang: "fr", stars: 5, text: unique("Plus rapide"), experienced: "2026-10-01", received: "nothing", invitation };
  await api.send("POST", `/subjects/${SUBJECT}/reviews`, other);
  const words = unique("Un texte qui a pris une heure");
  const form = await reviews.begin({ text: words });
  await expect(form.root).toContainText(INVITED);
  await form.send("Publish the review");
  await expect(reviews.pending).toContainText("Your invitation: it was used before");
  await expect(reviews.pending).toContainText(words);
  await reviews.pending.getByRole("button", { name: "Edit" }).click();
  await expect(form.root).toContainText("Your invitation: it was used before");
  await expect(form.root).not.toContainText(INVITED);
  await expect(form.field("Your review")).toHaveValue(words);
  expect(page.url()).toBe(link.split("#")[0]);
  await form.send("Publish the review");
  await reviews.published(reviews.reviews, words);
  await expect.poll(async () => written(api, words)).toMatchObject({ verified: "none" });
});

test("an invitation is for its own subject and for no other on the page", async ({ page, brand, service }) => {
  const body = reviewsTag({ subject: "moulin-m1" }) + reviewsTag({ subject: SUBJECT });
  await visitBy({ page, brand, service }, { body });
  for (const [place, isInvited] of [[0, false], [1, true]]) {
    const reviews = new Reviews(page, place);
    await reviews.open("Write a review");
    const { root } = reviews.form("Write a review");
    await expect(root).toBeVisible();
    await expect(root.getByText(INVITED)).toHaveCount(isInvited ? 1 : 0);
  }
});
