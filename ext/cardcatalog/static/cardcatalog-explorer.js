/* The explorer: what is asked stands in the address of the page; each change asks anew and shows what is found. */

(() => {
  "use strict";

  const place = document.querySelector(".cc-explorer");
  const { Cards, Facets, Prose, SORTS, Shelf } = window.cardcatalog;
  const { address, count, fetchJson, make, read, readState, readYears, sayYears, writeState } = window.cardcatalog;
  const BATCH = 20; // cards drawn at a time
  const BATCHES_BY_SCROLLING = 5; // then the button alone, so that what stands below the list can be reached
  const PAUSE = 250; // milliseconds without a key press
  const words = window.cardcatalogWords;
  const HINT = words.gettext('words, "a phrase", with code, since 2024');
  const SEARCH_LABEL = words.gettext("Search titles, authors, venues, keywords");

  /* The page */

  class Explorer {
    constructor(data) {
      this.shelf = new Shelf(data);
      this.cards = new Cards(data);
      this.data = data;
      this.state = readState(location.search);
      this.shown = 0;
      this.isTyping = false;
      this.rows = {};
      for (const [kind, table] of [["category", data.categories], ["keyword", data.keywords], ["venue", data.venues]]) {
        this.rows[kind] = new Map(table.map(([name], row) => [name, row]));
      }
      this.build();
      this.listen();
      this.ask();
      this.comeBack(history.state);
    }

    build() {
      this.input = make("input", { type: "search", name: "q", id: "cc-search", autocomplete: "off", spellcheck: "false", placeholder: HINT });
      this.input.value = this.state.q;
      this.form = make(
        "form",
        { class: "cc-search", role: "search", "aria-label": words.gettext("Papers") },
        make("label", { for: "cc-search" }, SEARCH_LABEL),
        this.input,
      );
      this.facets = new Facets(this.shelf, (kind, value, isOn) => this.choose(kind, value, isOn));
      this.chosen = make("span", { class: "cc-count" });
      const summary = make("summary", {}, words.gettext("Filters"), this.chosen);
      this.panel = make("details", { class: "cc-facets" }, summary, this.facets.element);
      this.read = make("p", { class: "cc-read", hidden: true });
      this.topic = make("div", { class: "cc-topic", hidden: true });
      this.prose = this.data.hasProse ? new Prose(make("div", { class: "cc-guides", hidden: true })) : null;
      this.filters = make("ul", { class: "cc-filters", "aria-label": words.gettext("Filters"), hidden: true });
      this.total = make("span", { role: "status" });
      this.order = make("select", { id: "cc-sort" }, ...Object.entries(SORTS).map(([value, name]) => make("option", { value }, name)));
      const order = make("label", { class: "cc-order", for: "cc-sort" }, words.gettext("Sort "), this.order);
      this.summary = make("div", { class: "cc-summary" }, this.total, order);
      this.list = make("div", { class: "cc-cards docutils" });
      this.none = make("div", { class: "cc-none", hidden: true });
      this.more = make("button", { type: "button", class: "cc-more", hidden: true });
      const results = make(
        "div", { class: "cc-results" },
        this.read, this.topic, this.prose?.element ?? "", this.filters, this.summary, this.none, this.list, this.more,
      );
      place.replaceChildren(this.form, make("div", { class: "cc-explorer-body" }, this.panel, results));
      this.fold(matchMedia("(min-width: 1101px)"));
      document.dispatchEvent(new CustomEvent("cardcatalog:list")); // for the switch to compact lists
    }

    /* Beside the results the facets are always open; above them, on a phone, they open when wanted. */
    fold(isWide) {
      this.panel.open = isWide.matches;
      isWide.addEventListener("change", () => { this.panel.open = isWide.matches; });
    }

    listen() {
      this.form.addEventListener("submit", (event) => {
        event.preventDefault();
        this.isTyping = false;
        this.list.querySelector(".sd-card-title a")?.focus();
      });
      this.input.addEventListener("input", () => this.type(this.input.value));
      this.input.addEventListener("focus", () => this.prose?.prepare().catch(() => {}), { once: true });
      this.input.addEventListener("blur", () => { this.isTyping = false; });
      this.order.addEventListener("change", () => this.change({ sort: this.order.value }));
      this.more.addEventListener("click", () => {
        const first = this.shown;
        this.draw();
        this.list.children[first]?.querySelector("a")?.focus();
      });
      new IntersectionObserver(([{ isIntersecting }]) => {
        if (isIntersecting && this.shown && this.shown < BATCH * BATCHES_BY_SCROLLING) {
          this.draw();
        }
      }, { rootMargin: "600px" }).observe(this.more);
      addEventListener("popstate", (event) => this.goTo(event.state));
      addEventListener("pagehide", () => {
        clearTimeout(this.timer);
        history.replaceState({ shown: this.shown, top: scrollY }, "", writeState(this.state));
      });
      place.addEventListener("keydown", (event) => this.walk(event));
      this.cards.attend(this.list, (problem) => { this.total.textContent = problem; });
    }

    /* What changes the state: typing is one step back, however long it takes; each choice is a step of its own. */

    type(text) {
      this.state = { ...this.state, q: text };
      this.keep(this.isTyping);
      this.isTyping = true;
      this.ask();
    }

    choose(kind, value, isOn) {
      if (kind === "year") {
        this.change({ year: value });
      } else if (kind === "code") {
        this.change({ code: isOn });
      } else {
        const rest = this.state[kind].filter((other) => other !== value);
        this.change({ [kind]: isOn ? [...rest, value] : rest });
      }
    }

    change(some) {
      this.isTyping = false;
      history.replaceState(history.state, "", writeState(this.state)); // the text may still be on its way there
      this.state = { ...this.state, ...some };
      this.input.value = this.state.q;
      this.keep(false);
      this.ask();
    }

    /* Browsers allow an address to change only so often, so that of a text follows when one pauses. */
    keep(isSameStep) {
      clearTimeout(this.timer);
      if (isSameStep) {
        this.timer = setTimeout(() => history.replaceState(null, "", writeState(this.state)), PAUSE);
      } else {
        this.remember();
        history.pushState(null, "", writeState(this.state));
      }
    }

    /* Keep in the history how far one has read, and go back there. */

    remember() {
      history.replaceState({ shown: this.shown, top: scrollY }, "");
    }

    goTo(kept) {
      clearTimeout(this.timer);
      this.isTyping = false;
      this.state = readState(location.search);
      this.input.value = this.state.q;
      this.ask();
      this.comeBack(kept);
    }

    comeBack(kept) {
      while (this.shown < (kept?.shown ?? 0) && this.shown < this.numbers.length) {
        this.draw();
      }
      if (kept?.top) {
        scrollTo({ top: kept.top, behavior: "instant" });
      }
    }

    /* Asking */

    query() {
      const { q, keys, code, sort } = this.state;
      const rows = (kind) => this.state[kind].map((name) => this.rows[kind].get(name) ?? -2); // -2: nothing has it
      return {
        text: q,
        categories: rows("category"),
        keywords: rows("keyword"),
        venues: rows("venue"),
        years: readYears(this.state.year),
        hasCode: code,
        keys,
        sort: sort || this.usualSort(),
      };
    }

    usualSort() {
      return read(this.state.q).terms.length ? "relevance" : "year";
    }

    ask() {
      const query = this.query();
      const { numbers, counts, loosen } = this.shelf.ask(query);
      this.numbers = numbers;
      this.shown = 0;
      this.facets.show(this.state, counts, query.years); // before the cards, which take the browser longer
      this.list.replaceChildren();
      this.draw();
      this.order.value = query.sort;
      this.total.textContent = numbers.length ? count(numbers.length) : words.gettext("No paper");
      this.showReading();
      this.showTopic();
      this.prose?.show(this.state.q);
      this.showFilters();
      this.showNone(loosen);
    }

    draw() {
      const some = this.numbers.slice(this.shown, this.shown + BATCH);
      this.list.append(...some.map((number) => this.cards.card(number)));
      this.shown += some.length;
      const left = this.numbers.length - this.shown;
      this.more.hidden = left === 0;
      this.more.textContent = words.gettext("{shown} more of {number}", { shown: Math.min(left, BATCH), number: words.number(left) });
      document.dispatchEvent(new CustomEvent("cardcatalog:cards", { detail: this.list }));
    }

    /* What the words of the text were taken for, if for more than words */
    showReading() {
      const { years, hasCode } = read(this.state.q);
      const parts = [hasCode && words.gettext("with code"), years && sayYears(...years)].filter(Boolean);
      this.read.hidden = !parts.length;
      this.read.textContent = parts.length ? words.gettext("Read as: {words}", { words: parts.join(", ") }) : "";
    }

    /* The definition of a keyword, if the text asks for one or one is chosen */
    showTopic() {
      const { q, keyword } = this.state;
      const row = q ? this.shelf.topic(q) : this.rows.keyword.get(keyword.length === 1 ? keyword[0] : "") ?? -1;
      const [id, name, , where, , gist] = this.data.keywords[row] ?? [];
      this.topic.hidden = !gist;
      if (!gist) {
        return;
      }
      const term = where ? make("a", { class: "reference internal", href: address(where) }, name) : name;
      const line = make("p", {}, make("strong", {}, term), `: ${gist}`);
      this.topic.replaceChildren(line);
      if (!keyword.includes(id)) {
        const button = make("button", { type: "button", class: "cc-quiet" }, words.gettext("Only papers with the keyword {keyword}", { keyword: name }));
        button.addEventListener("click", () => this.change({ q: "", keyword: [...keyword, id] }));
        this.topic.append(button);
      }
    }

    /* Filters that are set, each with the way to drop it */

    active() {
      const title = (kind, at) => (value) => ({ kind, value, name: this.data[at][this.rows[kind].get(value)]?.[kind === "venue" ? 0 : 1] ?? value });
      const years = readYears(this.state.year);
      return [
        ...this.state.category.map(title("category", "categories")),
        ...this.state.keyword.map(title("keyword", "keywords")),
        ...this.state.venue.map(title("venue", "venues")),
        ...(years ? [{ kind: "year", name: sayYears(...years) }] : []),
        ...(this.state.code ? [{ kind: "code", name: words.gettext("with code") }] : []),
        ...(this.state.keys.length ? [{ kind: "keys", name: words.gettext("selection of {papers}", { papers: count(this.state.keys.length) }) }] : []),
      ];
    }

    drop({ kind, value }) {
      const without = { year: "", code: false, keys: [] };
      this.change({ [kind]: kind in without ? without[kind] : this.state[kind].filter((other) => other !== value) });
    }

    showFilters() {
      const active = this.active();
      const items = active.map((filter, at) => {
        const button = make("button", { type: "button", "aria-label": words.gettext("Drop filter: {filter}", { filter: filter.name }) }, filter.name);
        button.addEventListener("click", () => {
          this.drop(filter);
          const left = this.filters.querySelectorAll("button");
          (left[Math.min(at, left.length - 1)] ?? this.input).focus();
        });
        return make("li", {}, button);
      });
      if (this.state.keys.length) {
        const take = make("button", { type: "button", class: "cc-quiet" }, words.gettext("Add these to my selection"));
        take.addEventListener("click", () => {
          const known = this.state.keys.filter((key) => this.cards.papers.key.includes(key));
          document.dispatchEvent(new CustomEvent("cardcatalog:select", { detail: known }));
        });
        items.push(make("li", {}, take));
      }
      if (active.length > 1) {
        const all = make("button", { type: "button", class: "cc-quiet" }, words.gettext("Drop all"));
        all.addEventListener("click", () => {
          this.change({ category: [], keyword: [], venue: [], year: "", code: false, keys: [] });
          this.input.focus();
        });
        items.push(make("li", {}, all));
      }
      this.filters.replaceChildren(...items);
      this.filters.hidden = !active.length;
      this.chosen.textContent = active.length || "";
    }

    /* Nothing found: which constraint to drop, and how many papers that gives */

    showNone(loosen) {
      this.none.hidden = this.numbers.length > 0;
      if (this.numbers.length) {
        return;
      }
      const ways = loosen.filter(({ total }) => total).sort((a, b) => b.total - a.total);
      const items = ways.map((constraint) => {
        const button = make("button", { type: "button", class: "cc-quiet" }, this.withoutLabel(constraint));
        button.addEventListener("click", () => {
          this.loosen(constraint);
          this.input.focus();
        });
        return make("li", {}, button, ` ${count(constraint.total)}`);
      });
      const nothing = words.gettext("No paper answers all of this, nor with any one part of it left out.");
      const line = make("p", {}, items.length ? words.gettext("No paper answers all of this. There are:") : nothing);
      const all = make("button", { type: "button", class: "cc-quiet" }, words.gettext("Begin anew"));
      all.addEventListener("click", () => {
        this.change(readState(""));
        this.input.focus();
      });
      this.none.replaceChildren(line, ...(items.length ? [make("ul", {}, ...items)] : []), make("p", {}, all));
    }

    withoutLabel({ kind, name, rows, from, to }) {
      const names = (at, column) => rows.map((row, number) => this.data[at][row]?.[column] ?? this.state[kind][number]).join(words.gettext(" or "));
      const texts = {
        term: () => words.gettext("Without “{text}”", { text: name.replaceAll('"', "") }),
        category: () => words.gettext("Without the category {names}", { names: names("categories", 1) }),
        keyword: () => words.gettext("Without the keyword {names}", { names: names("keywords", 1) }),
        venue: () => words.gettext("Without the venue {names}", { names: names("venues", 0) }),
        year: () => words.gettext("Without the years ({years})", { years: sayYears(from, to) }),
        code: () => words.gettext("Without asking for code"),
        key: () => words.gettext("Without the selection"),
      };
      return texts[kind]();
    }

    loosen({ kind, name, rows }) {
      const text = this.state.q;
      if (kind === "term") {
        this.change({ q: text.replace(name, " ").replace(/\s+/g, " ").trim() });
      } else if (kind === "keyword") {
        this.change({ keyword: this.state.keyword.filter((word) => (this.rows.keyword.get(word) ?? -2) !== rows[0]) });
      } else if (kind === "year" || kind === "code") {
        const plain = read(text).terms.map((term) => term.text).join(" "); // what the text said of years and code goes, too
        const isInText = kind === "year" ? !this.state.year : !this.state.code;
        this.change({ [kind]: kind === "year" ? "" : false, q: isInText ? plain : text });
      } else {
        this.change({ [kind === "key" ? "keys" : kind]: [] });
      }
    }

    /* The keyboard: down from the field to the first result, and from title to title */

    walk(event) {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const titles = [...this.list.querySelectorAll(".sd-card-title a")];
      const at = titles.indexOf(document.activeElement);
      if (!step || (at < 0 && (document.activeElement !== this.input || step < 0))) {
        return;
      }
      event.preventDefault();
      if (at + step < 0) {
        this.input.focus();
      } else {
        titles[Math.min(at + step, titles.length - 1)]?.focus();
      }
    }
  }

  function explain(...content) {
    place.prepend(make("div", { class: "cc-problem", role: "alert" }, make("p", {}, ...content)));
    place.classList.add("cc-broken"); // what stands there without a script shows
  }

  async function begin() {
    if (location.protocol === "file:") {
      const command = make("code", {}, "python3 -m http.server");
      const text = words.gettext("Browsers let no page that is opened as a file read others. Run {command} in the folder of the site, then open the address that it names.");
      const [before, after] = text.split("{command}");
      explain(before, command, after);
      return;
    }
    try {
      window.cardcatalogExplorer = new Explorer(await fetchJson("explorer/papers.json"));
    } catch (error) {
      explain(words.gettext("What the explorer searches could not be loaded ({reason}).", { reason: error.message }));
    }
  }

  begin();
})();
