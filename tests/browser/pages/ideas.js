// <parvis-ideas>: ideas, their votes, the brand's answers.

import { Element } from "./element.js";

export class Ideas extends Element {
  constructor(page, index = 0) {
    super(page.locator("parvis-ideas").nth(index));
    this.ideas = this.root.locator("article.idea");
    this.status = this.menu("Status");
    this.order = this.menu("Sort");
  }

  idea(words) {
    return this.ideas.filter({ hasText: words });
  }
}
