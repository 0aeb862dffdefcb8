// In the page: makes the community, lets the contenders run in turn, and gives back what each took.

import init, { Stand, print } from "./stand.js";
import { NOW, community, texts } from "./data.js";
import { Search } from "./search.js";
import { Typed } from "./typed.js";

const [PLACES, WHY, SLICE, WARM_UP] = [100, 20, 4_096, 3];

await init({ module_or_path: "stand_bg.wasm" });
let contenders;
let stand;
let wordings;

const timed = (job) => {
  const start = performance.now();
  job();
  return performance.now() - start;
};

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const equal = (a, b) => a.length === b.length && a.every((value, place) => value === b[place]);

globalThis.bench = {
  /** Everything that is not ranking: data, columns into the module, indexes. */
  prepare(n) {
    const data = community(n, 20_251 + n);
    const build = { ours: 0, typed: 0, minisearch: 0 };
    build.ours = timed(() => {
      stand = new Stand(NOW, data.born, data.table, data.prints, data.lists, data.topics);
      stand.learn(data.own, data.at, data.ties, data.wanted, data.near);
    });
    const scale = stand.scale();
    const words = stand.words();
    contenders = { ours: { rank: (places, why) => stand.rank(places, why) } };
    build.minisearch = timed(() => (contenders.minisearch = new Search(data, scale, words)));
    build.typed = timed(() => (contenders["typed arrays"] = new Typed(data, scale, words)));
    wordings = texts(500, 7);
    const orders = Object.fromEntries(Object.entries(contenders).map(([name, one]) => [name, [...one.rank(PLACES, WHY)]]));
    const same = Object.fromEntries(Object.entries(orders).map(([name, order]) => [name, equal(order, orders.ours)]));
    const typed = contenders["typed arrays"];
    return {
      build,
      same,
      n_placed: orders.ours.length,
      n_discoveries: stand.n_discoveries(),
      n_moved: movedFrom(typed, orders.ours),
      why_equal: equal([...stand.why(WHY)], typed.why(orders.ours.slice(0, WHY))),
    };
  },

  /** Medians of `times` runs each, taken in turns. */
  run(times) {
    const names = Object.keys(contenders);
    const took = Object.fromEntries(names.map((name) => [name, []]));
    const slices = [];
    for (let time = -WARM_UP; time < times; time++) {
      for (let turn = 0; turn < names.length; turn++) {
        const name = names[(turn + time + WARM_UP) % names.length];
        const ms = timed(() => contenders[name].rank(PLACES, WHY));
        if (time >= 0) took[name].push(ms);
      }
      const longest = inSlices();
      if (time >= 0) slices.push(longest);
    }
    const part = (name) => median(slices.map((slice) => slice[name]));
    return {
      ms: Object.fromEntries(names.map((name) => [name, median(took[name])])),
      spread: Object.fromEntries(names.map((name) => [name, [Math.min(...took[name]), Math.max(...took[name])]])),
      slices: Object.fromEntries(["begin", "step", "place", "why", "longest"].map((name) => [name, part(name)])),
      tokens: tokens(),
    };
  },
};

/** The same ranking a slice at a time, and how long its longest tasks are. */
function inSlices() {
  const took = { begin: timed(() => stand.begin(PLACES)), step: 0 };
  let done = false;
  while (!done) took.step = Math.max(took.step, timed(() => (done = stand.step(SLICE))));
  took.place = timed(() => stand.place(PLACES));
  took.why = timed(() => stand.why(WHY));
  return { ...took, longest: Math.max(...Object.values(took)) };
}

/** How many of the first places balance and discovery changed. */
function movedFrom(typed, order) {
  const { kept } = typed.best(PLACES);
  return order.filter((index, place) => kept[place] !== index).length;
}

function tokens() {
  const took = [];
  for (let time = 0; time < 7; time++) {
    took.push(timed(() => wordings.forEach(({ title, text }) => print(title, text))));
  }
  const characters = wordings.reduce((sum, { title, text }) => sum + title.length + text.length, 0);
  return { texts: wordings.length, characters, ms: median(took) };
}
