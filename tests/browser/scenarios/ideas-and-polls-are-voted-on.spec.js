// Ideas and polls from a visitor's side: votes, proposals, ballots, results by their rule.

import { expect, test } from "../fixture/test.js";
import { Ideas } from "../pages/ideas.js";
import { Poll } from "../pages/poll.js";
import { ideasTag, pollTag } from "../pages/tags.js";

const openIdeas = async (page, visit) => {
  await visit({ body: ideasTag() });
  const ideas = new Ideas(page);
  await expect(ideas.ideas.first()).toBeVisible();
  return ideas;
};

test("a vote counts at once, reaches the service, and is taken back", async ({ page, api, visit }) => {
  const ideas = await openIdeas(page, visit);
  const idea = ideas.ideas.filter({ has: page.locator("button.vote") }).first();
  const title = await idea.locator("h3").textContent();
  const votes = async () => (await api.all("/boards/atelier", "ideas")).find(({ item }) => item.title === title).votes.agree;
  const before = await votes();
  const vote = idea.locator("button.vote");
  await vote.click();
  await expect(vote.locator("> .n")).toHaveText(String(before + 1));
  await expect(idea).toContainText("Your vote is in");
  await expect.poll(votes).toBe(before + 1);
  await vote.click();
  await expect(vote.locator("> .n")).toHaveText(String(before));
  await expect.poll(votes).toBe(before);
});

test("an idea that takes no more votes offers none", async ({ page, api, visit }) => {
  const ideas = await openIdeas(page, visit);
  await ideas.choose(ideas.status, "shipped");
  const shipped = (await api.all("/boards/atelier", "ideas")).filter(({ status }) => status === "shipped");
  await expect(ideas.ideas).toHaveCount(shipped.length);
  await expect(ideas.ideas.locator("button.vote")).toHaveCount(0);
  await expect(ideas.ideas.first()).toContainText("Shipped");
});

test("an idea is proposed and stands on the board", async ({ page, visit }) => {
  const title = `Un couvercle muet ${Date.now().toString(36)}`;
  const ideas = await openIdeas(page, visit);
  await ideas.open("Propose an idea");
  const form = ideas.form("Propose an idea");
  await form.write("Your idea in one sentence", title);
  await form.write("The need behind it", "Moudre à six heures");
  await form.write("Explain it", "Un joint de silicone suffirait.");
  await form.send("Propose");
  await ideas.published(ideas.ideas, title);
});

test("an idea that is there already is found while it is written, on the device", async ({ page, visit }) => {
  const ideas = await openIdeas(page, visit);
  const asked = [];
  await ideas.open("Propose an idea");
  const form = ideas.form("Propose an idea");
  page.on("request", (request) => asked.push(request.url()));
  await form.write("Your idea in one sentence", "Régler la température des cafetières");
  const near = ideas.root.locator(".near");
  await expect(near).toContainText("Température réglable sur la cafetière");
  expect(asked, "nothing of it is sent").toEqual([]);
  await near.getByRole("button", { name: "Température réglable sur la cafetière" }).click();
  await expect(ideas.ideas).toHaveCount(1);
  await expect(ideas.ideas.first()).toContainText("Température réglable sur la cafetière");
  await expect(form.field("Your idea in one sentence")).toHaveValue("Régler la température des cafetières");
});

test("what became of an idea voted on is told at the next visit, without moving the list", async ({ page, visit }) => {
  const ideas = await openIdeas(page, visit);
  const idea = ideas.ideas.filter({ has: page.locator("button.vote") }).nth(1);
  const title = await idea.locator("h3").textContent();
  await idea.locator("button.vote").click();
  await expect(idea).toContainText("Your vote is in");
  const key = "parvis:brume:seen";
  const keys = () => page.evaluate(() => Object.keys(localStorage).sort());
  // The vote is acknowledged: nothing waits, and nothing more is written.
  await expect.poll(keys).toContain(key);
  await expect.poll(async () => (await keys()).filter((name) => name.includes("outbox:"))).toEqual([]);
  // As if it had been declined, and taken up again since.
  await page.evaluate((name) => {
    const seen = JSON.parse(localStorage.getItem(name));
    for (const id of Object.keys(seen)) seen[id] = "declined";
    localStorage.setItem(name, JSON.stringify(seen));
  }, key);
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  const told = ideas.root.locator(".away");
  await expect(told).toContainText(`An idea you voted on has a new status: “${title}”`);
  await told.getByRole("button", { name: "Show" }).click();
  await expect(ideas.ideas).toHaveCount(1);
  await expect(ideas.ideas.first()).toContainText(title);
  await expect(told).toHaveCount(0);
  await expect.poll(() => page.evaluate((name) => localStorage.getItem(name), key)).not.toContain("declined");
});

test("the history of an idea is checked on the device, and a changed one is told", async ({ page, visit }) => {
  const ideas = await openIdeas(page, visit);
  const idea = ideas.ideas.filter({ has: page.getByRole("button", { name: "Its history" }) }).first();
  await idea.getByRole("button", { name: "Its history" }).click();
  await expect(idea).toContainText("Checked on this device: every step still has the hash it was published with.");
  await page.route(/\/boards\/atelier/, async (route) => {
    const answer = await route.fetch();
    const board = await answer.json();
    for (const { history = [] } of board.ideas) if (history.length > 1) history[0].reason += " Ou pas.";
    await route.fulfill({ response: answer, json: board });
  });
  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await idea.getByRole("button", { name: "Its history" }).click();
  await expect(idea).toContainText("This history was changed afterwards: from step 1 on");
});

test("a single choice: vote, see results, change, take back", async ({ page, service, visit }) => {
  await visit({ body: pollTag(service.polls.open) });
  const poll = new Poll(page);
  await expect(poll.options.first()).toBeVisible();
  await poll.cast.click();
  await expect(poll.root.locator(".fault")).toBeVisible();
  await poll.options.first().check();
  await poll.cast.click();
  await expect(poll.root.getByText("Your vote is counted.")).toBeVisible();
  await expect(poll.root.locator(".result.mine")).toHaveCount(1);
  await poll.button("Change my vote").click();
  await expect(poll.options.first()).toBeChecked();
  await poll.options.nth(1).check();
  await poll.cast.click();
  await expect(poll.root.locator(".result").nth(1)).toContainText("Your choice");
  await poll.button("Take my vote back").click();
  await expect(poll.options.first()).toBeVisible();
  await expect(poll.root.locator(".result.mine")).toHaveCount(0);
});

test("a multiple choice takes no more than it allows", async ({ page, service, visit }) => {
  await visit({ body: pollTag(service.polls.multiple) });
  const poll = new Poll(page);
  await expect(poll.root.getByText(/^Choose up to 3 options\.$/)).toBeVisible();
  for (let index = 0; index < 3; index++) await poll.options.nth(index).check();
  await poll.options.nth(3).click();
  await expect(poll.options.nth(3)).not.toBeChecked();
  await poll.cast.click();
  await expect(poll.root.getByText("Your vote is counted.")).toBeVisible();
});

test("results that show after the vote are in no page before it", async ({ page, service, visit }) => {
  const polled = page.waitForResponse((response) => response.url().includes(`/polls/${service.polls.afterVote}`));
  await visit({ body: pollTag(service.polls.afterVote) });
  const poll = new Poll(page);
  expect(await (await polled).json()).not.toHaveProperty("results");
  await expect(poll.root.getByText("Vote to see the results")).toBeVisible();
  await poll.options.first().check();
  await poll.cast.click();
  await expect(poll.root.locator(".result").first()).toBeVisible();
});

test("a closed poll shows its results and takes no ballot", async ({ page, service, visit }) => {
  await visit({ body: pollTag(service.polls.closed) });
  const poll = new Poll(page);
  await expect(poll.root.locator(".result").first()).toBeVisible();
  await expect(poll.root.getByText(/Voting closed on/)).toBeVisible();
  await expect(poll.options).toHaveCount(0);
  await poll.root.getByText("The figures").click();
  await expect(poll.root.getByRole("columnheader", { name: "95% interval" })).toBeVisible();
});
