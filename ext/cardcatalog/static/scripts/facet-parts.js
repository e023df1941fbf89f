/* The parts of a facet: its box, a list of choices that is folded, and the buttons that unfold. */

import { make, makeButton } from "./dom.js";
import { gettext } from "./messages.js";

/* A list of choices of which the first that have papers show, and a button that shows the others. */
export class FoldedList {
  /**
   * @param {HTMLElement} list
   * @param {number} shown how many are shown at once
   * @param {(number: number) => string} label
   */
  constructor(list, shown, label) {
    this.items = /** @type {HTMLElement[]} */ ([...list.children]);
    this.shown = shown;
    this.label = label;
    this.button = makeButton({ class: "cc-quiet" }, "", () => this.unfold());
  }

  unfold() {
    const next = this.items.find((item) => item.hidden && !item.classList.contains("cc-empty"));
    this.shown = Infinity;
    this.show();
    next?.querySelector("input")?.focus();
  }

  show() {
    const some = this.items.filter((item) => !item.classList.contains("cc-empty"));
    some.forEach((item, at) => { item.hidden = at >= this.shown && !item.querySelector("input")?.checked; });
    this.button.hidden = some.length <= this.shown;
    this.button.textContent = this.label(some.length);
  }
}

/**
 * Return a facet that opens and closes.
 * @param {string} title
 * @param {Node} content
 * @param {{open?: boolean, note?: string}} options
 */
export function group(title, content, { open = false, note = "" }) {
  const line = note ? make("p", { class: "cc-note" }, note) : null;
  const inner = make("div", { role: "group", "aria-label": title }, line, content);
  return make("details", { class: "cc-facet", open }, make("summary", {}, title), inner);
}

/**
 * Return the button that shows and hides the categories below one.
 * @param {string} title
 * @param {HTMLElement} below
 */
export function unfolding(title, below) {
  below.hidden = true;
  const label = gettext("Below {category}", { category: title });
  const button = makeButton({ class: "cc-unfold", "aria-expanded": "false", "aria-label": label }, "", () => {
    below.hidden = !below.hidden;
    button.setAttribute("aria-expanded", String(!below.hidden));
  });
  return button;
}

/**
 * Let a choice that is made be seen, wherever it is folded away.
 * @param {HTMLInputElement} box
 */
export function uncover(box) {
  const details = box.closest("details");
  if (details) {
    details.open = true;
  }
  for (let item = box.closest("li"); item?.parentElement; ) {
    item.hidden = false;
    item.parentElement.hidden = false;
    item = item.parentElement.closest("li");
    item?.querySelector(".cc-unfold")?.setAttribute("aria-expanded", "true");
  }
}
