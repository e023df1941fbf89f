/* The selection on the page: a check box on each paper, and a bar with BibTeX, \cite and a link to share. */

import { copyText } from "./clipboard.js";
import { make, makeButton } from "./dom.js";
import { saveText } from "./download.js";
import { gettext, ngettext } from "./messages.js";
import { STORE, citeCommand, completeBibtex, keyOf, linkTo, loadSelection, saveSelection } from "./selection-store.js";
import { enableSearchBox } from "./search-box.js";
import { fetchJson } from "./site.js";

const SHOWN_FOR = 2000; // milliseconds
const { dataset } = /** @type {HTMLScriptElement} */ (document.currentScript);
const explorer = new URL(dataset.explorer ?? "", location.href);

/** @typedef {import("./selection-store.js").Selection} Selection */

let selection = loadSelection();
/** @type {Selection | null} */
let cleared = null; // what Undo restores

/** @param {(selection: Selection) => void} edit */
function change(edit) {
  selection = loadSelection(); // another window may have changed it
  edit(selection);
  saveSelection(selection);
  show();
}

function reload() {
  selection = loadSelection();
  show();
}

/* Check boxes on cards and on the page of a paper */

/**
 * @param {Element} row
 * @param {string} key
 * @param {string} name
 * @param {() => string} text returns the BibTeX
 */
function addBox(row, key, name, text) {
  const box = make("input", { type: "checkbox", "aria-label": gettext("Select: {title}", { title: name }) });
  box.dataset.key = key;
  box.checked = selection.has(key);
  box.addEventListener("change", () => {
    change((map) => (box.checked ? map.set(key, text()) : map.delete(key)));
  });
  row.append(make("label", { class: "cc-select" }, box, gettext("Select")));
}

/**
 * Return how the copy button of a paper names it.
 * @param {Element} button
 */
function nameOf(button) {
  const [before, after] = gettext("Copy BibTeX: {title}").split("{title}");
  const label = button.getAttribute("aria-label") ?? "";
  return label.slice(before.length, label.length - after.length);
}

/** @param {Element} card */
function addBoxToCard(card) {
  const button = /** @type {HTMLElement | null} */ (card.querySelector(".cc-copy"));
  const row = button?.parentElement;
  const key = keyOf(button?.dataset.copy ?? "") || card.id;
  if (button && row && key && !row.querySelector(".cc-select")) {
    addBox(row, key, nameOf(button), () => button.dataset.copy ?? "");
  }
}

/** Adds its box to each card that comes near the window: those of a long list took a quarter of its style and layout. */
const near = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) {
    if (isIntersecting) {
      near.unobserve(target);
      addBoxToCard(target);
    }
  }
}, { rootMargin: "100% 0px" });

/** @param {ParentNode} within */
function addBoxes(within) {
  for (const card of within.querySelectorAll(".cc-card")) {
    near.observe(card);
  }
}

function addBoxToPage() {
  const paper = /** @type {HTMLElement | null} */ (document.querySelector(".cc-paper[data-key]"));
  const text = document.getElementById("cc-text-bibtex");
  if (paper && text) {
    let row = paper.querySelector(":scope > .cc-links");
    if (!row) {
      row = make("p", { class: "cc-links" });
      paper.querySelector(".cc-cite")?.before(row);
    }
    addBox(row, paper.dataset.key ?? "", gettext("this paper"), () => text.textContent ?? "");
  }
}

/* The bar at the foot of the window, there as long as anything is selected */

const total = make("a");
const status = make("span", { role: "status" });
const undo = makeButton({ "aria-label": gettext("Undo clearing the selection") }, gettext("Undo"), () => {
  const kept = cleared;
  cleared = null;
  change((map) => kept?.forEach((text, key) => map.set(key, text)));
  total.focus();
});
const bar = make(
  "aside",
  { class: "cc-selection", "aria-label": gettext("Selection") },
  total,
  makeButton({ "aria-label": gettext("Download the BibTeX of the selection") }, "BibTeX", save),
  makeButton({ "aria-label": gettext("Copy \\cite of the selection") }, "\\cite", () => copy(citeCommand(selection))),
  makeButton({ "aria-label": gettext("Copy a link to the selection") }, gettext("Link"), () => copy(linkTo(selection, explorer))),
  makeButton({ "aria-label": gettext("Clear the selection") }, gettext("Clear"), clear),
  status,
  undo,
);

function clear() {
  cleared = selection;
  change((map) => map.clear());
  undo.focus();
}

/** @param {string} text */
async function copy(text) {
  const done = await copyText(text);
  say(done ? gettext("Copied") : gettext("Copying failed: the browser does not allow it"));
}

/** @param {string} text */
function say(text) {
  status.textContent = text;
  setTimeout(() => {
    if (status.textContent === text) {
      status.textContent = "";
    }
  }, SHOWN_FOR);
}

async function save() {
  try {
    const { texts, loaded } = await completeBibtex(selection, fetchJson);
    if (loaded.size) {
      change((map) => loaded.forEach((text, key) => map.set(key, text)));
    }
    saveText("selection.bib", texts.join("\n"));
  } catch {
    say(gettext("Could not load the BibTeX. Check your connection."));
  }
}

function show() {
  const number = selection.size;
  const wasCleared = gettext("Selection cleared");
  if (number) {
    cleared = null;
  }
  for (const element of /** @type {Iterable<HTMLElement>} */ (bar.children)) {
    element.hidden = element === undo ? !cleared : element === status ? false : !number;
  }
  if (!number) {
    status.textContent = cleared ? wasCleared : "";
  } else if (status.textContent === wasCleared) {
    status.textContent = "";
  }
  bar.hidden = !number && !cleared;
  document.documentElement.classList.toggle("cc-has-selection", !bar.hidden);
  total.textContent = number ? ngettext("{number} selected", "{number} selected", number) : "";
  total.href = linkTo(selection, explorer);
  for (const box of /** @type {NodeListOf<HTMLInputElement>} */ (document.querySelectorAll(".cc-select input"))) {
    box.checked = selection.has(box.dataset.key ?? "");
  }
}

enableSearchBox(explorer);
document.body.append(bar);
addBoxes(document);
addBoxToPage();
show();
document.addEventListener("cardcatalog:cards", (event) => addBoxes(/** @type {CustomEvent} */ (event).detail));
document.addEventListener("cardcatalog:select", (event) => {
  const keys = /** @type {CustomEvent<string[]>} */ (event).detail;
  change((map) => keys.forEach((key) => map.set(key, map.get(key) ?? "")));
});
addEventListener("storage", (event) => {
  if (event.key === STORE) {
    reload();
  }
});
addEventListener("pageshow", reload); // the page may have slept while another changed the selection
