// The life of an element: where it draws, when it starts, what it tells the page.
//
// Frameworks insert, move, clone and remove elements as they please. A move is a removal and an insertion in the same
// task: only an element that is still out of the document a microtask later has really gone.

import { fetchFile, kept } from "./files.js";
import { create } from "./page.js";
import { watchPage } from "./theme.js";

const MARGIN = "600px";
const sheets = new Map();
const said = new Set();
const lives = new WeakMap();
let nearness = null;

/** A style sheet that every shadow root shares: an entry of the table of files. */
export const sharedSheet = (file) =>
  kept(sheets, file, async () => sheetOf(await (await fetchFile(file)).text()));

/** A constructed sheet: the one kind that a strict content security policy lets through. */
export const sheetOf = (text) => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return sheet;
};

/** Dispatches an event that crosses shadow roots; false when somebody prevented it. */
export const emit = (host, name, detail, cancelable = false) =>
  host.dispatchEvent(new CustomEvent(name, { detail, cancelable, bubbles: true, composed: true }));

/** Tells the page what went wrong: an event for each element, a line in the console once. */
export const report = (host, reason, error) => {
  const message = String(error?.message ?? error);
  const line = `${host.localName}: ${reason}: ${message}`;
  if (!said.has(line)) {
    said.add(line);
    console.warn(line);
  }
  emit(host, "parvis-error", { reason, message });
};

/** Runs it; what it throws is reported and goes no further. */
export const guarded = (host, reason, run) => {
  try {
    return run();
  } catch (error) {
    report(host, reason, error);
    return undefined;
  }
};

const whenNear = (host) => {
  nearness ??= new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) if (isIntersecting) lives.get(target)?.start();
    },
    { rootMargin: MARGIN },
  );
  nearness.observe(host);
};

/** Follows one element; `acts` has begin(), change() and end(). */
export class Life {
  #host;
  #acts;
  #isStarted = false;
  #isDue = false;
  #unwatch = null;
  #watched = null;
  /** The element's shadow root, once it has been in a document. */
  root = null;
  /** Whether the server has drawn into the shadow root. */
  isPainted = false;

  constructor(host, acts) {
    this.#host = host;
    this.#acts = acts;
    lives.set(host, this);
  }

  connected() {
    guarded(this.#host, "insert", () => {
      if (!this.root) this.#open();
      this.#watch();
      if (this.#isStarted) this.changed();
      else if (this.#host.hasAttribute("eager") || typeof IntersectionObserver !== "function") this.start();
      else whenNear(this.#host);
    });
  }

  disconnected() {
    nearness?.unobserve(this.#host);
    this.#unwatch?.();
    this.#unwatch = this.#watched = null;
    queueMicrotask(() => {
      if (this.#host.isConnected || !this.#isStarted) return;
      this.#isStarted = false;
      guarded(this.#host, "remove", this.#acts.end);
    });
  }

  /** Begins, unless it has. */
  start() {
    nearness?.unobserve(this.#host);
    if (this.#isStarted || !this.#host.isConnected) return;
    this.#isStarted = true;
    guarded(this.#host, "start", this.#acts.begin);
  }

  /** An attribute or the page around has changed: told once for all changes of a task. */
  changed() {
    if (this.#isDue) return;
    this.#isDue = true;
    queueMicrotask(() => {
      this.#isDue = false;
      if (!this.#host.isConnected) return;
      guarded(this.#host, "change", () => {
        this.#watch();
        if (this.#isStarted) this.#acts.change();
      });
    });
  }

  /** Back to what the brand wrote between the tags. */
  showFallback() {
    this.isPainted = false;
    this.root.replaceChildren(create("slot"));
  }

  #open() {
    this.root = this.#host.shadowRoot;
    this.isPainted = this.root !== null && this.root.childNodes.length > 0;
    this.root ??= this.#host.attachShadow({ mode: "open" });
    if (!this.isPainted) this.showFallback();
  }

  #watch() {
    const theme = this.#host.getAttribute("theme") || "";
    if (theme === this.#watched) return;
    this.#watched = theme;
    this.#unwatch?.();
    this.#unwatch = watchPage(this.#host, () => this.changed());
  }
}
