// Narrow screens, large text, right to left, still pictures, forced colours.

import { expect, test } from "../fixture/test.js";
import { feedTag, ideasTag, pollTag, ratingTag, reviewsTag } from "../pages/tags.js";

const everything = (service) =>
  [ratingTag(), reviewsTag(), feedTag(), ideasTag(), pollTag(service.polls.open)].join("\n");

const allReady = (watched) =>
  expect.poll(() => watched.events.filter(({ name }) => name === "parvis-ready").length, { timeout: 20_000 }).toBe(5);

/** How far anything sticks out sideways, and what it is. */
const overflow = (page) =>
  page.evaluate(() => {
    const wide = document.documentElement.clientWidth;
    const out = [];
    for (const host of document.querySelectorAll("parvis-feed, parvis-reviews, parvis-ideas, parvis-poll, parvis-rating")) {
      for (const node of host.shadowRoot.querySelectorAll("*")) {
        if (node.closest("svg, .heard, .said, pre")) continue;
        let { left, right } = node.getBoundingClientRect();
        for (let around = node.parentElement; around; around = around.parentElement) {
          if (getComputedStyle(around).overflowX === "visible") continue;
          const edges = around.getBoundingClientRect();
          [left, right] = [Math.max(left, edges.left), Math.min(right, edges.right)];
        }
        if (right - left <= 1) continue;
        if (right > wide + 1 || left < -1) out.push(`${node.localName}.${node.className} ${Math.round(left)}–${Math.round(right)} of ${wide}`);
      }
    }
    const { scrollWidth } = document.documentElement;
    return scrollWidth > wide ? [`the page scrolls to ${scrollWidth} of ${wide}`, ...out] : out;
  });

for (const lang of ["en", "fr"]) {
  test(`320 pixels are enough, ${lang}`, async ({ page, service, visit, watched }) => {
    await page.setViewportSize({ width: 320, height: 640 });
    await visit({ lang, body: everything(service) });
    await allReady(watched);
    expect(await overflow(page)).toEqual([]);
  });
}

test("200 % text is enough room", async ({ page, service, visit, watched }) => {
  await page.setViewportSize({ width: 640, height: 800 });
  await visit({ body: `<div class="large">${everything(service)}</div>` });
  await allReady(watched);
  expect(await overflow(page)).toEqual([]);
});

test("a narrow aside on a wide page is laid out by its own width", async ({ page, service, visit, watched }) => {
  await page.setViewportSize({ width: 1280, height: 800 });
  await visit({ body: `<aside class="aside">${everything(service)}</aside>` });
  await allReady(watched);
  const wide = await page.evaluate(() => {
    const edge = document.querySelector("aside").getBoundingClientRect().right + 1;
    const nodes = [...document.querySelectorAll("aside > *")].flatMap((host) => [...host.shadowRoot.querySelectorAll("*:not(svg *)")]);
    return nodes
      .filter((node) => node.getBoundingClientRect().right > edge && node.getBoundingClientRect().width > 1 && !node.closest(".heard, pre"))
      .map((node) => `${node.localName}.${node.className}`);
  });
  expect(wide).toEqual([]);
});

test("right to left mirrors the layout", async ({ page, service, visit, watched }) => {
  await visit({ lang: "ar", dir: "rtl", body: everything(service) });
  await allReady(watched);
  const base = page.locator("parvis-reviews .parvis");
  await expect(base).toHaveAttribute("lang", "en");
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await overflow(page)).toEqual([]);
});

test("every target is at least 24 pixels", async ({ page, service, visit, watched }) => {
  await visit({ body: everything(service) });
  await allReady(watched);
  const small = await page.evaluate(() => {
    const found = [];
    for (const host of document.querySelectorAll("parvis-feed, parvis-reviews, parvis-ideas, parvis-poll")) {
      for (const node of host.shadowRoot.querySelectorAll("button, select, input:not(.heard), summary")) {
        const target = node.matches("input[type=radio], input[type=checkbox]") ? (node.closest("label") ?? node) : node;
        const { width, height } = target.getBoundingClientRect();
        if (width > 0 && (width < 23.5 || height < 23.5)) found.push(`${node.localName}.${node.className} ${Math.round(width)}×${Math.round(height)} ${node.textContent.slice(0, 20)}`);
      }
    }
    return [...new Set(found)].slice(0, 10);
  });
  expect(small).toEqual([]);
});

test("reduced motion means none", async ({ page, service, visit, watched }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await visit({ body: everything(service) });
  await allReady(watched);
  const why = page.locator("parvis-feed article.post").first().getByRole("button", { name: "Why here?" });
  await why.click();
  const moving = await page.evaluate(() => document.getAnimations().length);
  expect(moving).toBe(0);
  const timed = await page.evaluate(() =>
    [...document.querySelectorAll("parvis-feed, parvis-reviews, parvis-ideas, parvis-poll")]
      .flatMap((host) => [...host.shadowRoot.querySelectorAll("*")])
      .filter((node) => {
        const { transitionDuration, animationName } = getComputedStyle(node);
        return animationName !== "none" || transitionDuration.split(", ").some((time) => Number.parseFloat(time) > 0.001);
      })
      .map((node) => `${node.localName}.${node.className}`),
  );
  expect([...new Set(timed)]).toEqual([]);
});

test("forced colours keep stars, bars and pressed buttons telling", async ({ page, visit, watched }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await visit({ body: reviewsTag() });
  await expect(page.locator("article.review").first()).toBeVisible();
  const colours = await page.locator("article.review .stars").first().evaluate((stars) => {
    const colour = (name) => getComputedStyle(stars.querySelector(name)).fill;
    return [colour(".on"), colour(".off")];
  });
  expect(colours[0]).not.toBe(colours[1]);
});
