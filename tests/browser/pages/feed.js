// <parvis-feed>: posts, their threads, the line above them.

import { Element } from "./element.js";

export class Feed extends Element {
  constructor(page, index = 0) {
    super(page.locator("parvis-feed").nth(index));
    this.posts = this.root.locator("article.post");
    this.search = this.root.getByRole("searchbox", { name: "Search the posts" });
    this.order = this.menu("Sort");
    this.circle = this.menu("Circle");
    this.own = this.root.getByRole("region", { name: "Your own order" });
    this.latest = this.root.getByRole("button", { name: /\d+ new posts?/ });
  }

  /** The post that has these words. */
  post(words) {
    return this.posts.filter({ hasText: words });
  }

  /** Titles of the posts in order, "" where there is none. */
  async titles() {
    return this.posts.evaluateAll((posts) => posts.map((post) => post.querySelector("h3")?.textContent ?? ""));
  }

  /** Writes a post and sends it. */
  async publish(text) {
    await this.open("Write a post");
    const form = this.form("Write a post");
    await form.write("Your post", text);
    await form.send("Publish");
  }
}
