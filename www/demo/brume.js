// The page of Atelier Brume: language, theme and the chosen product.
//
// They are remembered in the address and nowhere else: no cookie, no storage. The root element carries all three
// before the first paint, and the style sheet shows what belongs to them; nothing flashes and nothing moves.

(() => {
  const CHOICES = {
    lang: ["fr", "en"],
    theme: ["auto", "light", "dark"],
    produit: ["moulin-m1", "moulin-e2", "cafetiere-brume", "bouilloire-col"],
  };
  const TITLES = {
    fr: "Atelier Brume, Nantes\u00a0: moulins et cafetières réparables",
    en: "Atelier Brume, Nantes: grinders and brewers made to be repaired",
  };
  const root = document.documentElement;

  /** What the address says, or the first of each. */
  const chosen = () => {
    const said = new URLSearchParams(location.search);
    return Object.fromEntries(
      Object.entries(CHOICES).map(([name, known]) => [name, known.includes(said.get(name)) ? said.get(name) : known[0]]),
    );
  };

  const showRoot = ({ lang, theme, produit }) => {
    root.lang = lang;
    root.dataset.theme = theme;
    root.dataset.product = produit;
    document.title = TITLES[lang];
  };

  const showBody = (now) => {
    for (const control of document.querySelectorAll("[data-set]")) {
      const isOn = now[control.dataset.set] === (control.dataset.value ?? control.value);
      if (control.localName !== "a") control.setAttribute("aria-pressed", String(isOn));
      else if (isOn) control.setAttribute("aria-current", "true");
      else control.removeAttribute("aria-current");
    }
    for (const name of ["alt", "aria-label"]) {
      for (const node of document.querySelectorAll(`[data-en-${name}]`)) {
        if (!node.hasAttribute(`data-fr-${name}`)) node.setAttribute(`data-fr-${name}`, node.getAttribute(name));
        node.setAttribute(name, node.getAttribute(`data-${now.lang}-${name}`));
      }
    }
    for (const element of document.querySelectorAll("[data-follows]")) {
      if (element.getAttribute("subject") !== now.produit) element.setAttribute("subject", now.produit);
    }
  };

  const choose = (name, value) => {
    const address = new URL(location.href);
    if (value === CHOICES[name][0]) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
    history.replaceState(null, "", address);
    const now = chosen();
    showRoot(now);
    showBody(now);
  };

  showRoot(chosen());
  root.dataset.live = root.dataset.awaits = "";

  // "interactive" comes before any module runs, so that the elements start with the right subject.
  document.addEventListener("readystatechange", () => {
    if (document.readyState === "interactive") showBody(chosen());
  });

  document.addEventListener("click", (event) => {
    const control = event.target.closest?.("[data-set]");
    if (!control || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    choose(control.dataset.set, control.dataset.value ?? control.value);
    if (control.dataset.set === "produit") document.getElementById("produit").scrollIntoView({ block: "nearest" });
  });

  // A place kept for an element that will not come is given back. The error of a script does not bubble.
  document.addEventListener("parvis-error", ({ target, detail }) => {
    if (detail.reason === "load") target.dataset.absent = "";
  });
  document.addEventListener("error", ({ target }) => {
    if (target.localName === "script") delete root.dataset.awaits;
  }, true);
})();
