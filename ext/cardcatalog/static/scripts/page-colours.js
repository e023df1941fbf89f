/* The colours of a theme that has no custom properties for them: read from the page, and again when the theme changes. */

const THEMES = ["--color-background-primary", "--pst-color-background"];

/** Whether a colour lets nothing through. @param {string} colour as browsers compute it */
const isOpaque = (colour) => !/^rgba|\//.test(colour);

/**
 * Return the first opaque ground behind an element.
 * @param {Element | null} element
 * @returns {string} empty if there is none
 */
const groundOf = (element) => {
  for (let place = element; place; place = place.parentElement) {
    const ground = getComputedStyle(place).backgroundColor;
    if (isOpaque(ground)) {
      return ground;
    }
  }
  return "";
};

const setColours = () => {
  const { body } = document;
  const main = document.querySelector("[role=main], main") ?? body;
  const link = main.querySelector("a[href]:not(.headerlink, [class*=cc-], [class*=sd-])");
  const colours = {
    "--cc-page-ground": groundOf(main),
    "--cc-page-text": getComputedStyle(main).color,
    "--cc-page-accent": link ? getComputedStyle(link).color : "",
  };
  for (const [name, colour] of Object.entries(colours)) {
    if (colour && body.style.getPropertyValue(name) !== colour) {
      body.style.setProperty(name, colour);
    }
  }
};

export const followTheme = () => {
  const style = getComputedStyle(document.body);
  if (THEMES.some((name) => style.getPropertyValue(name))) {
    return;
  }
  setColours();
  const observer = new MutationObserver(setColours);
  for (const element of [document.documentElement, document.body]) {
    observer.observe(element, { attributes: true });
  }
  document.addEventListener("transitionend", setColours); // until then, colours are on their way
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", setColours);
};
