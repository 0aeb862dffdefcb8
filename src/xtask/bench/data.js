// A community from a seed: circles of very different sizes, counts with long tails, words by Zipf's law, and one visitor.

export const WIDTH = 9;
export const STEMS = 24;
export const NEAR = 10;
export const TOPICS = 2;
export const BUCKETS = 1 << 14;
export const NOW = 1_700_000_000_000;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const N_TOPICS = 40;
const N_WORDS = 30_000;

/** Chance from a seed: numbers in [0, 1). */
export function chance(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  const below = (n) => Math.floor(next() * n);
  const normal = () => Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next());
  return {
    next,
    below,
    /** A rank from 0 under `n`, the smaller the likelier. */
    zipf: (n) => Math.min(n - 1, Math.floor(Math.exp(next() * Math.log(n + 1))) - 1),
    /** A number above 0 with a long tail. */
    long: (median, spread) => median * Math.exp(spread * normal()),
  };
}

const bucketOf = (word) => (Math.imul(word + 1, 0x9e3779b1) >>> 18) & (BUCKETS - 1);

/** Columns of `n` candidates in the order of their activity, as a server publishes them. */
export function community(n, seed) {
  const draw = chance(seed);
  const nCircles = Math.max(20, Math.round(Math.sqrt(n)));
  const months = Array.from({ length: nCircles }, (_, circle) => Math.ceil(draw.long(4_000 / (circle + 1) + 20, 0.6)));
  const posts = Array.from({ length: n }, () => {
    const age = Math.min(draw.long(30 * DAY, 1.3), 700 * DAY);
    const people = draw.long(6, 1.4);
    const left = 0.5 ** (age / (5 * DAY));
    const useful = Math.floor(people);
    const nMonth = Math.floor(people * Math.min(1, left + 0.1));
    return {
      born: Math.floor(NOW - age),
      circle: draw.zipf(nCircles),
      hot: Math.floor(200 * people * left),
      tail: Math.floor(200 * people * 0.5 ** (age / (30 * DAY))),
      useful,
      notUseful: Math.floor(useful * draw.next() * 0.2),
      nWeek: Math.floor(nMonth * draw.next()),
      nMonth,
    };
  });
  posts.sort((a, b) => b.hot - a.hot || b.born - a.born);

  const born = new Float64Array(n);
  const table = new Uint32Array(n * WIDTH);
  const prints = new Uint32Array(n * STEMS * 2);
  const topics = new Uint32Array(n * TOPICS * 2);
  const members = Array.from({ length: nCircles }, () => []);
  posts.forEach((post, index) => {
    born[index] = post.born;
    const row = [draw.below(1 << 22), post.circle + 1, months[post.circle], post.hot, post.tail];
    table.set([...row, post.useful, post.notUseful, post.nWeek, post.nMonth], index * WIDTH);
    members[post.circle].push(index);
    const words = new Set();
    while (words.size < STEMS) {
      const own = draw.next() < 0.3;
      words.add(bucketOf(own ? N_WORDS + 400 * post.circle + draw.zipf(400) : draw.zipf(N_WORDS)));
    }
    [...words].sort((a, b) => a - b).forEach((bucket, place) => {
      prints.set([bucket, 32 + 32 * draw.zipf(4)], (index * STEMS + place) * 2);
    });
    const first = post.circle % N_TOPICS;
    const second = (first + 1 + draw.below(3)) % N_TOPICS;
    topics.set([first, 750, second, 250], index * TOPICS * 2);
  });

  const lists = new Uint32Array(n * NEAR * 2);
  for (let index = 0; index < n; index++) {
    const circle = members[table[index * WIDTH + 1] - 1];
    let weight = 150 + draw.below(300);
    for (let place = 0; place < NEAR; place++) {
      lists.set([circle[draw.zipf(circle.length)], weight], (index * NEAR + place) * 2);
      weight = Math.max(20, weight - draw.below(40));
    }
  }
  return { n, born, table, prints, topics, lists, members, ...visitor(n, members, table, topics, draw) };
}

/** What one device knows: 120 likes in a few circles, 40 close people, a place. */
function visitor(n, members, table, topics, draw) {
  const favourites = Array.from({ length: 6 }, () => members[draw.below(Math.min(20, members.length))]);
  const pick = () => {
    const circle = draw.next() < 0.7 ? favourites[draw.below(6)] : members[draw.zipf(members.length)];
    return circle.length > 0 ? circle[draw.zipf(circle.length)] : draw.below(n);
  };
  const own = new Set();
  while (own.size < 120) own.add(pick());
  const wanted = new Float64Array(N_TOPICS);
  for (const index of own) {
    for (let place = 0; place < TOPICS; place++) {
      const entry = (index * TOPICS + place) * 2;
      wanted[topics[entry]] += topics[entry + 1] / 1_000 / own.size;
    }
  }
  const ties = [];
  for (let person = 0; person < 40; person++) {
    const close = 0.02 + 0.4 * draw.next() ** 2;
    for (let act = 0; act < 60; act++) ties.push(pick(), close, NOW - draw.below(120 * DAY));
  }
  const near = Float64Array.from({ length: n }, () => (draw.next() < 0.03 ? 1 : draw.next() < 0.1 ? 0.5 : 0));
  const at = Float64Array.from({ length: own.size }, () => NOW - draw.below(100 * DAY));
  return { own: Uint32Array.from(own), at, wanted, ties: Float64Array.from(ties), near };
}

const SMALL = "the and of to in is it that for was with on as but not this have from they you we so very just all".split(" ");
const PARTS = "gri moul cof fil tra ber lon mar ten cla vor pes dul ran sti nor pla quo hel mon".split(" ");
const ENDS = ["", "s", "ing", "ed", "er", "ation", "ly", "ness"];

/** Titles and texts as people post them: 80 words in the middle, some much longer. */
export function texts(n, seed) {
  const draw = chance(seed);
  const word = () => {
    if (draw.next() < 0.4) return SMALL[draw.zipf(SMALL.length)];
    const rank = draw.zipf(8_000);
    const parts = [rank % 20, Math.floor(rank / 20) % 20, Math.floor(rank / 400)].map((part) => PARTS[part]);
    return parts.join("") + ENDS[draw.below(ENDS.length)];
  };
  const words = (length) => Array.from({ length }, word).join(" ");
  return Array.from({ length: n }, () => {
    const length = Math.min(600, Math.max(5, Math.round(draw.long(80, 0.8))));
    return { title: words(6), text: `${words(length)}.` };
  });
}
