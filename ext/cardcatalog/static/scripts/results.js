/* The list of results, drawn in batches as the reader scrolls, and walked through by the arrow keys. */

import { makeButton } from "./dom.js";
import { formatNumber, gettext } from "./messages.js";

const BATCH = 20; // cards drawn at a time
const BATCHES_BY_SCROLLING = 5; // then the button alone, so that what follows the list can be reached

/** @typedef {{shown: number, top: number}} Position how many cards are drawn, and the pixels scrolled */

/**
 * Draw cards again, and give the focus back to the same control of the same paper.
 * @template T
 * @param {() => T} draw
 * @returns {T} what it returns
 */
export function keepFocus(draw) {
  const focused = document.activeElement;
  const key = focused?.closest(".cc-card")?.id;
  const place = key ? [...controlsOf(key)].indexOf(/** @type {HTMLElement} */ (focused)) : -1;
  const drawn = draw();
  if (key && place >= 0) {
    controlsOf(key)[place]?.focus({ preventScroll: true });
  }
  return drawn;
}

/**
 * @param {string} key of a paper
 * @returns {NodeListOf<HTMLElement>}
 */
function controlsOf(key) {
  return document.querySelectorAll(`#${CSS.escape(key)} :is(a[href], button, input)`);
}

export class Results {
  /**
   * @param {import("./cards.js").Cards} cards
   * @param {HTMLElement} list with the cards that the build wrote
   */
  constructor(cards, list) {
    this.cards = cards;
    /** @type {number[]} */
    this.numbers = [];
    this.shown = 0;
    this.list = list;
    this.more = makeButton({ class: "cc-more", hidden: true }, "", () => {
      const first = this.shown;
      this.draw();
      this.list.children[first]?.querySelector("a")?.focus();
    });
  }

  /** Draw more when the end of the list comes near, and again if it is near still; both must be in the page. */
  drawByScrolling() {
    const observer = new IntersectionObserver((entries) => {
      if (entries.at(-1)?.isIntersecting && this.shown && this.shown < BATCH * BATCHES_BY_SCROLLING) {
        this.draw();
        observer.unobserve(this.more); // it reports a change alone, and none when a reader scrolls on before the next frame
        observer.observe(this.more);
      }
    }, { rootMargin: "600px" });
    observer.observe(this.more);
  }

  /**
   * Show papers; the cards of a first batch that stays the same stay, with the focus.
   * @param {number[]} numbers of papers
   */
  show(numbers) {
    const [before, after] = [this.numbers, numbers].map((some) => some.slice(0, BATCH).join());
    this.numbers = numbers;
    this.shown = before === after && this.shown ? Math.min(numbers.length, BATCH) : 0;
    [...this.list.children].slice(this.shown).forEach((card) => card.remove());
    if (this.shown) {
      this.offerMore();
    } else {
      this.draw();
    }
  }

  /** Take over the cards that the build wrote, unless the data are of another build. */
  adopt() {
    const { key } = this.cards.papers;
    const keys = [...this.list.children].map(({ id }) => id);
    if (keys.every((one, number) => one === key[number])) {
      this.numbers = [...keys.keys()];
      this.shown = keys.length;
    }
  }

  /** Forget what is drawn, so that it will be drawn again. */
  forget() {
    this.shown = 0;
  }

  draw() {
    const some = this.numbers.slice(this.shown, this.shown + BATCH);
    this.list.append(...some.map((number) => this.cards.card(number)));
    this.shown += some.length;
    this.offerMore();
    document.dispatchEvent(new CustomEvent("cardcatalog:cards", { detail: this.list }));
    document.dispatchEvent(new Event("ZoteroItemUpdated", { bubbles: true, cancelable: true })); // which it listens to
  }

  offerMore() {
    const left = this.numbers.length - this.shown;
    this.more.hidden = left === 0;
    this.more.textContent = gettext("Show {shown} more ({number} left)", { shown: Math.min(left, BATCH), number: formatNumber(left) });
  }

  /** @returns {Position} */
  position() {
    return { shown: this.shown, top: scrollY };
  }

  /** @param {Position | null} position */
  restore(position) {
    while (this.shown < (position?.shown ?? 0) && this.shown < this.numbers.length) {
      this.draw();
    }
    if (position?.top) {
      scrollTo({ top: position.top, behavior: "instant" });
    }
  }

  /** @returns {NodeListOf<HTMLElement>} */
  titles() {
    return this.list.querySelectorAll(".sd-card-title a");
  }

  /**
   * Go down from the field to the first result, and from title to title.
   * @param {KeyboardEvent} event
   * @param {HTMLElement} field
   */
  walk(event, field) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const titles = [...this.titles()];
    const at = titles.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    if (!step || (at < 0 && (document.activeElement !== field || step < 0))) {
      return;
    }
    event.preventDefault();
    if (at + step < 0) {
      field.focus();
    } else {
      titles[Math.min(at + step, titles.length - 1)]?.focus();
    }
  }
}
