// What a page would do with a search library: everything matches, each document is boosted by its score.

import MiniSearch from "minisearch";
import { STEMS } from "./data.js";
import { Typed } from "./typed.js";

export class Search {
  constructor(data, scale, words) {
    this.typed = new Typed(data, scale, words);
    this.index = new MiniSearch({ fields: ["text"], idField: "id", tokenize: (text) => text.split(" "), processTerm: (term) => term });
    for (let id = 0; id < data.n; id++) {
      const words = [];
      for (let stem = 0; stem < STEMS; stem++) words.push(data.prints[(id * STEMS + stem) * 2]);
      this.index.add({ id, text: words.join(" ") });
    }
  }

  rank(nPlaces, nWhy) {
    const { typed } = this;
    typed.measure();
    const scores = new Float64Array(typed.n);
    const boostDocument = (id) => {
      if (typed.isHidden(id)) return 0;
      return (scores[id] = typed.score(id));
    };
    const found = this.index.search(MiniSearch.wildcard, { boostDocument });
    const sorted = found.slice(0, nPlaces + 120).map((result) => result.id);
    const placed = typed.places(sorted, scores, nPlaces);
    typed.why(placed.slice(0, nWhy));
    return placed;
  }
}
