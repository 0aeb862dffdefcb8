// Accessibility first: no rule of axe is broken, in any element, theme or language.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../fixture/test.js";
import { feedTag, ideasTag, pollTag, ratingTag, reviewsTag } from "../pages/tags.js";

const faultsOf = async (page, inside, except = []) => {
  const { violations } = await new AxeBuilder({ page }).include(inside).disableRules(except).analyze();
  return violations.map(({ id, help, nodes }) => ({
    id,
    help,
    where: nodes.slice(0, 3).map(({ target, failureSummary }) => `${target.flat().join(" ")}: ${failureSummary}`),
  }));
};

const elements = {
  "parvis-feed": ({ theme }) => feedTag({ theme }),
  "parvis-reviews": ({ theme }) => reviewsTag({ theme }),
  "parvis-ideas": ({ theme }) => ideasTag({ theme }),
  "parvis-poll": ({ theme, service }) => pollTag(service.polls.open, { theme }),
  "parvis-rating": ({ theme }) => ratingTag({ theme }),
};

for (const [tag, write] of Object.entries(elements)) {
  for (const theme of ["light", "dark"]) {
    for (const lang of ["en", "fr"]) {
      test(`${tag} breaks no rule, ${theme}, ${lang}`, async ({ page, service, visit, watched }) => {
        await page.emulateMedia({ colorScheme: theme });
        await visit({ lang, body: write({ theme, service }) });
        await expect.poll(() => watched.events.some(({ name, on }) => name === "parvis-ready" && on === tag)).toBe(true);
        if (tag !== "parvis-rating") await expect(page.locator(`${tag} .ghost`)).toHaveCount(0);
        expect(await faultsOf(page, tag)).toEqual([]);
      });
    }
  }
}

test.describe("the gallery of states", () => {
  for (const theme of ["light", "dark"]) {
    for (const lang of ["en", "fr"]) {
      test(`breaks no rule, ${theme}, ${lang}`, async ({ page, brand, watched }) => {
        // The pictures of its made-up posts are nowhere, and choosing a language changes the page.
        watched.allow(/status of 404/, /^shift/);
        await page.goto(`${brand.origin}/states.html`);
        await page.locator(`#${lang}`).check();
        await page.locator(`#${theme}`).check();
        await expect(page.locator(`.${lang} .parvis`).first()).toBeVisible();
        // The same element stands there in many states, so its landmarks repeat as they do on no real page.
        expect(await faultsOf(page, `.${lang}`, ["landmark-unique"])).toEqual([]);
      });
    }
  }
});
