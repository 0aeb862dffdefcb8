// Light and dark: the page's own scheme, the attribute, the brand's switch; never a flash of the other one.

import { expect, test } from "../fixture/test.js";
import { feedTag, reviewsTag } from "../pages/tags.js";

const themeOf = (page) => page.locator("parvis-reviews .parvis");
const accentOf = (page) => page.locator("parvis-reviews .parvis").evaluate((base) => getComputedStyle(base.querySelector(".button.main")).backgroundColor);

/** Every theme the element has been seen in, from its first frame on. */
const recordThemes = (page) =>
  page.addInitScript(() => {
    window.seenThemes = [];
    const look = () => {
      const base = document.querySelector("parvis-reviews")?.shadowRoot?.querySelector(".parvis");
      const theme = base?.dataset.theme;
      if (theme && window.seenThemes.at(-1) !== theme) window.seenThemes.push(theme);
      requestAnimationFrame(look);
    };
    look();
  });

for (const scheme of ["light", "dark"]) {
  test(`auto follows a page in ${scheme}`, async ({ page, visit }) => {
    await page.emulateMedia({ colorScheme: scheme });
    await visit({ body: reviewsTag() });
    await expect(page.locator("article.review").first()).toBeVisible();
    const used = await page.locator("parvis-reviews .parvis").evaluate((base) => {
      const probe = document.createElement("i");
      base.append(probe);
      probe.style.color = "light-dark(rgb(1, 1, 1), rgb(2, 2, 2))";
      const { color } = getComputedStyle(probe);
      probe.remove();
      return color;
    });
    expect(used).toBe(scheme === "light" ? "rgb(1, 1, 1)" : "rgb(2, 2, 2)");
  });
}

test("the attribute decides against the page", async ({ page, visit }) => {
  await page.emulateMedia({ colorScheme: "light" });
  await visit({ body: reviewsTag({ theme: "dark" }) });
  await expect(themeOf(page)).toHaveAttribute("data-theme", "dark");
  await expect(page.locator("article.review").first()).toBeVisible();
  const dark = await accentOf(page);
  await page.evaluate(() => document.querySelector("parvis-reviews").setAttribute("theme", "light"));
  await expect(themeOf(page)).toHaveAttribute("data-theme", "light");
  await expect.poll(() => accentOf(page)).not.toBe(dark);
});

test("a selector of the brand's switch is followed without a flash", async ({ page, visit }) => {
  await recordThemes(page);
  await visit({ html: 'class="night"', body: reviewsTag({ theme: "html.night" }) });
  await expect(page.locator("article.review").first()).toBeVisible();
  expect(await page.evaluate(() => window.seenThemes)).toEqual(["dark"]);
  await page.evaluate(() => document.documentElement.classList.remove("night"));
  await expect(themeOf(page)).toHaveAttribute("data-theme", "light");
  await page.evaluate(() => document.documentElement.classList.add("night"));
  await expect(themeOf(page)).toHaveAttribute("data-theme", "dark");
  expect(await page.evaluate(() => window.seenThemes)).toEqual(["dark", "light", "dark"]);
});

test("a selector that is not one is said once and shows the page's own scheme", async ({ page, visit, watched }) => {
  watched.allow(/console warning: parvis-feed: theme: /);
  await visit({ body: feedTag({ theme: "html[" }) });
  await expect(page.locator("article.post").first()).toBeVisible();
  await expect(page.locator("parvis-feed .parvis")).toHaveAttribute("data-theme", "auto");
});

test("tokens set on the page reach the element", async ({ page, visit }) => {
  await visit({ body: reviewsTag() });
  const button = page.getByRole("button", { name: "Write a review" });
  await expect(button).toBeVisible();
  await page.evaluate(() => document.documentElement.style.setProperty("--parvis-accent", "rgb(120, 0, 60)"));
  await expect(button).toHaveCSS("background-color", "rgb(120, 0, 60)");
});
