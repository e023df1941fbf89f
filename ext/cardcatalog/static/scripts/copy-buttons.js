/* The buttons that copy or save a text of the page, and report success or failure. */

import { copyText } from "./clipboard.js";
import { closest, make } from "./dom.js";
import { saveText } from "./download.js";
import { gettext } from "./messages.js";

const SHOWN_FOR = 2000; // milliseconds

/** @type {WeakMap<HTMLElement, {timer: number, text: string, label: string}>} */
const pressed = new WeakMap();

/** The live region for screen readers; it must exist before it changes. */
const status = document.createElement("div");

/** @param {string} text */
function announce(text) {
  status.textContent = "";
  setTimeout(() => { status.textContent = text; }, 50); // a text that does not change is not read out again
}

/** @param {HTMLElement} button */
function textOf(button) {
  return button.dataset.copy ?? document.getElementById(button.dataset.from ?? "")?.textContent ?? "";
}

/** @param {HTMLElement} button */
async function copy(button) {
  const done = await copyText(textOf(button));
  const before = pressed.get(button);
  clearTimeout(before?.timer);
  const { text, label } = before ?? { text: button.textContent ?? "", label: button.getAttribute("aria-label") ?? "" };
  const word = done ? gettext("Copied") : gettext("Copying failed");
  button.textContent = word;
  button.setAttribute("aria-label", label.replace(text, word));
  button.classList.toggle("cc-copied", done);
  announce(done ? gettext("Copied") : gettext("Copying failed: the browser does not allow it"));
  pressed.set(button, { timer: window.setTimeout(restore, SHOWN_FOR, button), text, label });
}

/** @param {HTMLElement} button */
function restore(button) {
  const before = pressed.get(button);
  pressed.delete(button);
  button.textContent = before?.text ?? "";
  button.setAttribute("aria-label", before?.label ?? "");
  button.classList.remove("cc-copied");
}

/** Add to each citation of the page of a paper the buttons that copy and save it. */
function addButtons() {
  for (const text of /** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(".cc-cite .cc-text"))) {
    const format = text.previousElementSibling?.textContent ?? "";
    const file = `${text.parentElement?.dataset.file}.${text.dataset.ending}`;
    const copier = { "class": "cc-copy", "aria-label": gettext("Copy {format}", { format }) };
    const saver = { "class": "cc-save", "aria-label": gettext("Download {format}", { format }) };
    const from = { "type": "button", "data-from": text.id };
    text.after(make(
      "p",
      { class: "cc-links" },
      make("button", { ...copier, ...from }, gettext("Copy")),
      make("button", { ...saver, ...from, "data-file": file }, gettext("Download")),
    ));
  }
}

export function enableCopyButtons() {
  addButtons();
  status.className = "cc-status";
  status.setAttribute("role", "status");
  document.body.append(status);
  for (const button of document.querySelectorAll(".cc-copy, .cc-save")) {
    /** @type {HTMLElement} */ (button).hidden = false;
  }
  document.addEventListener("click", (event) => {
    const copier = closest(event, ".cc-copy");
    const saver = closest(event, ".cc-save");
    if (copier) {
      copy(copier);
    }
    if (saver) {
      saveText(saver.dataset.file ?? "", textOf(saver));
    }
  });
}
