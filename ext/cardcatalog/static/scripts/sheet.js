/* The place of the facets: next to the results where there is room, else a sheet that a button opens. */

import { make, makeButton } from "./dom.js";
import { countPapers, gettext } from "./messages.js";

const WIDE = "(min-width: 1101px)";

export class Sheet {
  /**
   * @param {HTMLElement} content
   * @param {HTMLElement} total the number of filters that are set
   */
  constructor(content, total) {
    this.aside = make("div", { class: "cc-facets" });
    this.body = make("div", { class: "cc-sheet-body" });
    this.done = makeButton({ class: "cc-done" }, "", () => this.dialog.close());
    const close = makeButton({ class: "cc-quiet", "aria-label": gettext("Close") }, "×", () => this.dialog.close());
    const head = make("div", { class: "cc-sheet-head" }, make("strong", {}, gettext("Filters")), close);
    this.dialog = make("dialog", { class: "cc-sheet", "aria-label": gettext("Filters") }, head, this.body, this.done);
    this.dialog.addEventListener("click", ({ target }) => target === this.dialog && this.dialog.close()); // outside
    this.dialog.addEventListener("keydown", ({ key }) => key === "Escape" && this.dialog.close()); // Chromium may ignore it
    this.opener = makeButton({ class: "cc-open-filters", "aria-haspopup": "dialog" }, "", () => this.dialog.showModal());
    this.opener.append(gettext("Filters"), total);
    this.element = make("div", {}, this.opener, this.dialog, this.aside);
    const wide = matchMedia(WIDE);
    const place = () => {
      this.dialog.close();
      (wide.matches ? this.aside : this.body).append(content);
    };
    wide.addEventListener("change", place);
    place();
  }

  /** @param {number} number of papers found */
  show(number) {
    this.done.textContent = gettext("Show {papers}", { papers: countPapers(number) });
  }
}
