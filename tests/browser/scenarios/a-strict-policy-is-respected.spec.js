// A page with every element under the strictest policy a brand may have.

import { expect, test } from "../fixture/test.js";
import { watch } from "../fixture/watch.js";
import { Reviews } from "../pages/reviews.js";
import { feedTag, ideasTag, pollTag, ratingTag, reviewsTag } from "../pages/tags.js";

const everything = (service) =>
  [
    ratingTag(),
    reviewsTag(),
    reviewsTag({ subject: "moulin-e2" }),
    feedTag(),
    ideasTag(),
    pollTag(service.polls.open),
  ].join("\n");

const settled = (watched, n) =>
  expect.poll(() => watched.events.filter(({ name }) => name === "parvis-ready").length, { timeout: 20_000 }).toBe(n);

/** Every request of the page to anything but the brand, in order: method, address, headers that could tell who asks. */
const record = (page, brand) => {
  const asked = [];
  page.on("request", async (request) => {
    if (request.url().startsWith(brand.origin)) return;
    const { authorization, cookie, "if-none-match": known, "content-type": type } = request.headers();
    asked.push(`${request.method()} ${request.url()} ${JSON.stringify({ authorization, cookie, known, type })}`);
  });
  return asked;
};

test("every element draws, and nothing is refused by the policy", async ({ page, brand, service, visit, watched }) => {
  const asked = record(page, brand);
  await visit({ body: everything(service) });
  await settled(watched, 6);
  const wasm = asked.filter((line) => /\/parvis_bg-[\w-]+\.wasm /.test(line));
  expect(wasm, "the main wasm is fetched once").toHaveLength(1);
  await expect.poll(() => asked.filter((line) => line.includes("/live")).length, "one stream").toBe(1);
  const pieces = asked.filter((line) => line.includes(".wasm "));
  expect(new Set(pieces).size, "no piece is fetched twice").toBe(pieces.length);
  expect(asked.filter((line) => !line.includes(service.address)), "only the service is asked").toEqual([]);
  expect(watched.events.filter(({ name }) => name === "parvis-error")).toEqual([]);
});

test("two visitors with different acts ask for exactly the same", async ({ browser, brand, service }) => {
  const requests = [];
  const address = brand.page(service, { body: everything(service) });
  for (const acts of [0, 2]) {
    const context = await browser.newContext();
    const own = await watch(context);
    const page = await context.newPage();
    // What the browser revalidates behind a page depends on the second it is opened in, not on the visitor.
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    await page.goto(address);
    await settled(own, 6);
    const reviews = new Reviews(page);
    for (let index = 0; index < acts; index++) {
      const helpful = reviews.reviews.nth(index).getByRole("button", { name: "Useful" }).first();
      await helpful.click();
      await expect(reviews.reviews.nth(index).getByRole("button", { name: "Useful, thanks" })).toHaveAttribute("aria-pressed", "true");
    }
    if (acts > 0) {
      // Kept on the device, and no longer waiting to be sent.
      const kept = () => page.evaluate(() => Object.keys(localStorage).map((key) => key.split(":")[2]));
      await expect.poll(kept).toContain("mine");
      await expect.poll(kept).not.toContain("outbox");
    }
    await page.evaluate(() => scrollTo(0, 0));
    const asked = record(page, brand);
    own.events.length = 0;
    await page.reload();
    await settled(own, 6);
    await expect.poll(() => asked.some((line) => line.includes("/live"))).toBe(true);
    expect(await own.faults()).toEqual([]);
    // A stream resumes after the last event it knows; where it stands tells nothing of the visitor.
    // Pictures load when they come near, which depends on how quickly the page was laid out.
    requests.push(asked.filter((line) => !line.includes("/media/")).map((line) => line.replace(/after=\d+/, "after=N")).sort());
    await context.close();
  }
  expect(requests[1]).toEqual(requests[0]);
});
