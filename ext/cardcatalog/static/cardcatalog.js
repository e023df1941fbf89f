/* Copying and saving of citations, the switch to compact lists, and the Escape key for definitions. Nothing else needs a script. */

(() => {
  "use strict";

  const root = document.documentElement;
  const STORE = "cardcatalog-compact";
  const SHOWN_FOR = 2000; // milliseconds
  const words = window.cardcatalogWords ?? { gettext: (text) => text }; // a book has no translations for scripts

  /* What is said to those who hear the page; it must be there before it changes. */
  const status = document.createElement("div");
  status.className = "cc-status";
  status.setAttribute("role", "status");
  document.body.append(status);

  function say(text) {
    status.textContent = "";
    setTimeout(() => { status.textContent = text; }, 50); // a text that does not change is not said again
  }

  /* Copying */

  window.cardcatalogCopy = copy; // for the selection

  async function copy(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return copyBySelection(text); // from file:// and http:// browsers give no clipboard
    }
  }

  function copyBySelection(text) {
    const focused = document.activeElement;
    const area = document.createElement("textarea");
    area.className = "cc-status";
    area.readOnly = true;
    area.value = text;
    document.body.append(area);
    area.select();
    try {
      return document.execCommand("copy");
    } catch {
      return false;
    } finally {
      area.remove();
      focused?.focus({ preventScroll: true });
    }
  }

  function textOf(button) {
    return button.dataset.copy ?? document.getElementById(button.dataset.from).textContent;
  }

  /* Saving: the text is on the page, so that no paper needs a file in each format */

  function save(button) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([textOf(button)], { type: button.dataset.type }));
    link.download = button.dataset.file;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), SHOWN_FOR);
  }

  const timers = new WeakMap();

  async function answer(button) {
    const done = await copy(textOf(button));
    if (!timers.has(button)) {
      button.dataset.text = button.textContent;
      button.dataset.label = button.getAttribute("aria-label");
    }
    clearTimeout(timers.get(button));
    const word = done ? words.gettext("Copied") : words.gettext("Copying failed");
    button.textContent = word;
    button.setAttribute("aria-label", button.dataset.label.replace(button.dataset.text, word));
    button.classList.toggle("cc-copied", done);
    say(done ? words.gettext("Copied") : words.gettext("Copying failed: the browser does not allow it"));
    timers.set(button, setTimeout(restore, SHOWN_FOR, button));
  }

  function restore(button) {
    timers.delete(button);
    button.textContent = button.dataset.text;
    button.setAttribute("aria-label", button.dataset.label);
    button.classList.remove("cc-copied");
  }

  for (const button of document.querySelectorAll(".cc-copy, .cc-save")) {
    button.hidden = false;
  }
  document.addEventListener("click", (event) => {
    const button = event.target.closest(".cc-copy");
    if (button) {
      answer(button);
    }
    const saver = event.target.closest(".cc-save");
    if (saver) {
      save(saver);
    }
  });

  /* One line a paper */

  function remember(compact) {
    try {
      localStorage.setItem(STORE, compact ? "yes" : "no");
    } catch {
      // storage is off: the choice holds for this page only
    }
  }

  function show(compact) {
    root.classList.toggle("cc-compact", compact);
    document.querySelector(".cc-switch")?.setAttribute("aria-checked", String(compact));
  }

  function addSwitch() {
    const cards = document.querySelectorAll(".cc-card");
    if (cards.length < 2 && !document.querySelector(".cc-results")) {
      root.classList.remove("cc-compact"); // a single card is no list
      return;
    }
    const button = document.createElement("button");
    button.type = "button";
    button.className = "cc-switch";
    button.setAttribute("role", "switch");
    button.textContent = words.gettext("Compact");
    button.addEventListener("click", () => {
      const compact = !root.classList.contains("cc-compact");
      show(compact);
      remember(compact);
    });
    let place = document.querySelector(".cc-summary");
    if (!place) {
      place = document.createElement("div");
      place.className = "cc-tools";
      (cards[0].closest(".cc-group") ?? cards[0].parentElement).before(place);
    }
    place.append(button);
    show(root.classList.contains("cc-compact")); // as cardcatalog-early.js found it
  }

  if (document.querySelector(".cc-explorer") && !document.querySelector(".cc-results")) {
    document.addEventListener("cardcatalog:list", addSwitch, { once: true }); // its cards come later
  } else {
    addSwitch();
  }
  addEventListener("storage", (event) => {
    if (event.key === STORE) {
      show(event.newValue === "yes");
    }
  });

  /* Definitions: Escape puts away what shows, until pointer or focus come anew */

  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      return;
    }
    for (const badge of document.querySelectorAll(".cc-keyword:is(:hover, :focus-visible)")) {
      const comeBack = () => badge.classList.remove("cc-hushed");
      badge.classList.add("cc-hushed");
      badge.addEventListener("pointerleave", comeBack, { once: true });
      badge.addEventListener("blur", comeBack, { once: true });
    }
  });
})();
