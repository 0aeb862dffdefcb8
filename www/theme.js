// Light or dark, as the host's page has it.
//
// theme="auto" follows the page's `color-scheme`; "light" and "dark" are themselves; anything else is a selector for
// the host's own switch: dark while something on the page matches it, light otherwise (theme="html.dark").

import { exists, htmlElement } from "./page.js";

const WORDS = ["auto", "light", "dark"];

/** "auto", "light" or "dark". Throws when the attribute is neither a word nor a selector. */
export const themeOf = (element) => {
  const theme = element.getAttribute("theme") || "auto";
  if (WORDS.includes(theme)) return theme;
  return exists(theme) ? "dark" : "light";
};

/** Calls back when the page's language or the host's switch may have changed; gives what stops it. */
export const watchPage = (element, changed) => {
  const selector = element.getAttribute("theme") || "auto";
  const attributes = ["lang"];
  const stop = new AbortController();
  if (!WORDS.includes(selector)) {
    attributes.push("class", "id", ...[...selector.matchAll(/\[\s*([\w-]+)/g)].map(([, name]) => name));
    // A box that is ticked changes no attribute.
    htmlElement().addEventListener("change", changed, { signal: stop.signal });
  }
  const observer = new MutationObserver(changed);
  observer.observe(htmlElement(), { attributes: true, subtree: true, attributeFilter: attributes });
  return () => {
    observer.disconnect();
    stop.abort();
  };
};
