// Types of the elements. The manual is README.md beside this file's source.

/** What goes with `parvis-error`. */
export interface ParvisErrorDetail {
  /** What was being done: "load", "start", "insert", "change", "remove", "refresh", "focus", "theme" or "attribute". */
  reason: string;
  /** For the console, in English. */
  message: string;
}

/** What goes with `parvis-submit`: the call about to be made. */
export interface ParvisSubmitDetail {
  method: string;
  path: string;
}

/** What goes with `parvis-change`. */
export interface ParvisChangeDetail {
  kind: "order";
  value: string;
}

/** What goes with `parvis-open`: `value` is the item's id. */
export interface ParvisOpenDetail {
  kind: "why";
  value: string;
}

/** What every element of Parvis has in common. */
export interface ParvisElement extends HTMLElement {
  /** Asks the service again. */
  refresh(): void;
}

/** An element that visitors can take part in. */
export interface ParvisLivingElement extends ParvisElement {
  /** Gives a fresh member token signed by the brand; undefined for a visitor without an account. */
  token?: () => Promise<string | undefined> | string | undefined;
  /** Tells every element of the page what the visitor said to the consent manager. */
  setConsent(granted: boolean): void;
}

/** `<parvis-feed feed circle>` */
export interface ParvisFeed extends ParvisLivingElement {}
/** `<parvis-reviews subject>` */
export interface ParvisReviews extends ParvisLivingElement {}
/** `<parvis-ideas board>` */
export interface ParvisIdeas extends ParvisLivingElement {}
/** `<parvis-poll poll>` */
export interface ParvisPoll extends ParvisLivingElement {}
/** `<parvis-rating subject>` */
export interface ParvisRating extends ParvisElement {}

/** Tells every element of the page what the visitor said to the consent manager. */
export function setConsent(granted: boolean): void;

declare global {
  interface HTMLElementTagNameMap {
    "parvis-feed": ParvisFeed;
    "parvis-reviews": ParvisReviews;
    "parvis-ideas": ParvisIdeas;
    "parvis-poll": ParvisPoll;
    "parvis-rating": ParvisRating;
  }
  interface HTMLElementEventMap {
    "parvis-ready": CustomEvent<object>;
    "parvis-error": CustomEvent<ParvisErrorDetail>;
    "parvis-submit": CustomEvent<ParvisSubmitDetail>;
    "parvis-change": CustomEvent<ParvisChangeDetail>;
    "parvis-open": CustomEvent<ParvisOpenDetail>;
  }
}
