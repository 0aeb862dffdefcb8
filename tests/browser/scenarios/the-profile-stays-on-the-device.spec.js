// What a visitor's own order remembers: kept once it was granted, erased without a trace, and never sent.

import { readFile } from "node:fs/promises";
import { expect, test } from "../fixture/test.js";
import { watch } from "../fixture/watch.js";
import { Feed } from "../pages/feed.js";
import { feedTag } from "../pages/tags.js";

const NAME = "parvis:brume:own";

const kept = (page) =>
  page.evaluate(async () => ({
    local: Object.keys(localStorage).sort(),
    session: Object.keys(sessionStorage),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    cookie: document.cookie,
  }));

const NOTHING = { local: [], session: [], databases: [], cookie: "" };

/** The record itself, as another script of the page would read it. */
const record = (page) =>
  page.evaluate(
    (name) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const reading = opening.result.transaction("profiles").objectStore("profiles").get("own");
          reading.onerror = () => reject(reading.error);
          reading.onsuccess = () => {
            opening.result.close();
            resolve(JSON.parse(reading.result));
          };
        };
      }),
    NAME,
  );

const begin = async (page) => {
  const feed = new Feed(page);
  await expect(feed.posts.first()).toBeVisible();
  await feed.choose(feed.order, "mine");
  return feed;
};

const grant = async (page) => {
  const feed = await begin(page);
  await feed.button("Order it for me").click();
  await expect(feed.said).toHaveText("The list is in order for you.");
  await expect(feed.posts).toHaveCount(20);
  return feed;
};

const more = async (post) => {
  await post.getByRole("button", { name: "For you" }).click();
  await post.getByRole("button", { name: "More like this" }).click();
  await expect(post.getByRole("button", { name: "More like this" })).toHaveAttribute("aria-pressed", "true");
};

test("nothing is kept before it is granted, what was granted survives a reload, and erasing leaves nothing", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = await begin(page);
  await expect(feed.own).toBeVisible();
  expect(await kept(page)).toEqual(NOTHING);
  await feed.button("Not now").click();
  expect(await kept(page)).toEqual(NOTHING);

  await grant(page);
  const title = (await feed.titles())[3];
  await more(feed.posts.nth(3));
  await expect.poll(async () => (await record(page)).entries.map(({ act }) => act)).toEqual(["more"]);
  expect(await kept(page)).toEqual({ ...NOTHING, local: [NAME, "parvis:brume:since"], databases: [NAME] });

  await page.evaluate(() => scrollTo(0, 0));
  await page.reload();
  await expect(feed.posts.first()).toBeVisible();
  await feed.choose(feed.order, "mine");
  await feed.own.getByText("What this device remembers").click();
  const remembered = feed.own.getByRole("button", { name: `Forget: More like this: ${title.slice(0, 40)}` });
  await expect(remembered).toBeVisible();

  await feed.button("Erase everything").click();
  await expect(feed.own).toHaveCount(0);
  await expect.poll(() => kept(page)).toEqual(NOTHING);
});

test("acts in quick succession are all in what is kept", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = await grant(page);
  await page.keyboard.press("Shift");
  await page.evaluate(() => {
    const root = document.querySelector("parvis-feed").shadowRoot;
    for (const opener of [...root.querySelectorAll('[data-act^="toggle:own:"]')].slice(0, 12)) opener.click();
  });
  await expect(feed.root.getByRole("button", { name: "More like this" })).toHaveCount(12);
  // Pressed words grow bold: no shift for somebody's own press, and a script's clicks are nobody's.
  await page.keyboard.press("Shift");
  await page.evaluate(() => {
    const root = document.querySelector("parvis-feed").shadowRoot;
    for (const more of root.querySelectorAll('[data-act^="own:more:"]')) more.click();
  });
  await expect.poll(async () => (await record(page)).entries.length).toBe(12);
});

test("the profile is handed over as a file", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = await grant(page);
  await more(feed.posts.nth(2));
  await feed.own.getByText("What this device remembers").click();
  const coming = page.waitForEvent("download");
  await feed.button("Save as a file").click();
  const download = await coming;
  expect(download.suggestedFilename()).toBe("parvis-profile.json");
  const text = await readFile(await download.path(), "utf8");
  expect(JSON.parse(text)).toEqual(await record(page));
  expect(text.split("\n").length, "it can be read").toBeGreaterThan(10);
});

test("refusing storage erases the profile, and the order goes on from memory", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = await grant(page);
  await more(feed.posts.nth(2));
  await expect.poll(async () => (await kept(page)).databases).toEqual([NAME]);
  await page.evaluate(() => document.querySelector("parvis-feed").setConsent(false));
  await expect.poll(() => kept(page)).toEqual(NOTHING);
  await expect(feed.own).toContainText("This browser lets nothing be kept");
  await more(feed.posts.nth(4));
  await feed.own.getByText("What this device remembers").click();
  await expect(feed.own.getByRole("button", { name: /^Forget: More like this/ })).toHaveCount(2);
  expect(await kept(page)).toEqual(NOTHING);
});

test("a browser that refuses storage orders from memory", async ({ page, visit }) => {
  await page.addInitScript(() => {
    const refuse = () => {
      throw new DOMException("no storage here", "SecurityError");
    };
    Object.defineProperty(window, "localStorage", { get: refuse });
    IDBFactory.prototype.open = refuse;
    IDBFactory.prototype.deleteDatabase = refuse;
  });
  await visit({ body: feedTag() });
  const feed = await grant(page);
  await expect(feed.own).toContainText("This browser lets nothing be kept");
  const before = await feed.titles();
  await more(feed.posts.nth(5));
  await feed.own.getByText("What this device remembers").click();
  await feed.button("Order anew").click();
  await expect.poll(() => feed.titles()).not.toEqual(before);
});

test("cards glide to their places where motion is wanted, and stand there where it is not", async ({ page, visit }) => {
  await visit({ body: feedTag() });
  const feed = await grant(page);
  await more(feed.posts.nth(6));
  const gliding = () =>
    page.evaluate(() => {
      window.glides = [];
      const { animate } = Element.prototype;
      Element.prototype.animate = function (...given) {
        window.glides.push(this.localName);
        return animate.apply(this, given);
      };
    });
  await gliding();
  await feed.own.getByText("What this device remembers").click();
  const before = await feed.titles();
  await page.emulateMedia({ reducedMotion: "reduce" });
  await feed.button("Order anew").click();
  await expect.poll(() => feed.titles()).not.toEqual(before);
  expect(await page.evaluate(() => window.glides)).toEqual([]);
  await page.emulateMedia({ reducedMotion: "no-preference" });
  await feed.own.getByRole("button", { name: /^Forget: More like this/ }).click();
  await expect.poll(() => feed.titles()).toEqual(before);
  const glides = await page.evaluate(() => window.glides);
  expect(glides.length).toBeGreaterThan(0);
  expect(new Set(glides)).toEqual(new Set(["article"]));
  const running = () => page.evaluate(() => document.querySelector("parvis-feed").shadowRoot.getAnimations().length);
  await expect.poll(running).toBe(0);
});

/**
 * Everything the page asks anybody for, in order: method, address, headers that the page controls, body.
 */
const listen = (page, brand) => {
  const asked = [];
  const controlled = ["accept", "authorization", "content-type", "cookie", "if-none-match", "idempotency-key", "last-event-id", "referer"];
  page.on("request", (request) => {
    if (request.url().startsWith(brand.origin)) return;
    const headers = controlled.map((name) => request.headers()[name] ?? "");
    asked.push([request.method(), request.url(), ...headers, request.postData() ?? ""].join(" "));
  });
  return asked;
};

/**
 * In the page: local acts by chance that the seed decides, each through its control. Gives how often each was done.
 */
const actLocally = async ({ seed, n }) => {
  const root = document.querySelector("parvis-feed").shadowRoot;
  let state = seed;
  const chance = (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const frame = () => new Promise((resolve) => setTimeout(resolve));
  const done = {};
  const verbs = ["more", "less", "follow", "mute", "slide", "forget", "again", "home", "locate"];
  for (let count = 0; count < n; ) {
    const verb = verbs[chance(verbs.length)];
    const openers = [...root.querySelectorAll('[data-act^="toggle:own:"][aria-expanded="false"]')];
    if (openers.length > 0) openers[chance(Math.min(openers.length, 15))].click();
    await frame();
    const controls = [...root.querySelectorAll(`[data-act^="own:${verb}"]`)].filter((node) => !node.dataset.act.startsWith("own:mute-"));
    // A few posts go; the list must not run empty.
    const most = { less: 8, mute: 4, forget: 40 }[verb] ?? n;
    if (controls.length === 0 || (done[verb] ?? 0) >= most) continue;
    const control = controls[chance(controls.length)];
    if (verb === "slide" || verb === "home") {
      control.value = verb === "slide" ? String(25 * chance(9)) : control.options[chance(control.options.length)].value;
      control.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
    } else {
      control.click();
    }
    await frame();
    done[verb] = (done[verb] ?? 0) + 1;
    count += 1;
  }
  return done;
};

test("the canary: 300 acts of two visitors are told to nobody", async ({ browser, brand, service }) => {
  test.setTimeout(120_000);
  const address = brand.page(service, { body: feedTag() });
  const visitors = [];
  for (const seed of [7, 1_234]) {
    const [latitude, longitude] = { 7: [47.218371, -1.553621], 1_234: [50.850346, 4.351721] }[seed];
    const context = await browser.newContext({ geolocation: { latitude, longitude }, permissions: ["geolocation"] });
    const watched = await watch(context);
    // The acts come from a script: to the browser nobody has touched anything.
    watched.allow(/^shift: /);
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Network.enable");
    await devtools.send("Network.setCacheDisabled", { cacheDisabled: true });
    const asked = listen(page, brand);
    await page.goto(address);
    const feed = await grant(page);
    await expect.poll(() => asked.some((line) => line.includes("/live"))).toBe(true);
    await page.waitForLoadState("networkidle").catch(() => {});
    const n_before = asked.length;
    const done = await page.evaluate(actLocally, { seed, n: 300 });
    await expect.poll(async () => (await record(page)).entries.length).toBeGreaterThan(3);
    await feed.button("Use my position").click();
    const round = (degrees) => Math.round(degrees * 10) / 10;
    const at = { latitude: round(latitude), longitude: round(longitude) };
    await expect.poll(async () => (await record(page)).home?.at, "no finer than a tenth of a degree").toEqual(at);
    const after = asked.slice(n_before);
    const profile = await record(page);
    visitors.push({ asked: [...asked].sort(), after, done, profile, titles: await feed.titles(), degrees: [latitude, longitude] });
    expect(await watched.faults()).toEqual([]);
    await context.close();
  }
  const [one, other] = visitors;
  for (const { done } of visitors) {
    expect(Object.keys(done).sort()).toEqual(["again", "follow", "forget", "home", "less", "locate", "more", "mute", "slide"]);
  }
  expect(one.titles, "they see different lists").not.toEqual(other.titles);
  expect(one.profile.entries).not.toEqual(other.profile.entries);
  expect(one.after, "what happens on the device asks for nothing").toEqual([]);
  expect(other.after).toEqual([]);
  expect(other.asked, "nobody can tell them apart").toEqual(one.asked);
  for (const { asked, profile, degrees } of visitors) {
    const told = asked.join("\n");
    const own = [...profile.words.map(([, word]) => word), ...profile.people.map(({ id }) => id)];
    // Short words stand in every address.
    expect(own.filter((text) => text.length > 6 && told.includes(text))).toEqual([]);
    // The place as it was found, and as it is kept.
    const place = [...degrees, ...Object.values(profile.home.at)].map((value) => String(Math.abs(value)));
    expect(place.filter((text) => told.includes(text))).toEqual([]);
    expect(told).not.toMatch(/latitude|longitude/);
  }
});
