/* A selection of papers, kept in this browser alone, with what one does with it: BibTeX, \cite, a link to share. */

(() => {
  "use strict";

  const STORE = "cardcatalog-selection";
  const script = document.currentScript;
  const words = window.cardcatalogWords;
  const KEY = /^@\w+\{([^,\s]+),/;
  const explorer = new URL(script.dataset.explorer, location.href);
  const files = new URL("../explorer/", script.src);

  /* The selection: a text of BibTeX by key; an empty one is loaded when it is needed. */

  function load() {
    try {
      return new Map(Object.entries(JSON.parse(localStorage.getItem(STORE) ?? "{}")));
    } catch {
      return new Map(); // storage is off, or holds something else
    }
  }

  let selection = load();

  function change(edit) {
    selection = load(); // another window may have changed it
    edit(selection);
    try {
      localStorage.setItem(STORE, JSON.stringify(Object.fromEntries(selection)));
    } catch {
      // storage is off or full: the selection holds for this page only
    }
    show();
  }

  function toggle(key, text, isOn) {
    change((map) => (isOn ? map.set(key, text) : map.delete(key)));
  }

  /* Check boxes on cards and on the page of a paper */

  function keyOf(bibtex) {
    return KEY.exec(bibtex)?.[1] ?? "";
  }

  function addBox(row, key, name, text) {
    const box = document.createElement("input");
    box.type = "checkbox";
    box.dataset.key = key;
    box.checked = selection.has(key);
    box.setAttribute("aria-label", words.gettext("Select: {title}", { title: name }));
    box.addEventListener("change", () => toggle(key, text(), box.checked));
    const label = document.createElement("label");
    label.className = "cc-select";
    label.append(box, words.gettext("Select"));
    row.append(label);
  }

  /* What the button that copies a paper calls it. */
  function nameOf(button) {
    const [before, after] = words.gettext("Copy BibTeX: {title}").split("{title}");
    const label = button.getAttribute("aria-label");
    return label.slice(before.length, label.length - after.length);
  }

  function addBoxes(within) {
    for (const button of within.querySelectorAll(".cc-card .cc-copy")) {
      const row = button.parentElement;
      const key = keyOf(button.dataset.copy ?? "") || button.closest(".cc-card").id;
      if (key && !row.querySelector(".cc-select")) {
        addBox(row, key, nameOf(button), () => button.dataset.copy ?? "");
      }
    }
  }

  function addBoxToPage() {
    const paper = document.querySelector(".cc-paper[data-key]");
    const text = document.getElementById("cc-text-bibtex");
    if (paper && text) {
      let row = paper.querySelector(":scope > .cc-links");
      if (!row) {
        row = document.createElement("p");
        row.className = "cc-links";
        paper.querySelector(".cc-cite").before(row);
      }
      addBox(row, paper.dataset.key, words.gettext("this paper"), () => text.textContent);
    }
  }

  /* The bar at the foot of the window, there as long as anything is selected */

  const bar = document.createElement("aside");
  const total = document.createElement("a");
  const status = document.createElement("span");
  let cleared = null;

  function button(text, label, act) {
    const element = document.createElement("button");
    element.type = "button";
    element.textContent = text;
    element.setAttribute("aria-label", label);
    element.addEventListener("click", act);
    return element;
  }

  const undo = button(words.gettext("Undo"), words.gettext("Undo clearing the selection"), () => {
    const kept = cleared;
    cleared = null;
    change((map) => kept.forEach((text, key) => map.set(key, text)));
    total.focus();
  });

  function build() {
    bar.className = "cc-basket";
    bar.setAttribute("aria-label", words.gettext("Selection"));
    status.setAttribute("role", "status");
    bar.append(
      total,
      button("BibTeX", words.gettext("Download the BibTeX of the selection"), save),
      button("\\cite", words.gettext("Copy \\cite of the selection"), () => copy(`\\cite{${[...selection.keys()].join(",")}}`)),
      button(words.gettext("Link"), words.gettext("Copy a Link to the selection"), () => copy(linkTo().href)),
      button(words.gettext("Clear"), words.gettext("Clear the selection"), clear),
      status,
      undo,
    );
    document.body.append(bar);
  }

  function clear() {
    cleared = selection;
    change((map) => map.clear());
    undo.focus();
  }

  function linkTo() {
    const link = new URL(explorer);
    link.search = `keys=${[...selection.keys()].map(encodeURIComponent).join(",")}`;
    return link;
  }

  async function copy(text) {
    const done = await window.cardcatalogCopy(text);
    say(done ? words.gettext("Copied") : words.gettext("Copying failed: the browser does not allow it"));
  }

  function say(text) {
    status.textContent = text;
    setTimeout(() => {
      if (status.textContent === text) {
        status.textContent = "";
      }
    }, 2000);
  }

  async function save() {
    try {
      const texts = await complete();
      const link = document.createElement("a");
      link.href = URL.createObjectURL(new Blob([texts.join("\n")], { type: "application/x-bibtex" }));
      link.download = "selection.bib";
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 2000);
    } catch {
      say(words.gettext("The BibTeX could not be loaded; is the network there?"));
    }
  }

  /* Return the BibTeX of all that is selected; what came by a link alone is loaded now. */
  async function complete() {
    const missing = [...selection].filter(([, text]) => !text).map(([key]) => key);
    if (missing.length) {
      const { papers, perFile } = await fetchJson("papers.json");
      const numbers = new Map(papers.key.map((key, number) => [key, number]));
      const known = missing.filter((key) => numbers.has(key));
      const names = new Set(known.map((key) => `bibtex-${Math.floor(numbers.get(key) / perFile)}.json`));
      const found = Object.assign({}, ...(await Promise.all([...names].map(fetchJson))));
      change((map) => known.forEach((key) => map.set(key, found[key])));
    }
    return [...selection.values()].filter(Boolean);
  }

  async function fetchJson(name) {
    const response = await fetch(new URL(name, files));
    if (!response.ok) {
      throw new Error(`${name}: ${response.status}`);
    }
    return response.json();
  }

  function show() {
    const number = selection.size;
    const wasCleared = words.gettext("Selection cleared");
    if (number) {
      cleared = null;
    }
    for (const element of bar.children) {
      element.hidden = element === undo ? !cleared : element === status ? false : !number;
    }
    if (!number) {
      status.textContent = cleared ? wasCleared : "";
    } else if (status.textContent === wasCleared) {
      status.textContent = "";
    }
    bar.hidden = !number && !cleared;
    document.documentElement.classList.toggle("cc-has-basket", !bar.hidden);
    total.textContent = words.ngettext("{number} selected", "{number} selected", number);
    total.href = linkTo().href;
    for (const box of document.querySelectorAll(".cc-select input")) {
      box.checked = selection.has(box.dataset.key);
    }
  }

  build();
  addBoxes(document);
  addBoxToPage();
  show();
  document.addEventListener("cardcatalog:cards", ({ detail }) => addBoxes(detail));
  document.addEventListener("cardcatalog:select", ({ detail }) => change((map) => detail.forEach((key) => map.set(key, map.get(key) ?? ""))));
  addEventListener("storage", (event) => {
    if (event.key === STORE) {
      selection = load();
      show();
    }
  });
  addEventListener("pageshow", () => {
    selection = load(); // the page may have slept while another changed it
    show();
  });
})();
