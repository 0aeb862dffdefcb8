// One element of a page, as a visitor meets it.

import { expect } from "@playwright/test";

/** What every element has. */
export class Element {
  /** `root` is the custom element. */
  constructor(root) {
    this.root = root;
    this.page = root.page();
    /** The region that speaks to assistive technology. */
    this.said = root.locator(".said");
    /** Everything drawn by the element. */
    this.base = root.locator(".parvis");
  }

  button(name) {
    return this.root.getByRole("button", { name });
  }

  /** Opens a form as a person would: the pointer is on the button first, and what contributing needs comes meanwhile. */
  async open(name) {
    const button = this.button(name);
    await button.hover();
    await this.page.waitForFunction(() =>
      performance.getEntriesByType("resource").some(({ name, responseEnd }) => name.includes("parvis-compose-") && responseEnd > 0),
    );
    await button.click();
  }

  /** A menu of the line above the list. */
  menu(name) {
    return this.root.getByRole("group", { name: "Search, filter, sort" }).getByRole("combobox", { name, exact: true });
  }

  /** Chooses from a menu, with a key pressed first as a person would: what follows is an answer to it. */
  async choose(menu, value) {
    await menu.focus();
    await menu.press("Shift");
    await menu.selectOption(value);
  }

  /** What is drawn with these words, apart from what is only said to assistive technology. */
  text(words) {
    return this.root.getByText(words).and(this.root.locator(":not(.said)"));
  }

  /** Waits until a contribution was acknowledged: it is in the list, or stands above it as published. */
  async published(list, words) {
    const waiting = this.pending.filter({ hasText: words });
    await expect(async () => {
      if ((await list.filter({ hasText: words }).count()) > 0) return;
      await expect(waiting).toContainText("Published.", { timeout: 500 });
    }).toPass({ timeout: 15_000 });
  }

  /** Types into a field as a person would, key by key. */
  async type(field, text) {
    await field.click();
    await field.pressSequentially(text);
  }

  /** The form with this name, such as "Write a post". */
  form(name) {
    return new Form(this.root.getByRole("form", { name, exact: true }));
  }

  /** Contributions of this visitor that are not in the list yet. */
  get pending() {
    return this.root.locator("article.pending");
  }
}

/** A form that is open. */
export class Form {
  constructor(root) {
    this.root = root;
  }

  field(label) {
    return this.root.getByLabel(label, { exact: true });
  }

  async write(label, text) {
    await this.field(label).click();
    await this.field(label).pressSequentially(text);
  }

  /** Chooses a radio by its words. */
  async pick(label) {
    await this.root.getByRole("radio", { name: label, exact: true }).check({ force: true });
  }

  async send(name) {
    await this.root.getByRole("button", { name, exact: true }).click();
  }
}
