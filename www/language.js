// Which language an element speaks, and its words.

import { FILES } from "./built.js";
import { fetchFile, kept } from "./files.js";
import { nearest } from "./page.js";

const texts = new Map();
const lateTexts = new Map();

/**
 * The element's `lang`, else the nearest one around it, else the browser's: the first of them we have words for.
 * Gives { lang, locale }: the language of the words, and the tag asked for, which decides dates and numbers.
 */
export const languageOf = (element) => {
  const asked = [nearest(element, "lang"), ...navigator.languages].filter(Boolean);
  for (const locale of asked) {
    const lang = locale.toLowerCase().split("-")[0];
    if (lang in FILES.texts) return { lang, locale };
  }
  return { lang: "en", locale: "en" };
};

/** The words of a first view in a language: key to text. */
export const textsOf = (lang) =>
  kept(texts, lang, async () => (await fetchFile(FILES.texts[lang])).json());

/** The words of a language for those who act. */
export const lateTextsOf = (lang) =>
  kept(lateTexts, lang, async () => (await fetchFile(FILES.lateTexts[lang])).json());
