/* One search on every page: the box of the theme leads to the explorer, and / and Ctrl+K lead to the box. */

import { gettext } from "./messages.js";

/** @param {URL} explorer */
export function enableSearchBox(explorer) {
  const boxes = [...document.querySelectorAll("form")].filter((form) => isSearch(form));
  boxes.forEach((form) => leadTo(form, explorer));
  document.addEventListener("keydown", (event) => {
    if (isShortcut(event)) {
      event.preventDefault();
      event.stopImmediatePropagation(); // Sphinx knows a box of its own
      focusBox(boxes, explorer);
    }
  }, true);
}

/**
 * Return whether a form asks the full-text search of Sphinx, from another page than that of its results.
 * @param {HTMLFormElement} form
 */
function isSearch(form) {
  const { pathname } = new URL(form.getAttribute("action") ?? "", location.href);
  return /\/search(?:\.html|\/)?$/.test(pathname) && pathname !== location.pathname;
}

/**
 * @param {HTMLFormElement} form
 * @param {URL} explorer
 */
function leadTo(form, explorer) {
  form.action = explorer.href;
  form.querySelectorAll("input[type=hidden]").forEach((input) => input.remove());
  for (const input of /** @type {NodeListOf<HTMLInputElement>} */ (form.querySelectorAll("input[name=q]"))) {
    input.placeholder = gettext("Search papers");
    input.setAttribute("aria-label", input.placeholder);
  }
}

/** @param {KeyboardEvent} event */
function isShortcut(event) {
  const { key, ctrlKey, metaKey, altKey, target } = event;
  if (key.toLowerCase() === "k" && (ctrlKey || metaKey) && !altKey) {
    return true;
  }
  const isTyping = target instanceof HTMLElement && (target.isContentEditable || target.matches("input:not([type=checkbox], [type=radio]), select, textarea"));
  return key === "/" && !ctrlKey && !metaKey && !altKey && !isTyping;
}

/**
 * Focus the first box that shows; without one, as on a phone, go to the explorer.
 * @param {HTMLFormElement[]} boxes
 * @param {URL} explorer
 */
function focusBox(boxes, explorer) {
  const own = /** @type {HTMLInputElement | null} */ (document.getElementById("cc-search"));
  const shown = [own, ...boxes.map((form) => /** @type {HTMLInputElement | null} */ (form.querySelector("input[name=q]")))].find(isInView);
  if (shown) {
    shown.focus();
    shown.select();
  } else {
    location.assign(explorer);
  }
}

/** @param {HTMLInputElement | null} input */
function isInView(input) {
  const { left, right, width } = input?.getBoundingClientRect() ?? { left: 0, right: 0, width: 0 };
  return width > 0 && right > 0 && left < innerWidth;
}
