// The page of the made-up brand, as `cargo xtask demo` shows it.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../fixture/test.js";

/** Scrolls through the page, so that every element comes near. */
const readThrough = (page) =>
  page.evaluate(async () => {
    const step = innerHeight / 2;
    for (let y = 0; y < document.documentElement.scrollHeight && y < 30_000; y += step) {
      scrollTo(0, y);
      await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    }
    scrollTo(0, 0);
  });

const allReady = async (page, watched) => {
  await readThrough(page);
  const elements = await page.locator("parvis-feed, parvis-reviews, parvis-ideas, parvis-poll").count();
  const ready = () => watched.events.filter(({ name, on }) => name === "parvis-ready" && on !== "parvis-rating").length;
  expect(elements).toBeGreaterThanOrEqual(4);
  await expect.poll(ready, { timeout: 20_000 }).toBeGreaterThanOrEqual(elements);
};

test("every element of it comes alive", async ({ page, service, watched }) => {
  // Reading fast moves the window past elements that are still being drawn.
  watched.allow(/^shift/);
  await page.goto(`${service.address}/`);
  await allReady(page, watched);
  expect(watched.events.filter(({ name }) => name === "parvis-error")).toEqual([]);
});

for (const [scheme, width] of [["light", 1280], ["dark", 320]]) {
  test(`it breaks no rule and fits ${width} pixels in the ${scheme}`, async ({ page, service, watched }) => {
    watched.allow(/^shift/);
    await page.emulateMedia({ colorScheme: scheme });
    await page.setViewportSize({ width, height: 800 });
    await page.goto(`${service.address}/`);
    await allReady(page, watched);
    const { violations } = await new AxeBuilder({ page }).exclude(".skip").analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map(({ target }) => target.flat().join(" ")).join(", ")}`)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
  });
}

test("its switches change the language and the theme of everything", async ({ page, service, watched }) => {
  watched.allow(/^shift/);
  await page.goto(`${service.address}/`);
  await allReady(page, watched);
  await page.getByRole("button", { name: "English" }).click();
  await expect(page.getByRole("button", { name: "Write a review" })).toBeVisible();
  await page.getByRole("button", { name: "dark", exact: true }).click();
  const scheme = () => page.locator("parvis-reviews .parvis").first().evaluate((base) => getComputedStyle(base).colorScheme);
  await expect.poll(scheme).toContain("dark");
});
