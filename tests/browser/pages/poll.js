// <parvis-poll>: a question, its options, its results.

import { Element } from "./element.js";

export class Poll extends Element {
  constructor(page, index = 0) {
    super(page.locator("parvis-poll").nth(index));
    this.options = this.root.locator("input[type=radio], input[type=checkbox]");
    this.results = this.root.locator(".result");
    this.cast = this.root.getByRole("button", { name: "Vote", exact: true });
  }
}
