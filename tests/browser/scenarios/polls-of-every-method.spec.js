// Polls of every method from a visitor's side: a ballot by keyboard alone, results, and the count done again.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, test } from "../fixture/test.js";
import { Poll } from "../pages/poll.js";
import { pollTag } from "../pages/tags.js";

const open = async (page, visit, id) => {
  await visit({ body: pollTag(id) });
  const poll = new Poll(page);
  await expect(poll.root.locator("form.ballot, .results")).not.toHaveCount(0);
  return poll;
};

/** Presses Tab until the focus is on a control with this accessible name. */
const tabTo = async (page, name) => {
  for (let presses = 0; presses < 60; presses++) {
    const label = await page.evaluate(() => {
      let focused = document.activeElement;
      while (focused?.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
      return focused?.getAttribute("aria-label") ?? focused?.textContent ?? "";
    });
    if (label.includes(name)) return;
    await page.keyboard.press("Tab");
  }
  throw new Error(`nothing named ${name} takes the focus`);
};

const counted = async (page, poll) => {
  await expect(poll.root.getByText("Your vote is counted.")).toBeVisible();
  await expect(poll.results.first()).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include("parvis-poll").analyze();
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].failureSummary}`)).toEqual([]);
};

test("grades are given by arrow keys, and the middle one is told", async ({ page, service, visit }) => {
  const poll = await open(page, visit, service.polls.grades);
  const rows = poll.root.locator("fieldset.judged");
  await expect(rows).toHaveCount(4);
  await rows.nth(0).getByRole("radio").first().focus();
  await page.keyboard.press("Space");
  await expect(rows.nth(0).getByRole("radio", { name: "Very good" })).toBeChecked();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Space");
  await page.keyboard.press("ArrowDown");
  await expect(rows.nth(1).getByRole("radio", { name: "Good", exact: true })).toBeChecked();
  await tabTo(page, "Vote");
  await page.keyboard.press("Enter");
  await counted(page, poll);
  await poll.root.getByText("How it was counted").click();
  await expect(poll.root.getByText("Each option is worth its middle grade")).toBeVisible();
  await expect(poll.root.locator(".result", { hasText: "Your grade: Very good" })).toHaveCount(1);
});

test("points are shared out by steppers that say what is left", async ({ page, service, visit }) => {
  const poll = await open(page, visit, service.polls.points);
  const more = poll.root.getByRole("button", { name: /^One point more/ });
  await more.first().focus();
  for (let press = 0; press < 4; press++) await page.keyboard.press("Enter");
  await expect(poll.root.locator("output").first()).toHaveText("3");
  await expect(more.first()).toHaveAttribute("aria-disabled", "true");
  await expect(poll.said).toHaveText("7 points left.");
  await tabTo(page, "Vote");
  await page.keyboard.press("Enter");
  await counted(page, poll);
  await expect(poll.root.getByText("You: 3 points")).toBeVisible();
});

test("a ranking is made by buttons alone, and says where an option stands", async ({ page, service, visit }) => {
  const poll = await open(page, visit, service.polls.ranking);
  await poll.root.locator("ul.ranks button").nth(2).focus();
  await page.keyboard.press("Enter");
  await expect(poll.said).toHaveText("At place 1.");
  await page.keyboard.press("Enter");
  await expect(poll.root.locator("ol.ranks li")).toHaveCount(2);
  const second = await poll.root.locator("ol.ranks li").nth(1).textContent();
  const up = poll.root.locator("ol.ranks li").nth(1).getByRole("button", { name: /up$/ });
  await up.focus();
  await page.keyboard.press("Enter");
  await expect(poll.said).toHaveText("At place 1.");
  await expect(poll.root.locator("ol.ranks li").first()).toContainText(second.replace(/^\d+/, "").slice(0, 8));
  await tabTo(page, "Vote");
  await page.keyboard.press("Enter");
  await counted(page, poll);
});

test("approval takes as many as suit", async ({ page, service, visit }) => {
  const poll = await open(page, visit, service.polls.approval);
  for (const option of [0, 2, 3, 4]) await poll.options.nth(option).check();
  await poll.cast.click();
  await counted(page, poll);
  await expect(poll.root.locator(".result.mine")).toHaveCount(4);
  await poll.button("Take my vote back").click();
  await expect(poll.root.locator(".result.mine")).toHaveCount(0);
});

test("a poll that is over is counted again on the device", async ({ page, service, visit }) => {
  const poll = await open(page, visit, service.polls.over);
  await poll.button("Count again on this device").click();
  await expect(poll.root.getByText(/^Counted on this device: \d+ ballots, and the same result\.$/)).toBeVisible();
});

test("a list of ballots that was tampered with is found out and said", async ({ page, service, visit }) => {
  await page.route(`**/polls/${service.polls.over}/ballots`, async (route) => {
    const response = await route.fetch();
    const body = await response.json();
    body.ballots[0].n += 1;
    await route.fulfill({ response, json: body });
  });
  const poll = await open(page, visit, service.polls.over);
  await poll.button("Count again on this device").click();
  await expect(poll.root.getByText("The published result is not that of the published ballots.")).toBeVisible();
});
