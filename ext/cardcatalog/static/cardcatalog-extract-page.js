/* The tool of the directive paper:extract: takes files or text, shows what became of each citation, gives the .bib.

   Files are read here and go nowhere. The entries are loaded when the first file comes. */

(() => {
  "use strict";

  const tool = document.querySelector(".cc-extract");
  if (!tool) {
    return;
  }
  const { Index, count, describe, extract, toBib } = globalThis.cardcatalogExtract;
  const LARGEST = 20; // megabytes; no paper is larger
  const words = window.cardcatalogWords;
  const find = (selector) => tool.querySelector(selector);
  const files = new Map(); // by name, so that an edited file takes the place of its older self
  let loading = null;
  let address = "";

  /* What is given */

  function load() {
    loading ??= fetch(tool.dataset.entries).then((answer) => {
      if (!answer.ok) {
        throw new Error(words.gettext("the site answers {status}", { status: answer.status }));
      }
      return answer.json().then((rows) => new Index(rows));
    });
    return loading;
  }

  async function take(given) {
    for (const file of given) {
      files.set(file.name, await read(file));
    }
    await look();
  }

  async function read(file) {
    const { name } = file;
    const problem = (message, line = 1) => ({ place: `${name}:${line}`, message, kind: "file" });
    if (file.size > LARGEST * 2 ** 20) {
      return { name, text: "", problem: problem(words.gettext("is larger than {number} MB; no document is", { number: LARGEST })) };
    }
    try {
      const data = new Uint8Array(await file.arrayBuffer());
      const text = new TextDecoder().decode(data).replace(/\r\n?/g, "\n");
      return { name, text, problem: isUtf8(data) ? null : problem(words.gettext("is not UTF-8; save the file as UTF-8"), lineOfFault(text)) };
    } catch {
      return { name, text: "", problem: problem(words.gettext("cannot be read; choose a file, not a folder")) };
    }
  }

  function isUtf8(data) {
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(data);
      return true;
    } catch {
      return false;
    }
  }

  /* Where the first character stands that took the place of wrong bytes. */
  function lineOfFault(text) {
    return text.slice(0, text.indexOf("\ufffd")).split("\n").length;
  }

  /* What comes of it */

  async function look() {
    say(words.gettext("Looking up …"));
    let index;
    try {
      index = await load();
    } catch (error) {
      loading = null;
      say(location.protocol === "file:"
        ? words.gettext("Browsers let no page on a disk load its data. Open this page on the web, or run: cardcatalog extract paper.tex")
        : words.gettext("The entries could not be loaded ({reason}). Try again, or run: cardcatalog extract paper.tex", { reason: error.message }));
      return;
    }
    const given = [...files.values()];
    const extraction = extract(given, index);
    extraction.problems.unshift(...given.map(({ problem }) => problem).filter(Boolean));
    show(extraction);
  }

  function show(extraction) {
    const isOpen = (row) => row.is === "missing" || row.twin || row.isTaken;
    const problems = extraction.problems.map(({ place, message }) => line(message, "", place));
    const open = extraction.results.filter(isOpen).map(rowOf);
    const rest = extraction.results.filter((row) => !isOpen(row)).map(rowOf);
    const bib = toBib(extraction);
    find(".cc-extract-files span").textContent = [...files.keys()].join(", ");
    find(".cc-extract-open").hidden = !problems.length && !open.length;
    find(".cc-extract-open ul").replaceChildren(...problems, ...open);
    find(".cc-extract-bib").hidden = !bib;
    find(".cc-extract-bib textarea").value = bib;
    find(".cc-copy").dataset.copy = bib;
    URL.revokeObjectURL(address);
    address = URL.createObjectURL(new Blob([bib], { type: "application/x-bibtex" }));
    find(".cc-extract-save").href = address;
    find(".cc-extract-rest").hidden = !rest.length;
    find(".cc-extract-rest summary").textContent = words.gettext("All the others ({number})", { number: words.number(rest.length) });
    find(".cc-extract-rest ul").replaceChildren(...rest);
    find(".cc-extract-result").hidden = false;
    const numbers = count(extraction.results);
    say(words.gettext("{sentence}.", { sentence: `${numbers[0].toUpperCase()}${numbers.slice(1)}` }));
  }

  function rowOf(row) {
    return line(describe(row), row.citation.key, row.citation.place);
  }

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

  function say(text) {
    find(".cc-extract-state").textContent = text;
  }

  /* Who asks */

  function listen() {
    const zone = find(".cc-extract-drop");
    const input = find("input[type=file]");
    const text = find(".cc-extract-paste textarea");
    input.addEventListener("change", async () => {
      await take([...input.files]);
      input.value = ""; // so that the same file can be chosen again when it was edited
    });
    find(".cc-extract-look").addEventListener("click", () => {
      if (text.value.trim()) {
        const name = words.gettext("pasted text");
        files.set(name, { name, text: text.value.replace(/\r\n?/g, "\n") });
        look();
      } else {
        say(words.gettext("There is no text yet."));
        text.focus();
      }
    });
    find(".cc-extract-anew").addEventListener("click", () => {
      files.clear();
      text.value = "";
      find(".cc-extract-result").hidden = true;
      say("");
      input.focus();
    });
    const isOver = (is) => (event) => {
      event.preventDefault();
      zone.classList.toggle("cc-extract-over", is);
    };
    zone.addEventListener("dragover", isOver(true));
    zone.addEventListener("dragleave", isOver(false));
    zone.addEventListener("drop", (event) => {
      isOver(false)(event);
      take([...event.dataTransfer.files]);
    });
  }

  listen();
  tool.hidden = false;
})();
