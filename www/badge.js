// <parvis-rating>: stars and a count, without any wasm.

import { api, kept, scriptSite } from "./files.js";
import { languageOf } from "./language.js";
import { Life, emit, report, sheetOf } from "./life.js";
import { create } from "./page.js";
import { themeOf } from "./theme.js";

const PHRASES = {
  en: { none: "No reviews yet", one: "{average} out of 5, {count} review", other: "{average} out of 5, {count} reviews" },
  fr: { none: "Pas encore d’avis", one: "{average} sur 5, {count} avis", other: "{average} sur 5, {count} avis" },
};

const STYLES = `:host{display:inline-block!important;font:inherit}
.badge{display:inline-flex;align-items:center;gap:.4em;white-space:nowrap}
[data-theme=light]{color-scheme:light}[data-theme=dark]{color-scheme:dark}
.stars{position:relative;display:inline-block;line-height:1;letter-spacing:.05em;color:var(--parvis-line,light-dark(#c9c9c9,#5c5c5c))}
.full{position:absolute;inset-block:0;inset-inline-start:0;overflow:hidden;inline-size:var(--parvis-fill);color:var(--parvis-star,light-dark(#b06c00,#f0b64a))}
@media(forced-colors:active){.stars{color:GrayText}.full{color:CanvasText}}`;

const asked = new Map();
let sheet = null;

const ask = (address) =>
  kept(asked, address, async () => {
    const response = await fetch(address, { credentials: "omit" });
    // Only calls that overlap share an answer: the browser's cache knows how long it holds.
    asked.delete(address);
    if (!response.ok) throw new Error(`${address}: status ${response.status}`);
    return response.json();
  });

const span = (name, part, text) => {
  const node = create("span");
  node.className = name;
  if (part) node.part = part;
  if (text) node.textContent = text;
  return node;
};

/** The class of the element, on top of HTMLElement. */
export const ratingClass = (Base) =>
  class extends Base {
    static observedAttributes = ["subject", "site", "lang", "theme"];
    #turn = 0;
    #life = new Life(this, {
      begin: () => this.#show(),
      change: () => this.#show(),
      end: () => {
        this.#turn++;
        this.#life.showFallback();
      },
    });

    connectedCallback() {
      this.#life.connected();
    }

    disconnectedCallback() {
      this.#life.disconnected();
    }

    attributeChangedCallback(_, before, after) {
      if (before !== after) this.#life.changed();
    }

    /** Asks the service again. */
    refresh() {
      return this.#show();
    }

    async #show() {
      const turn = ++this.#turn;
      try {
        const subject = this.getAttribute("subject");
        if (!subject) throw new Error("the attribute subject is needed");
        const site = encodeURIComponent(this.getAttribute("site") || scriptSite);
        const rating = await ask(`${api}/v1/${site}/subjects/${encodeURIComponent(subject)}/rating`);
        if (turn !== this.#turn) return;
        this.#draw(rating);
        emit(this, "parvis-ready", { subject });
      } catch (error) {
        if (turn === this.#turn) report(this, "load", error);
      }
    }

    #draw({ average, count }) {
      const { lang, locale } = languageOf(this);
      const words = PHRASES[lang] ?? PHRASES.en;
      const badge = span("badge", "base");
      badge.lang = lang;
      badge.dataset.theme = themeOf(this);
      if (average === null) {
        badge.append(span("count", "average", words.none));
      } else {
        const score = average.toLocaleString(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
        const number = count.toLocaleString(locale);
        const stars = span("stars", "stars", "★★★★★");
        const full = span("full", "", "★★★★★");
        full.style.setProperty("--parvis-fill", `${(average / 5) * 100}%`);
        stars.append(full);
        stars.role = "img";
        const form = words[new Intl.PluralRules(locale).select(count)] ?? words.other;
        stars.ariaLabel = form.replace("{average}", score).replace("{count}", number);
        const figures = span("count", "average", `${score} (${number})`);
        figures.ariaHidden = "true";
        badge.append(stars, figures);
      }
      sheet ??= sheetOf(STYLES);
      const { root } = this.#life;
      if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
      root.replaceChildren(badge);
    }
  };
