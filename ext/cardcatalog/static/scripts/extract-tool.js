/* The tool of the directive paper:extract: takes files or text, shows the result for each citation, gives the .bib.

   Files are read here and go nowhere. The entries are loaded when the first file comes. */

import { extract, toBib } from "./extract.js";
import { count, describe, describeUnread } from "./extract-report.js";
import { readFile, withNewlines } from "./given-file.js";
import { Index } from "./lookup.js";
import { formatNumber, gettext } from "./messages.js";

/** @typedef {import("./extract.js").Extraction} Extraction */
/** @typedef {import("./extract.js").Result} Result */

class ExtractTool {
  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    /** @type {Map<string, import("./given-file.js").GivenFile>} */
    this.files = new Map(); // by name, so that an edited file replaces its older self
    /** @type {Promise<Index> | null} */
    this.loading = null;
    this.download = "";
    this.zone = this.find(".cc-extract-drop");
    this.input = /** @type {HTMLInputElement} */ (this.find("input[type=file]"));
    this.text = /** @type {HTMLTextAreaElement} */ (this.find(".cc-extract-paste textarea"));
    this.listen();
    element.hidden = false;
  }

  /**
   * @param {string} selector of an element that the template has
   * @returns {HTMLElement}
   */
  find(selector) {
    return /** @type {HTMLElement} */ (this.element.querySelector(selector));
  }

  listen() {
    this.input.addEventListener("change", async () => {
      await this.take([...(this.input.files ?? [])]);
      this.input.value = ""; // so that the same file can be chosen again after an edit
    });
    this.find(".cc-extract-look").addEventListener("click", () => this.takeText());
    this.find(".cc-extract-restart").addEventListener("click", () => this.startOver());
    const isOver = (/** @type {boolean} */ is) => (/** @type {Event} */ event) => {
      event.preventDefault();
      this.zone.classList.toggle("cc-extract-over", is);
    };
    this.zone.addEventListener("dragover", isOver(true));
    this.zone.addEventListener("dragleave", isOver(false));
    this.zone.addEventListener("drop", (event) => {
      isOver(false)(event);
      this.take([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /** @param {File[]} given */
  async take(given) {
    for (const file of given) {
      this.files.set(file.name, await readFile(file));
    }
    await this.look();
  }

  takeText() {
    if (this.text.value.trim()) {
      const name = gettext("pasted text");
      this.files.set(name, { name, text: withNewlines(this.text.value) });
      this.look();
    } else {
      this.say(gettext("Paste some text first."));
      this.text.focus();
    }
  }

  startOver() {
    this.files.clear();
    this.text.value = "";
    this.find(".cc-extract-result").hidden = true;
    this.say("");
    this.input.focus();
  }

  /** Load the entries of the site, once. */
  load() {
    this.loading ??= fetch(this.element.dataset.entries ?? "").then(async (answer) => {
      if (!answer.ok) {
        throw new Error(gettext("the site returned HTTP {status}", { status: answer.status }));
      }
      return new Index(await answer.json());
    });
    return this.loading;
  }

  async look() {
    this.say(gettext("Looking up …"));
    let index;
    try {
      index = await this.load();
    } catch (error) {
      this.loading = null;
      this.say(whyNotLoaded(/** @type {Error} */ (error)));
      return;
    }
    const given = [...this.files.values()];
    const extraction = extract(given, index);
    extraction.problems.unshift(...given.flatMap(({ problem }) => problem ?? []));
    this.show(extraction);
  }

  /** @param {Extraction} extraction */
  show({ results, problems, passedOver, ...rest }) {
    const unread = describeUnread(passedOver);
    const open = [
      ...problems.map(({ place, message }) => line(message, "", place)),
      ...results.filter(isOpen).map(rowOf),
      ...(unread ? [line(unread, "", "")] : []),
    ];
    const others = results.filter((row) => !isOpen(row)).map(rowOf);
    this.find(".cc-extract-files span").textContent = [...this.files.keys()].join(", ");
    this.find(".cc-extract-open").hidden = !open.length;
    this.find(".cc-extract-open ul").replaceChildren(...open);
    this.showBib(toBib({ results, problems, passedOver, ...rest }));
    this.find(".cc-extract-rest").hidden = !others.length;
    this.find(".cc-extract-rest summary").textContent = gettext("All the others ({number})", { number: formatNumber(others.length) });
    this.find(".cc-extract-rest ul").replaceChildren(...others);
    this.find(".cc-extract-result").hidden = false;
    const numbers = count(results);
    this.say(gettext("{sentence}.", { sentence: `${numbers[0].toUpperCase()}${numbers.slice(1)}` }));
  }

  /** @param {string} bib */
  showBib(bib) {
    this.find(".cc-extract-bib").hidden = !bib;
    /** @type {HTMLTextAreaElement} */ (this.find(".cc-extract-bib textarea")).value = bib;
    this.find(".cc-copy").dataset.copy = bib;
    URL.revokeObjectURL(this.download);
    this.download = URL.createObjectURL(new Blob([bib], { type: "application/x-bibtex" }));
    /** @type {HTMLAnchorElement} */ (this.find(".cc-extract-save")).href = this.download;
  }

  /** @param {string} text */
  say(text) {
    this.find(".cc-extract-state").textContent = text;
  }
}

/** @param {Error} error */
function whyNotLoaded(error) {
  return location.protocol === "file:"
    ? gettext("Browsers do not let a page that is opened as a file load its data. Open this page on the web, or run: cardcatalog extract paper.tex")
    : gettext("The entries could not be loaded ({reason}). Try again, or run: cardcatalog extract paper.tex", { reason: error.message });
}

/**
 * Return whether the reader should look at a result.
 * @param {Result} row
 */
function isOpen(row) {
  return row.is === "missing" || (row.is === "found" && row.twin !== null) || (row.is === "kept" && row.isTaken);
}

/** @param {Result} row */
function rowOf(row) {
  return line(describe(row), row.citation.key, row.citation.place);
}

/**
 * @param {string} text
 * @param {string} key
 * @param {string} place
 */
function line(text, key, place) {
  const item = document.createElement("li");
  for (const [name, content] of [["code", key], ["span", text], ["small", place]]) {
    if (content) {
      const part = document.createElement(name);
      part.textContent = content;
      item.append(part, " ");
    }
  }
  return item;
}

const element = /** @type {HTMLElement | null} */ (document.querySelector(".cc-extract"));
if (element) {
  new ExtractTool(element);
}
