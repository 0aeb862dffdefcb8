// The elements of Parvis: from a tag in a page to a living view.
//
// What stays true whatever happens: the host page sees no exception and no unhandled rejection, nothing is put on
// `window`, and until the first content is drawn the brand's own content, or what the server has painted, stays.
//
// Between this script and the wasm:
//   mount(node, host, attributes, env) -> { update(attributes, env), unmount(), refresh(), focus() }
//   setConsent(granted)
// `node` is an empty <div> in the shadow root, `host` the element, `attributes` name -> text of those that are set.
// `env` is what the wasm may ask of the page:
//   element   "parvis-feed"…            api      address of the service, no slash at its end
//   site      "default"                 theme    "auto", "light" or "dark"
//   lang      language of the texts     locale   the tag asked for, for dates and numbers
//   texts     key -> text               consent  true, false, or null while nobody said
//   emit(name, detail, cancelable)      dispatches an event on the host; false when it was prevented
//   ready()                             the first content is drawn: drop what the server painted
//   lateTexts()                         promise of the words for those who act: key -> text; their styles are then in
//                                       force, too
//   token()                             promise of a fresh member token, or of undefined
//   fail(reason, message)               an event and a line in the console

import { consentGiven, setConsent, start } from "./engine.js";
import { api, scriptSite } from "./files.js";
import { FILES } from "./built.js";
import { languageOf, lateTextsOf, textsOf } from "./language.js";
import { Life, emit, guarded, report, sharedSheet } from "./life.js";
import { create } from "./page.js";
import { themeOf } from "./theme.js";
import { ratingClass } from "./badge.js";

const COMMON = ["site", "lang", "theme", "density"];

/** Tag: its part of the wasm, and the attributes of its own. */
const ELEMENTS = {
  "parvis-feed": ["feed", ["feed", "circle"]],
  "parvis-reviews": ["reviews", ["subject"]],
  "parvis-ideas": ["ideas", ["board"]],
  "parvis-poll": ["poll", ["poll"]],
};

const adopt = (root, sheet) => {
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets.push(sheet);
};

const elementClass = (Base, part, own) =>
  class extends Base {
    static observedAttributes = [...own, ...COMMON];
    static setConsent = setConsent;
    #mount = null;
    #node = null;
    #turn = 0;
    #shown = "";
    #retry = null;
    #ready = null;
    #knowsLate = false;
    #life = new Life(this, {
      begin: () => this.#begin(),
      change: () => this.#change(),
      end: () => this.#end(),
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

    /** Asks the service again; starts over if the start failed. */
    refresh() {
      if (this.#mount) guarded(this, "refresh", () => this.#mount.refresh());
      else if (this.isConnected) this.#begin();
    }

    /** Moves the focus to the element's first place of interest. */
    focus(options) {
      if (this.#mount) guarded(this, "focus", () => this.#mount.focus());
      else super.focus(options);
    }

    /** Tells every element of the page what the visitor said to the host's consent manager. */
    setConsent(granted) {
      setConsent(granted);
    }

    async #begin() {
      const turn = ++this.#turn;
      this.#retry?.abort();
      this.#retry = new AbortController();
      try {
        const { lang } = languageOf(this);
        const [glue, sheet] = await Promise.all([start(part), sharedSheet(FILES.styles), textsOf(lang)]);
        if (turn === this.#turn && this.isConnected) await this.#place(glue, sheet, turn);
      } catch (error) {
        if (turn !== this.#turn) return;
        report(this, "load", error);
        addEventListener("online", () => this.#begin(), { once: true, signal: this.#retry.signal });
      }
    }

    async #place(glue, sheet, turn) {
      const state = await this.#state();
      if (turn !== this.#turn) return;
      const { root, isPainted } = this.#life;
      adopt(root, sheet);
      const before = [...root.childNodes];
      const node = create("div");
      // What the server painted stays until the living view has as much to show; a fallback gives way at once.
      if (isPainted) node.style.display = "none";
      root.append(node);
      let isReady = false;
      const reveal = () => {
        for (const child of before) child.remove();
        node.removeAttribute("style");
      };
      this.#ready = () => {
        if (isReady || turn !== this.#turn) return;
        isReady = true;
        reveal();
        emit(this, "parvis-ready", {});
      };
      try {
        this.#mount = glue.mount(node, this, state.attributes, { ...state.env, ready: this.#ready });
      } catch (error) {
        node.remove();
        throw error;
      }
      this.#node = node;
      this.#shown = state.key;
      if (!isPainted) reveal();
    }

    async #change() {
      if (!this.#mount) return;
      const turn = this.#turn;
      try {
        const state = await this.#state();
        if (turn !== this.#turn || !this.#mount || state.key === this.#shown) return;
        this.#shown = state.key;
        this.#mount.update(state.attributes, { ...state.env, ready: this.#ready });
      } catch (error) {
        report(this, "change", error);
      }
    }

    #end() {
      this.#turn++;
      this.#retry?.abort();
      const mount = this.#mount;
      this.#mount = null;
      if (mount) guarded(this, "remove", () => mount.unmount());
      this.#node?.remove();
      this.#node = null;
      this.#life.showFallback();
    }

    async #late(lang) {
      this.#knowsLate = true;
      const [texts, sheet] = await Promise.all([lateTextsOf(lang), sharedSheet(FILES.lateStyles)]);
      adopt(this.#life.root, sheet);
      return texts;
    }

    /** What the wasm is told, and a key that changes with it. */
    async #state() {
      const { lang, locale } = languageOf(this);
      const attributes = {};
      for (const name of this.constructor.observedAttributes) {
        if (this.hasAttribute(name)) attributes[name] = this.getAttribute(name);
      }
      // Asked for at the same time as the rest: all words change at once.
      if (this.#knowsLate) lateTextsOf(lang).catch(() => {});
      const theme = guarded(this, "theme", () => themeOf(this)) ?? "auto";
      const site = this.getAttribute("site") || scriptSite;
      const env = {
        element: this.localName,
        api,
        site,
        theme,
        lang,
        locale,
        texts: await textsOf(lang),
        consent: consentGiven(),
        emit: (name, detail, cancelable) => emit(this, name, detail, cancelable),
        lateTexts: () => this.#late(lang),
        token: async () => (typeof this.token === "function" ? this.token() : undefined),
        fail: (reason, message) => report(this, reason, message),
      };
      return { attributes, env, key: JSON.stringify([attributes, site, theme, locale]) };
    }
  };

// Without a browser (a framework rendering on its server) there is nothing to define. A second copy of the script
// finds the names taken and leaves them alone.
if (globalThis.customElements) {
  const define = (tag, make) => customElements.get(tag) || customElements.define(tag, make());
  for (const [tag, [part, own]] of Object.entries(ELEMENTS)) {
    define(tag, () => elementClass(HTMLElement, part, own));
  }
  define("parvis-rating", () => ratingClass(HTMLElement));
}

export { setConsent };
