// The document, read so that nothing on the page can lie about it.
//
// An element with name="createElement" hides `document.createElement`. The methods are therefore taken from their
// prototypes, once, and the properties through their getters.

const D = globalThis.Document?.prototype;
const E = globalThis.Element?.prototype;
const rootGetter = D && Object.getOwnPropertyDescriptor(D, "documentElement").get;

/** A new element. */
export const create = (name) => D.createElement.call(document, name);

/** The `<html>` element. */
export const htmlElement = () => rootGetter.call(document);

/** Whether anything on the page matches. Throws when the selector is not one. */
export const exists = (selector) => D.querySelector.call(document, selector) !== null;

/** The nearest value of an attribute, from the element outwards, across shadow roots. */
export const nearest = (element, name) => {
  for (let node = element; node; ) {
    const holder = E.closest.call(node, `[${name}]`);
    if (holder) return E.getAttribute.call(holder, name);
    node = Node.prototype.getRootNode.call(node).host;
  }
  return null;
};
