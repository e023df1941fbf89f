/* The switch between cards and lists of one line a paper; the choice holds for all pages. */

import { make } from "./dom.js";
import { gettext } from "./messages.js";

const STORE = "cardcatalog-compact"; // early.js reads it
const root = document.documentElement;

/** @param {boolean} isCompact */
function remember(isCompact) {
  try {
    localStorage.setItem(STORE, isCompact ? "yes" : "no");
  } catch {
    // storage is off: the choice holds for this page only
  }
}

/** @param {boolean} isCompact */
function show(isCompact) {
  root.classList.toggle("cc-compact", isCompact);
  document.querySelector(".cc-switch")?.setAttribute("aria-checked", String(isCompact));
}

function addSwitch() {
  const cards = document.querySelectorAll(".cc-card");
  const ready = /** @type {HTMLElement | null} */ (document.querySelector(".cc-switch")); // in the explorer
  if (cards.length < 2 && !ready) {
    root.classList.remove("cc-compact"); // a single card is not a list
    return;
  }
  const button = ready ?? make("button", { type: "button", class: "cc-switch", role: "switch" }, gettext("Compact"));
  button.addEventListener("click", () => {
    const isCompact = !root.classList.contains("cc-compact");
    show(isCompact);
    remember(isCompact);
  });
  let place = document.querySelector(".cc-summary");
  if (!place) {
    place = make("div", { class: "cc-tools" });
    (cards[0].closest(".cc-group") ?? cards[0].parentElement)?.before(place);
  }
  place.append(button);
  show(root.classList.contains("cc-compact"));
}

export function enableCompactLists() {
  addSwitch();
  addEventListener("storage", (event) => {
    if (event.key === STORE) {
      show(event.newValue === "yes");
    }
  });
}
