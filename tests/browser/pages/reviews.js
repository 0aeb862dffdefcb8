// <parvis-reviews>: the summary, the line of filters, the reviews, the form.

import { Element } from "./element.js";

export class Reviews extends Element {
  constructor(page, index = 0) {
    super(page.locator("parvis-reviews").nth(index));
    this.reviews = this.root.locator("article.review");
    this.search = this.root.getByRole("searchbox", { name: "Search the reviews" });
    this.order = this.menu("Sort");
    this.latest = this.root.getByRole("button", { name: /\d+ new reviews?/ });
  }

  review(words) {
    return this.reviews.filter({ hasText: words });
  }

  /** The bar of the histogram for this many stars, which filters. */
  bar(stars) {
    return this.root.getByRole("button", { name: new RegExp(`^${stars} stars?: \\d+ reviews?$`) });
  }

  /** Stars of the reviews shown, in order. */
  async stars() {
    const labels = await this.reviews.locator(".stars").evaluateAll((stars) => stars.map((star) => star.ariaLabel));
    return labels.map((label) => Number.parseFloat(label));
  }

  /** Opens the form and fills in what is needed. */
  async begin({ stars = "4 stars: happy", text, day = "2026-10-02", received = "No, nothing" }) {
    await this.open("Write a review");
    const form = this.form("Write a review");
    await form.pick(stars);
    await form.write("Your review", text);
    await form.field("Date of experience").fill(day);
    await form.pick(received);
    return form;
  }
}
