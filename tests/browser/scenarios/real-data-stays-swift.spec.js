// Real communities on a slow machine: a thousand reviews of one product, a feed of 65,696 posts.
//
// The largest product of the set has 987 reviews; it is filled up to 1,000 with those of the next one.

import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { dataFile } from "../fixture/data.js";
import { startService } from "../fixture/service.js";
import { expect, test as base } from "../fixture/test.js";
import { feedTag, reviewsTag } from "../pages/tags.js";

const SLOWER = 4;
/**
 * The aim is 100 ms for every step. With the processor to itself the page keeps it: fifteen openings of the feed took 66
 * as a median, and 96 at most.
 * Where others compile beside the browser a task was measured at up to 240, and in a search at up to 530: the limits
 * leave room for that.
 */
const LONGEST_TASK = { search: 800, other: 400 };
const files = { items: dataFile("feed-circles", "items"), reviews: dataFile("reviews-clothing", "reviews") };

/** The reviews as one JSON Lines file in which product `1078` has a thousand. */
const thousand = async (folder) => {
  const rows = gunzipSync(readFileSync(files.reviews)).toString().trim().split("\n").map((line) => JSON.parse(line));
  const missing = 1000 - rows.filter(({ subject }) => subject === "1078").length;
  for (const row of rows.filter(({ subject }) => subject === "862").slice(0, Math.max(0, missing))) row.subject = "1078";
  const file = join(folder, "reviews.jsonl");
  await writeFile(file, rows.map((row) => JSON.stringify(row)).join("\n"));
  return file;
};

const test = base.extend({
  large: [
    async ({ brand }, use) => {
      const folder = await mkdtemp(join(tmpdir(), "parvis-large-"));
      const service = await startService({ site: "large", files: [files.items, await thousand(folder)], origins: [brand.origin] });
      await use(service);
      await service.stop();
      await rm(folder, { recursive: true });
    },
    { scope: "worker", timeout: 300_000 },
  ],
});

/**
 * Slows the page down and gives a hand that works in it. Playwright's own locators run scripts in the page whose tasks
 * would be counted as ours: this hand looks with a few lines at a time, and presses with the mouse and the keys alone.
 */
const slow = async (page, tag) => {
  await page.addInitScript((name) => {
    window.longTasks = [];
    new PerformanceObserver((list) => {
      for (const { startTime, duration } of list.getEntries()) window.longTasks.push({ at: startTime, ms: Math.round(duration) });
    }).observe({ type: "longtask", buffered: true });
    window.all = (css, words = "") => {
      const found = document.querySelector(name)?.shadowRoot?.querySelectorAll(css) ?? [];
      return [...found].filter(({ textContent }) => textContent.includes(words));
    };
  }, tag);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: SLOWER });
  const look = (css, words) => page.evaluate(([css, words]) => window.all(css, words).map(({ textContent }) => textContent), [css, words]);
  /** Waits until the texts of what is found are as asked. */
  const until = (css, check) => expect.poll(async () => check(await look(css)), { timeout: 60_000, intervals: [50] }).toBe(true);
  const press = async (css, words = "") => {
    await until(css, (texts) => texts.some((text) => text.includes(words)));
    const place = await page.evaluate(
      ([css, words]) => {
        const [node] = window.all(css, words);
        node.scrollIntoView({ block: "center" });
        const { x, y, width, height } = node.getBoundingClientRect();
        return [x + width / 2, y + height / 2];
      },
      [css, words],
    );
    await page.mouse.click(...place);
  };
  const type = async (text) => {
    await press("input[type=search]");
    await page.keyboard.type(text);
  };
  /** Chooses from a menu, with a key pressed first as a person would: what follows is an answer to it. */
  const choose = async (label, value) => {
    await page.evaluate((label) => window.all(".menu", label)[0].querySelector("select").focus(), label);
    await page.keyboard.press("Shift");
    await page.evaluate(
      ([label, value]) => {
        const select = window.all(".menu", label)[0].querySelector("select");
        if (typeof value === "number") select.selectedIndex = value;
        else select.value = value;
        for (const kind of ["input", "change"]) select.dispatchEvent(new Event(kind, { bubbles: true, composed: true }));
      },
      [label, value],
    );
  };
  return { look, until, press, type, choose };
};

/**
 * Runs the steps in turn, prints how long each took and its longest task, and holds the tasks to the limit. A task
 * between two steps, as when a part arrives, counts as the second's.
 */
const measure = async (page, title, steps) => {
  const lines = [];
  const tooLong = [];
  for (const [name, run] of Object.entries(steps)) {
    const begun = performance.now();
    await run();
    const took = Math.round(performance.now() - begun);
    // What ended before our script was there is the browser's own: it makes the document.
    const tasks = await page.evaluate(() => {
      const script = performance.getEntriesByType("resource").find(({ name }) => name.includes("/parvis.js"));
      return window.longTasks.splice(0).filter(({ at, ms }) => at + ms > (script?.responseEnd ?? 0));
    });
    const longest = Math.max(0, ...tasks.map(({ ms }) => ms));
    lines.push(`${name} ${took} ms (longest task ${longest} ms)`);
    if (longest > (LONGEST_TASK[name] ?? LONGEST_TASK.other)) tooLong.push(`${name}: ${longest} ms`);
  }
  console.log(`${title} at ${SLOWER}× throttle: ${lines.join(", ")}`);
  expect(tooLong, "no task over its limit").toEqual([]);
};

test.describe("at a quarter of the speed", () => {
  test.skip(!files.items || !files.reviews, "absent: data");
  test.setTimeout(400_000);

  test("a thousand reviews of one product open, are searched, filtered and sorted", async ({ page, large, visit }) => {
    const { look, until, press, type, choose } = await slow(page, "parvis-reviews");
    const card = "article.review";
    const drawn = (n) => until(card, (cards) => cards.length === n);
    await measure(page, "1,000 reviews", {
      open: async () => {
        await visit({ body: reviewsTag({ subject: "1078" }) }, { from: large, hurried: true });
        await drawn(10);
      },
      search: async () => {
        await type("comfortable");
        await until(".counted", ([counted]) => /^\d+ of 1,000 reviews shown: “comfortable” Show all$/.test(counted));
        await drawn(10);
      },
      filter: async () => {
        await press(".histo:nth-child(4)");
        await until(".counted", ([counted]) => counted?.includes("2 stars"));
      },
      widen: async () => {
        await press("button", "Show all");
        await until(".counted", (counted) => counted.length === 0);
        await drawn(10);
      },
      sort: async () => {
        const before = (await look(card))[0];
        await choose("Sort", "lowest");
        await until(card, (cards) => cards.length === 10 && cards[0] !== before);
        await choose("Sort", "useful");
        await until(card, (cards) => cards.length === 10 && cards[0] === before);
      },
      more: async () => {
        await press("button", "Show more");
        await drawn(20);
      },
    });
  });

  test("a feed of 65,696 posts opens, is searched, filtered and ranked again", async ({ page, large, visit }) => {
    const { look, until, press, type, choose } = await slow(page, "parvis-feed");
    const card = "article.post";
    const drawn = (n) => until(card, (cards) => cards.length === n);
    await measure(page, "65,696 posts", {
      open: async () => {
        await visit({ body: feedTag() }, { from: large, hurried: true });
        await drawn(20);
      },
      search: async () => {
        await type("coffee");
        await until(".counted", ([counted]) => /^\d+ results? among 65,696 posts\./.test(counted));
        await drawn(20);
      },
      clear: async () => {
        await press("button", "Clear the search");
        await until(".counted", (counted) => counted.length === 0);
        await drawn(20);
      },
      rank: async () => {
        await press("summary", "How this list is ordered");
        await until("button", (buttons) => buttons.includes("Compute the order on this device"));
        await press("button", "Compute the order on this device");
        const checked = "Checked on this device: all 65,696 posts are exactly in the published order.";
        await until("p:not(.said)", (lines) => lines.includes(checked));
      },
      filter: async () => {
        const before = (await look(card))[0];
        await choose("Circle", 5);
        await until(".list[aria-busy]", (stale) => stale.length === 0);
        await until(card, (cards) => cards.length === 20 && cards[0] !== before);
      },
      more: async () => {
        await press("button", "Show more");
        await drawn(40);
      },
    });
  });
});
