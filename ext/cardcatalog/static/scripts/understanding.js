/* How a text was understood where no paper has all of its words, or where it names a paper that is not here. */

import { make, makeButton } from "./dom.js";
import { gettext } from "./messages.js";

/** @typedef {import("./state.js").State} State */

export class Understanding {
  /**
   * @param {(some: Partial<State>) => void} change
   * @param {HTMLElement} next takes the focus after a choice
   * @param {HTMLElement | null} absent what to offer where a paper is not here
   */
  constructor(change, next, absent) {
    this.change = change;
    this.next = next;
    this.absent = absent;
    this.element = make("div", { class: "cc-understanding", role: "status", hidden: true });
  }

  /** @param {import("./search-index.js").Note | null} note */
  show(note) {
    const content = note ? this.content(note) : [];
    this.element.hidden = !content.length;
    this.element.replaceChildren(...content);
  }

  /**
   * @param {import("./search-index.js").Note} note
   * @returns {Node[]}
   */
  content({ kind, text = "", words = [] }) {
    const missing = words.map((word) => `“${word.replaceAll('"', "")}”`).join(", ");
    switch (kind) {
      case "corrected":
        return [make("p", {}, ...this.question(missing, text))];
      case "without":
        return [make("p", {}, gettext("No paper has {words}. These have the other words:", { words: missing }))];
      case "some":
        return [make("p", {}, gettext("No paper has all of these words. These have some of them:"))];
      case "unlinked":
        return [make("p", {}, gettext("No paper here has the address {url}.", { url: text })), ...(this.absent ? [this.absent] : [])];
      case "absent":
        return [make("p", {}, gettext("{identifier} is not here yet.", { identifier: text })), ...(this.absent ? [this.absent] : [])];
      default:
        return [];
    }
  }

  /**
   * @param {string} words
   * @param {string} text the corrected text
   */
  question(words, text) {
    const [before, after] = gettext("No paper has {words}. Did you mean {text}?", { words, text: "{text}" }).split("{text}");
    const button = makeButton({ class: "cc-quiet" }, text, () => {
      this.change({ q: text });
      this.next.focus();
    });
    return [before, button, after];
  }
}
