// The same pipeline by hand, as well as JavaScript can: typed arrays, no objects, the same sums in the same order.

import { BUCKETS, NEAR, NOW, STEMS, TOPICS, WIDTH } from "./data.js";

const HOUR = 3_600_000;
const FEED = { activity: 0.3, circle: 0.5, quality: 0.1, freshness: 0.1, freshHours: 36 };
const MINE = { community: 0.1, ties: 0.43, neighbours: 0.37, taste: 0.1, near: 0.15, balance: 1.6 };
const N_TERMS = 8;
const [RUN, POOL, MAX_EXCHANGES, SMOOTHED] = [10, 120, 20, 0.01];
const DISCOVERY_EVERY = 20;
const MAX_SAMPLE = 1_024;
const KEPT = 16;

const decay = (at, hours) => (NOW > at ? Math.exp((-Math.LN2 * ((NOW - at) / HOUR)) / hours) : 1);
const part = (value, most) => (most > 0 ? value / most : 0);

export class Typed {
  /** What follows from what is published alone, and the taste. */
  constructor(data, scale, words) {
    Object.assign(this, data);
    const { n } = data;
    this.scale = scale;
    this.buckets = new Uint16Array(n * STEMS);
    this.weights = new Uint8Array(n * STEMS);
    const nWith = new Uint32Array(BUCKETS);
    for (let entry = 0; entry < n * STEMS; entry++) {
      this.buckets[entry] = data.prints[entry * 2];
      this.weights[entry] = data.prints[entry * 2 + 1];
      nWith[this.buckets[entry]]++;
    }
    this.rarity = Float64Array.from(nWith, (count) => (count === 0 ? 0 : Math.log(n / count)));
    this.lengths = new Float64Array(n);
    for (let index = 0; index < n; index++) {
      let sum = 0;
      for (let entry = index * STEMS; entry < (index + 1) * STEMS; entry++) {
        const value = this.weights[entry] * this.rarity[this.buckets[entry]];
        sum += value * value;
      }
      this.lengths[index] = Math.sqrt(sum);
    }
    // Who names whom, both ways: rows that begin at `starts`.
    const { lists } = data;
    this.starts = new Uint32Array(n + 1);
    for (let entry = 0; entry < lists.length; entry += 2) this.starts[lists[entry] + 1]++;
    for (let index = 0; index < n; index++) this.starts[index + 1] += this.starts[index] + NEAR;
    const free = this.starts.slice(0, n);
    this.both = new Uint32Array(n * NEAR * 4);
    const put = (index, other, weight) => {
      this.both.set([other, weight], 2 * free[index]++);
    };
    for (let index = 0; index < n; index++) {
      for (let entry = index * NEAR * 2; entry < (index + 1) * NEAR * 2; entry += 2) put(lists[entry], index, lists[entry + 1]);
    }
    for (let index = 0; index < n; index++) {
      for (let entry = index * NEAR * 2; entry < (index + 1) * NEAR * 2; entry += 2) put(index, lists[entry], lists[entry + 1]);
    }
    this.community = new Float64Array(n * 4);
    const powers = new Map();
    for (let index = 0; index < n; index++) this.community.set(this.published(index, powers), index * 4);
    this.words = words;
    this.hidden = new Uint32Array((n >>> 5) + 1);
    for (const index of data.own) this.hidden[index >>> 5] |= 1 << (index & 31);
  }

  isHidden(index) {
    return (this.hidden[index >>> 5] >>> (index & 31)) & 1;
  }

  /** What each candidate is to the visitor, and the highest of each value. */
  measure() {
    const { n, table, starts, both, buckets, weights, lengths, hidden } = this;
    const lens = new Float64Array(BUCKETS);
    for (let word = 0; word < this.words.length; word += 2) {
      lens[this.words[word]] = this.words[word + 1] * this.rarity[this.words[word]];
    }
    const ties = new Float64Array(n);
    for (let entry = 0; entry < this.ties.length; entry += 3) {
      ties[this.ties[entry]] += this.ties[entry + 1] * decay(this.ties[entry + 2], 90 * 24);
    }
    const neighbours = new Float64Array(n);
    for (const index of this.own) {
      for (let entry = 2 * starts[index]; entry < 2 * starts[index + 1]; entry += 2) {
        neighbours[both[entry]] += both[entry + 1] / 1_000;
      }
    }
    const taste = new Float64Array(n);
    let [mostTies, mostNeighbours, mostTaste, mostNear] = [0, 0, 0, 0];
    for (let index = 0; index < n; index++) {
      let sum = neighbours[index];
      let [even, odd] = [0, 0];
      for (let entry = index * STEMS; entry < (index + 1) * STEMS; entry += 2) {
        even += lens[buckets[entry]] * weights[entry];
        odd += lens[buckets[entry + 1]] * weights[entry + 1];
      }
      const match = even + odd;
      taste[index] = match > 0 && lengths[index] > 0 ? match / lengths[index] : 0;
      let tie = ties[index];
      if (tie !== 0 || sum !== 0) {
        const rare = (table[index * WIDTH + 5] + 5) ** -0.2;
        tie = Math.min(tie, 3) * rare;
        sum *= rare;
      }
      ties[index] = tie;
      neighbours[index] = sum;
      if (!((hidden[index >>> 5] >>> (index & 31)) & 1)) {
        if (tie > mostTies) mostTies = tie;
        if (sum > mostNeighbours) mostNeighbours = sum;
        if (taste[index] > mostTaste) mostTaste = taste[index];
        if (this.near[index] > mostNear) mostNear = this.near[index];
      }
    }
    this.personal = [ties, neighbours, taste, this.near];
    this.peak = [mostTies, mostNeighbours, mostTaste, mostNear];
  }

  /** The four terms for everybody; the power is kept for the circles that come by. */
  published(index, powers) {
    const { table, scale } = this;
    const row = index * WIDTH;
    const saturated = (value, half) => (value > 0 ? value / (value + half) : 0);
    const people = (table[row + 3] + 0.05 * table[row + 4]) / 100;
    const activity = saturated(Math.log1p(people), scale[0]);
    const month = table[row + 2];
    if (!powers.has(month)) powers.set(month, (month + 20) ** 0.7);
    const circle = month === 0 ? activity : saturated(Math.sqrt(people) / powers.get(month), scale[1]);
    const quality = (table[row + 5] + 2.5) / (table[row + 5] + table[row + 6] + 5);
    const freshness = decay(this.born[index], FEED.freshHours);
    return [FEED.activity * activity, FEED.circle * circle, FEED.quality * quality, FEED.freshness * freshness];
  }

  score(index) {
    const { community, personal, peak } = this;
    let sum = MINE.community * community[index * 4];
    sum += MINE.community * community[index * 4 + 1];
    sum += MINE.community * community[index * 4 + 2];
    sum += MINE.community * community[index * 4 + 3];
    sum += MINE.ties * part(personal[0][index], peak[0]);
    sum += MINE.neighbours * part(personal[1][index], peak[1]);
    sum += MINE.taste * part(personal[2][index], peak[2]);
    return sum + MINE.near * part(personal[3][index], peak[3]);
  }

  /** The eight terms of one candidate, for an explanation. */
  terms(index) {
    const feed = [...this.community.subarray(index * 4, index * 4 + 4)];
    return this.joined(feed, this.personal.map((column) => column[index]), this.peak);
  }

  joined(feed, values, peak) {
    const weights = [MINE.ties, MINE.neighbours, MINE.taste, MINE.near];
    return [...Array.from(feed, (value) => MINE.community * value), ...values.map((value, k) => weights[k] * part(value, peak[k]))];
  }

  /** Whether a goes before b: by score, then the newer id, then the smaller index. */
  compare(scores, a, b) {
    return (
      scores[b] - scores[a] ||
      this.born[b] - this.born[a] ||
      this.table[b * WIDTH] - this.table[a * WIDTH] ||
      a - b
    );
  }

  /** The best of all, enough for `nPlaces`. */
  best(nPlaces) {
    const nKept = nPlaces + POOL;
    const scores = new Float64Array(this.n);
    const kept = [];
    const compare = (a, b) => this.compare(scores, a, b);
    let bar = -1;
    for (let index = 0; index < this.n; index++) {
      if (this.isHidden(index)) continue;
      scores[index] = this.score(index);
      if (bar >= 0 && compare(index, bar) > 0) continue;
      kept.push(index);
      if (kept.length >= nKept * 2) {
        kept.sort(compare);
        kept.length = nKept;
        bar = kept[nKept - 1];
      }
    }
    kept.sort(compare);
    return { scores, kept };
  }

  rank(nPlaces, nWhy) {
    this.measure();
    const { scores, kept } = this.best(nPlaces);
    const placed = this.places(kept, scores, nPlaces);
    this.why(placed.slice(0, nWhy));
    return placed;
  }

  /** The first places: runs of ten in balance, every twentieth a discovery. */
  places(sorted, scores, nPlaces) {
    const [ties, neighbours, taste, near] = this.personal;
    const { wanted, topics } = this;
    const knowsTopics = wanted.some((share) => share > 0);
    const outside = [];
    for (let index = 0; index < this.n && outside.length < nPlaces; index++) {
      let nTopics = 0;
      let isLiked = false;
      for (let entry = index * TOPICS * 2; entry < (index + 1) * TOPICS * 2; entry += 2) {
        if (topics[entry + 1] === 0) continue;
        nTopics++;
        if (wanted[topics[entry]] > 0) isLiked = true;
      }
      const isTheirs = nTopics > 0 && knowsTopics ? isLiked : taste[index] > 0;
      const any = isTheirs || ties[index] || neighbours[index] || near[index];
      if (!any && !this.isHidden(index)) outside.push(index);
    }
    let waiting = sorted;
    const placed = [];
    const taken = new Set();
    let next = 0;
    while (placed.length < nPlaces && waiting.length > 0) {
      const pool = waiting.slice(0, POOL);
      const chosen = this.run(pool, scores);
      for (const place of chosen) {
        if ((placed.length + 1) % DISCOVERY_EVERY === 0) {
          while (next < outside.length && taken.has(outside[next])) next++;
          if (next < outside.length) {
            taken.add(outside[next]);
            placed.push(outside[next++]);
          }
        }
        if (taken.has(pool[place])) continue;
        taken.add(pool[place]);
        placed.push(pool[place]);
      }
      const gone = new Set(chosen);
      waiting = waiting.filter((_, place) => !gone.has(place));
    }
    return placed.slice(0, nPlaces);
  }

  /** Ten of the pool with Σ score − μ · KL as high as exchanges of one make it. */
  run(pool, scores) {
    const { wanted, topics } = this;
    const chosen = Array.from({ length: Math.min(RUN, pool.length) }, (_, place) => place);
    if (pool.length <= RUN || !wanted.some((share) => share > 0)) return chosen;
    const sums = new Float64Array(wanted.length);
    const keptSums = new Float64Array(wanted.length * KEPT).fill(NaN);
    const keptParts = new Float64Array(wanted.length * KEPT);
    const partOf = (topic, sum) => {
      const share = wanted[topic];
      if (share <= 0) return 0;
      const slot = topic * KEPT + ((sum * 4) | 0) % KEPT;
      if (keptSums[slot] !== sum) {
        keptSums[slot] = sum;
        keptParts[slot] = share * Math.log(share / ((1 - SMOOTHED) * (Math.max(sum, 0) / RUN) + SMOOTHED * share));
      }
      return keptParts[slot];
    };
    const parts = Float64Array.from(wanted, (_, topic) => partOf(topic, 0));
    let divergence = parts.reduce((sum, value) => sum + value, 0);
    const change = (index, sign) => {
      for (let entry = index * TOPICS * 2; entry < (index + 1) * TOPICS * 2; entry += 2) {
        const topic = topics[entry];
        sums[topic] += (sign * topics[entry + 1]) / 1_000;
        const after = partOf(topic, sums[topic]);
        divergence += after - parts[topic];
        parts[topic] = after;
      }
    };
    const shareIn = (index, topic) => {
      for (let entry = index * TOPICS * 2; entry < (index + 1) * TOPICS * 2; entry += 2) {
        if (topics[entry] === topic) return topics[entry + 1] / 1_000;
      }
      return 0;
    };
    const changed = (topic, by) => (by === 0 ? 0 : partOf(topic, sums[topic] + by) - parts[topic]);
    const exchanged = (old, comes) => {
      let sum = divergence;
      for (let entry = comes * TOPICS * 2; entry < (comes + 1) * TOPICS * 2; entry += 2) {
        sum += changed(topics[entry], topics[entry + 1] / 1_000 - shareIn(old, topics[entry]));
      }
      for (let entry = old * TOPICS * 2; entry < (old + 1) * TOPICS * 2; entry += 2) {
        if (shareIn(comes, topics[entry]) === 0) sum += changed(topics[entry], -topics[entry + 1] / 1_000);
      }
      return sum;
    };
    const names = new Map();
    const kindOf = pool.map((index) => {
      let name = 0;
      for (let entry = index * TOPICS * 2; entry < (index + 1) * TOPICS * 2; entry++) name = name * 1_001 + topics[entry];
      if (!names.has(name)) names.set(name, names.size);
      return names.get(name);
    });
    const nKinds = names.size;
    chosen.forEach((place) => change(pool[place], 1));
    for (let exchange = 0; exchange < MAX_EXCHANGES; exchange++) {
      // Of candidates with the same topics the first that is free gains most.
      const seen = new Uint8Array(nKinds);
      const free = [];
      for (let place = 0; place < pool.length; place++) {
        if (seen[kindOf[place]] || chosen.includes(place)) continue;
        seen[kindOf[place]] = 1;
        free.push(place);
      }
      const slopes = wanted.map((share, topic) => {
        const smoothed = (1 - SMOOTHED) * (Math.max(sums[topic], 0) / RUN) + SMOOTHED * share;
        return share > 0 ? (share * (1 - SMOOTHED)) / RUN / smoothed : 0;
      });
      const worth = (index) => {
        let sum = 0;
        for (let entry = index * TOPICS * 2; entry < (index + 1) * TOPICS * 2; entry += 2) {
          sum += (topics[entry + 1] / 1_000) * slopes[topics[entry]];
        }
        return scores[index] + MINE.balance * sum;
      };
      const worths = new Map(free.map((place) => [place, worth(pool[place])]));
      free.sort((a, b) => worths.get(b) - worths.get(a) || a - b);
      let [best, bestOut, bestPlace] = [1e-9, -1, -1];
      for (let out = 0; out < chosen.length; out++) {
        const old = pool[chosen[out]];
        // Of the chosen with the same topics the lowest is the first to go.
        if (chosen.some((place) => place > chosen[out] && kindOf[place] === kindOf[chosen[out]])) continue;
        const oldWorth = worth(old);
        for (const place of free) {
          if (worths.get(place) - oldWorth + 1e-10 < best) break;
          const gain = scores[pool[place]] - scores[old] + MINE.balance * (divergence - exchanged(old, pool[place]));
          if (gain > best) [best, bestOut, bestPlace] = [gain, out, place];
        }
      }
      if (bestOut < 0) break;
      change(pool[chosen[bestOut]], -1);
      change(pool[bestPlace], 1);
      chosen[bestOut] = bestPlace;
    }
    return chosen.sort((a, b) => a - b);
  }

  /** For each, its terms by their lead over the typical candidate. */
  why(indices) {
    const every = Math.max(1, Math.ceil(this.n / MAX_SAMPLE));
    const median = (column) => {
      const sample = [];
      for (let index = 0; index < this.n; index += every) sample.push(column[index]);
      sample.sort((a, b) => a - b);
      return sample[Math.ceil(sample.length / 2) - 1];
    };
    const typical = this.joined(this.scale.subarray(2, 6), this.personal.map(median), this.peak);
    const reasons = [];
    for (const index of indices) {
      const terms = this.terms(index);
      const order = Array.from({ length: N_TERMS }, (_, term) => term);
      const lead = (term) => terms[term] - typical[term];
      order.sort((a, b) => lead(b) - lead(a) || terms[b] - terms[a]);
      reasons.push(...order);
    }
    return reasons;
  }
}
