/* The explorer: what is asked stands in the address of the page; each change asks anew and shows what is found. */

(() => {
  "use strict";

  const place = document.querySelector(".cc-explorer");
  const { Shelf, read } = window.cardcatalogQuery;
  const root = new URL("..", document.currentScript.src); // scripts stand one folder below the root of the site
  const BATCH = 20; // cards drawn at a time
  const PAUSE = 250; // milliseconds without a key press
  const BATCHES_BY_SCROLLING = 5; // then the button alone, so that what stands below the list can be reached
  const AUTHORS_SHOWN = 10; // as on other cards
  const VENUES_SHOWN = 8;
  const LEAST_PROSE = 3; // letters, before pages of prose are looked for
  const PAGES_SHOWN = 3;
  const SORTS = { relevance: "Relevance", year: "Newest first", oldest: "Oldest first", venue: "Venue", title: "Title" };
  const SEARCH_LABEL = "Search titles, authors, venues, keywords";

  /* Return an element; attributes that are null or false are left out, true stands for an empty value. */
  function make(tag, attributes = {}, ...content) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value !== null && value !== false) {
        element.setAttribute(name, value === true ? "" : value);
      }
    }
    element.append(...content.filter((part) => part !== null));
    return element;
  }

  const count = (number, what = "paper") => `${number.toLocaleString("en")} ${what}${number === 1 ? "" : "s"}`;
  const address = (path) => new URL(path, root).href;

  /* The state of the page, as its address says it */

  function readState(search) {
    const values = new URLSearchParams(search);
    const all = (name) => [...new Set(values.getAll(name).filter(Boolean))];
    const sort = values.get("sort") ?? "";
    return {
      q: values.get("q") ?? "",
      category: all("category"),
      keyword: all("keyword"),
      venue: all("venue"),
      year: readYears(values.get("year") ?? "") ? values.get("year") : "",
      code: values.get("code") === "yes",
      keys: (values.get("keys") ?? "").split(",").filter(Boolean),
      sort: sort in SORTS ? sort : "",
    };
  }

  function writeState(state) {
    const values = new URLSearchParams();
    const one = (name, value) => value && values.append(name, value);
    one("q", state.q.trim());
    for (const name of ["category", "keyword", "venue"]) {
      state[name].forEach((value) => values.append(name, value));
    }
    one("year", state.year);
    one("code", state.code ? "yes" : "");
    one("keys", state.keys.join(","));
    one("sort", state.sort);
    const text = values.toString().replaceAll("%2C", ",");
    return text ? `?${text}` : location.pathname;
  }

  /* Read 2024, 2020-2023, 2024- or -2016. */
  function readYears(text) {
    const match = /^(\d{4})?(-)?(\d{4})?$/.exec(text);
    if (!match || !(match[1] || match[3]) || (match[1] && match[3] && !match[2])) {
      return null;
    }
    const [from, to] = [Number(match[1] ?? 0), Number(match[3] ?? (match[2] ? 9999 : match[1]))];
    return from <= to ? [from, to] : null;
  }

  function writeYears(from, to) {
    return from && from === to ? from : from || to ? `${from}-${to}` : "";
  }

  function sayYears(from, to) {
    if (!from) {
      return `until ${to}`;
    }
    return to === 9999 ? `since ${from}` : from === to ? String(from) : `${from}–${to}`;
  }

  /* Cards, the same as on every other page */

  class Cards {
    constructor(data) {
      this.data = data;
      this.papers = data.papers;
      this.others = new Set(data.papers.others);
      this.names = nameAll(data.papers);
      this.files = new Map();
    }

    card(number) {
      const { papers } = this;
      const body = make("div", { class: "sd-card-body docutils" }, this.title(number), this.authors(number));
      if (papers.former[number]) {
        body.append(make("p", { class: "cc-former" }, `Formerly: ${papers.former[number]}`));
      }
      body.append(this.badges(number), this.links(number));
      const classes = "sd-card sd-sphinx-override sd-shadow-none cc-card docutils";
      const card = make("div", { class: classes, id: papers.key[number] }, body);
      card.dataset.number = number;
      return card;
    }

    title(number) {
      const { html, title, address: where } = this.papers;
      const text = make("template");
      if (html[number]) {
        text.innerHTML = html[number]; // made by the build: text, and formulas in MathML
      } else {
        text.content.append(title[number]);
      }
      const kind = this.data.hasPages ? "internal" : "external";
      const link = where[number] && make("a", { class: `reference ${kind}`, href: address(where[number]) }, text.content);
      return make("h2", { class: "sd-card-title rubric" }, link || text.content);
    }

    authors(number) {
      const names = this.papers.authors[number];
      const more = this.others.has(number) ? ["and others"] : [];
      if (names.length <= AUTHORS_SHOWN + 1) {
        return make("p", { class: "cc-authors" }, [...names, ...more].join(", "));
      }
      const rest = [...names.slice(AUTHORS_SHOWN), ...more].join(", ");
      const summary = make("summary", {}, `and ${names.length - AUTHORS_SHOWN} more`);
      const shown = make("span", {}, `${names.slice(0, AUTHORS_SHOWN).join(", ")}, `);
      return make("div", { class: "cc-authors docutils" }, shown, make("details", {}, summary, make("span", {}, rest)));
    }

    badges(number) {
      const { venue, year, keywords } = this.papers;
      const [name, full] = this.data.venues[venue[number]] ?? ["", ""];
      const when = `${name} ${year[number] || ""}`.trim();
      const isShort = full && full !== name;
      const badge = when && make(isShort ? "abbr" : "span", { class: "sd-badge cc-venue", title: isShort && full }, when);
      const words = keywords[number].map((row) => {
        const [word, label, , where] = this.data.keywords[row];
        const classes = `sd-badge cc-keyword cc-kw-${word}`;
        return where
          ? make("a", { class: `${classes} reference internal`, href: address(where) }, label)
          : make("span", { class: classes }, label);
      });
      return make("p", { class: "cc-badges" }, badge, ...words);
    }

    links(number) {
      const row = make("p", { class: "cc-links" });
      const name = this.names[number];
      const seen = {};
      const links = this.papers.links[number];
      for (let at = 0; at < links.length; at += 2) {
        const kind = this.data.kinds[links[at]];
        seen[kind] = (seen[kind] ?? 0) + 1;
        const text = seen[kind] > 1 ? `${kind} ${seen[kind]}` : kind;
        const classes = `cc-to-${kind.toLowerCase()} reference external`;
        row.append(make("a", { class: classes, href: links[at + 1], "aria-label": `${text}: ${name}` }, text));
      }
      row.append(make("button", { class: "cc-copy", type: "button", "aria-label": `Copy BibTeX: ${name}` }, "Copy BibTeX"));
      return row;
    }

    /* Return the BibTeX of a paper, which stands in a file with that of its neighbours. */
    async bibtex(number) {
      const file = Math.floor(number / this.data.perFile);
      if (!this.files.has(file)) {
        this.files.set(file, fetchJson(`explorer/bibtex-${file}.json`));
      }
      try {
        return (await this.files.get(file))[this.papers.key[number]];
      } catch (error) {
        this.files.delete(file); // the next try may find the network
        throw error;
      }
    }
  }

  /* Return what to call the links of each paper: its title up to the colon where no other has the same, else all of it. */
  function nameAll({ key, title }) {
    const brief = title.map((text) => {
      const at = text.indexOf(":");
      return at > 0 && at <= 40 ? text.slice(0, at) : text;
    });
    const tally = (names) => names.reduce((map, name) => map.set(name, (map.get(name) ?? 0) + 1), new Map());
    const [briefs, titles] = [tally(brief), tally(title)];
    return title.map((text, number) => {
      if (briefs.get(brief[number]) === 1) {
        return brief[number];
      }
      return titles.get(text) === 1 ? text : `${text} (${key[number]})`;
    });
  }

  async function fetchJson(path) {
    const response = await fetch(address(path));
    if (!response.ok) {
      throw new Error(`${path}: ${response.status}`);
    }
    return response.json();
  }

  /* Facets: built once; each answer only changes numbers and marks */

  class Facets {
    constructor(shelf, change) {
      this.data = shelf.data;
      this.change = change;
      this.rows = []; // of {kind, value, row, box, item, number}
      this.years = new Map();
      const all = shelf.emptyCounts();
      for (let paper = 0; paper < shelf.size; paper += 1) {
        shelf.count(paper, all, "");
      }
      this.all = all;
      this.element = make("div", { class: "cc-facet-list" });
      this.element.append(...[this.categories(), this.year(), this.code(), ...this.keywords(), this.venues()].filter(Boolean));
    }

    group(title, content, { open = false, note = "" } = {}) {
      const summary = make("summary", {}, title);
      const inner = make("div", { role: "group", "aria-label": title }, note && make("p", { class: "cc-note" }, note), content);
      return make("details", { class: "cc-facet", open }, summary, inner);
    }

    choice(kind, row, value, name) {
      const box = make("input", { type: "checkbox", name: kind, value });
      const number = make("span", { class: "cc-count" });
      const item = make("label", { class: "cc-choice" }, box, make("span", {}, name), number);
      this.rows.push({ kind, row, value, box, item, number });
      box.addEventListener("change", () => this.change(kind, value, box.checked));
      return item;
    }

    categories() {
      const { categories } = this.data;
      const isYears = categories.every(([, title]) => /^(\d{4}|Other)$/.test(title));
      if (categories.length < 2 || isYears) {
        return null; // derived from nothing but the years, which have a facet of their own
      }
      return this.group("Category", this.tree(-1), { open: true, note: "Any of those chosen" });
    }

    tree(parent) {
      const items = this.data.categories.flatMap(([id, title, above], row) => {
        if (above !== parent || !this.all.category[row]) {
          return [];
        }
        const item = make("li", {}, this.choice("category", row, id, title));
        const below = this.tree(row);
        if (below.childElementCount) {
          item.prepend(this.unfold(title, below));
          item.append(below);
        }
        return [item];
      });
      return make("ul", { class: "cc-choices" }, ...items);
    }

    unfold(title, below) {
      below.hidden = true;
      const button = make("button", { type: "button", class: "cc-unfold", "aria-expanded": "false", "aria-label": `Below ${title}` });
      button.addEventListener("click", () => {
        below.hidden = !below.hidden;
        button.setAttribute("aria-expanded", String(!below.hidden));
      });
      return button;
    }

    keywords() {
      const groups = new Map();
      this.data.keywords.forEach(([id, name, group], row) => {
        groups.set(group, [...(groups.get(group) ?? []), make("li", {}, this.choice("keyword", row, id, name))]);
      });
      return [...groups].map(([group, items], at) =>
        this.group(group || "Keywords", make("ul", { class: "cc-choices" }, ...items), { open: at === 0, note: "All of those chosen" }),
      );
    }

    venues() {
      const { venues } = this.data;
      if (!venues.length) {
        return null;
      }
      const order = venues.map((_row, at) => at).sort((a, b) => this.all.venue[b] - this.all.venue[a] || a - b);
      const items = order.map((row) => make("li", {}, this.choice("venue", row, venues[row][0], venues[row][0])));
      items.slice(VENUES_SHOWN).forEach((item) => { item.hidden = true; });
      const list = make("ul", { class: "cc-choices" }, ...items);
      const content = make("div", {}, list);
      if (items.length > VENUES_SHOWN) {
        const button = make("button", { type: "button", class: "cc-quiet" }, `All ${items.length} venues`);
        button.addEventListener("click", () => {
          items.forEach((item) => { item.hidden = false; });
          items[VENUES_SHOWN].querySelector("input:enabled")?.focus();
          button.remove();
        });
        content.append(button);
      }
      return this.group("Venue", content, { note: "Any of those chosen" });
    }

    year() {
      const known = [...this.all.year.keys()].sort((a, b) => a - b);
      if (known.length < 2) {
        return null;
      }
      const list = (label, none) => {
        const options = known.map((year) => make("option", { value: year }, year));
        const select = make("select", { "aria-label": label }, make("option", { value: "" }, none), ...options.reverse());
        select.addEventListener("change", () => {
          let [from, to] = [this.from.value, this.to.value];
          if (from && to && from > to) {
            [from, to] = [to, from];
          }
          this.change("year", writeYears(from, to), true);
        });
        return select;
      };
      [this.from, this.to] = [list("From year", "from"), list("To year", "to")];
      const bars = make("div", { class: "cc-years-bars", "aria-hidden": "true" });
      for (let year = known[0]; year <= known.at(-1); year += 1) {
        const bar = make("span", { title: year });
        this.years.set(year, bar);
        bars.append(bar);
      }
      const row = make("div", { class: "cc-span" }, this.from, make("span", { "aria-hidden": "true" }, "–"), this.to);
      return this.group("Year", make("div", {}, bars, row), { open: true });
    }

    code() {
      if (!this.all.code) {
        return null;
      }
      return make("div", { class: "cc-facet" }, this.choice("code", 0, "yes", "With code"));
    }

    /* Show the state, and beside each choice how many papers there would be with it. */
    show(state, counts, years) {
      for (const { kind, row, value, box, item, number } of this.rows) {
        const total = kind === "code" ? counts.code : counts[kind][row];
        box.checked = kind === "code" ? state.code : state[kind].includes(value);
        number.textContent = total.toLocaleString("en");
        box.disabled = !total && !box.checked;
        item.classList.toggle("cc-empty-choice", !total);
        if (box.checked) {
          this.uncover(box);
        }
      }
      if (this.from) {
        [this.from.value, this.to.value] = [years?.[0] || "", years?.[1] === 9999 ? "" : years?.[1] ?? ""];
        const most = Math.max(1, ...counts.year.values());
        for (const [year, bar] of this.years) {
          const total = counts.year.get(year) ?? 0;
          bar.style.setProperty("--cc-part", total / most);
          bar.title = `${year}: ${count(total)}`;
          bar.classList.toggle("cc-outside", Boolean(years) && (year < years[0] || year > years[1]));
        }
      }
    }

    /* Let a choice that is made be seen, wherever it is folded away. */
    uncover(box) {
      box.closest("details").open = true;
      for (let item = box.closest("li"); item; item = item.parentElement.closest("li")) {
        item.hidden = false;
        item.parentElement.hidden = false;
        item.parentElement.closest("li")?.querySelector(".cc-unfold")?.setAttribute("aria-expanded", "true");
      }
    }
  }

  /* Pages of prose that speak of what is asked: Pagefind loads the little of its index that a text needs */

  class Prose {
    constructor(element) {
      this.element = element;
      this.asked = "";
    }

    /* Let the engine load; it is needed when somebody types. */
    prepare() {
      this.engine ??= import(address("pagefind/pagefind.js")).then(async (engine) => {
        await engine.options({ baseUrl: root.pathname });
        await engine.init();
        return engine;
      });
      return this.engine;
    }

    async show(text) {
      const { terms } = read(text);
      const words = terms.map((term) => term.words).join(" ");
      this.asked = terms.length === 1 && terms[0].isPhrase ? `"${words}"` : words;
      this.element.hidden = this.asked.length < LEAST_PROSE;
      this.element.replaceChildren();
      clearTimeout(this.timer);
      if (!this.element.hidden) {
        this.timer = setTimeout(() => this.ask(this.asked), PAUSE);
      }
    }

    async ask(words) {
      try {
        const engine = await this.prepare();
        const { results } = await engine.search(words);
        const pages = await Promise.all(results.slice(0, PAGES_SHOWN).map((result) => result.data()));
        if (words === this.asked) { // else something else is asked by now
          this.draw(pages);
        }
      } catch {
        this.element.hidden = true; // the site forbids WebAssembly, or the network is gone: papers are found without it
      }
    }

    draw(pages) {
      const links = pages.map((page) => {
        const best = page.sub_results.reduce((a, b) => (b.locations.length > a.locations.length ? b : a), page.sub_results[0]);
        const title = best && best.title !== page.meta.title ? `${page.meta.title}: ${best.title}` : page.meta.title;
        return make("li", {}, make("a", { class: "reference internal", href: best?.url ?? page.url }, title));
      });
      this.element.replaceChildren(...(links.length ? [make("span", {}, "Pages:"), make("ul", {}, ...links)] : []));
    }
  }

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
      this.input = make("input", { type: "search", name: "q", id: "cc-search", autocomplete: "off", spellcheck: "false" });
      this.input.value = this.state.q;
      this.form = make(
        "form",
        { class: "cc-search", role: "search", "aria-label": "Papers" },
        make("label", { for: "cc-search" }, SEARCH_LABEL),
        this.input,
      );
      this.facets = new Facets(this.shelf, (kind, value, isOn) => this.choose(kind, value, isOn));
      this.chosen = make("span", { class: "cc-count" });
      const summary = make("summary", {}, "Filters", this.chosen);
      this.panel = make("details", { class: "cc-facets" }, summary, this.facets.element);
      this.read = make("p", { class: "cc-read", hidden: true });
      this.topic = make("div", { class: "cc-topic", hidden: true });
      this.prose = this.data.hasProse ? new Prose(make("div", { class: "cc-guides", hidden: true })) : null;
      this.filters = make("ul", { class: "cc-filters", "aria-label": "Filters", hidden: true });
      this.total = make("span", { role: "status" });
      this.order = make("select", { id: "cc-sort" }, ...Object.entries(SORTS).map(([value, name]) => make("option", { value }, name)));
      const order = make("label", { class: "cc-order", for: "cc-sort" }, "Sort ", this.order);
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
      for (const name of ["pointerover", "focusin"]) {
        this.list.addEventListener(name, (event) => this.prepare(event.target.closest(".cc-card")));
      }
      this.list.addEventListener("click", (event) => this.copy(event), true);
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
      this.total.textContent = numbers.length ? count(numbers.length) : "No paper";
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
      this.more.textContent = `${Math.min(left, BATCH)} more of ${left.toLocaleString("en")}`;
      document.dispatchEvent(new CustomEvent("cardcatalog:cards", { detail: this.list }));
    }

    /* What the words of the text were taken for, if for more than words */
    showReading() {
      const { years, hasCode } = read(this.state.q);
      const parts = [hasCode && "with code", years && sayYears(...years)].filter(Boolean);
      this.read.hidden = !parts.length;
      this.read.textContent = parts.length ? `Read as: ${parts.join(", ")}` : "";
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
        const button = make("button", { type: "button", class: "cc-quiet" }, `Only papers with the keyword ${name}`);
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
        ...(this.state.code ? [{ kind: "code", name: "with code" }] : []),
        ...(this.state.keys.length ? [{ kind: "keys", name: `selection of ${count(this.state.keys.length)}` }] : []),
      ];
    }

    drop({ kind, value }) {
      const without = { year: "", code: false, keys: [] };
      this.change({ [kind]: kind in without ? without[kind] : this.state[kind].filter((other) => other !== value) });
    }

    showFilters() {
      const active = this.active();
      const items = active.map((filter, at) => {
        const button = make("button", { type: "button", "aria-label": `Drop filter: ${filter.name}` }, filter.name);
        button.addEventListener("click", () => {
          this.drop(filter);
          const left = this.filters.querySelectorAll("button");
          (left[Math.min(at, left.length - 1)] ?? this.input).focus();
        });
        return make("li", {}, button);
      });
      if (this.state.keys.length) {
        const take = make("button", { type: "button", class: "cc-quiet" }, "Add these to my selection");
        take.addEventListener("click", () => {
          const known = this.state.keys.filter((key) => this.cards.papers.key.includes(key));
          document.dispatchEvent(new CustomEvent("cardcatalog:select", { detail: known }));
        });
        items.push(make("li", {}, take));
      }
      if (active.length > 1) {
        const all = make("button", { type: "button", class: "cc-quiet" }, "Drop all");
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
        const button = make("button", { type: "button", class: "cc-quiet" }, `Without ${this.nameOf(constraint)}`);
        button.addEventListener("click", () => {
          this.loosen(constraint);
          this.input.focus();
        });
        return make("li", {}, button, ` ${count(constraint.total)}`);
      });
      const nothing = "No paper answers all of this, nor with any one part of it left out.";
      const line = make("p", {}, items.length ? "No paper answers all of this. There are:" : nothing);
      const all = make("button", { type: "button", class: "cc-quiet" }, "Begin anew");
      all.addEventListener("click", () => {
        this.change(readState(""));
        this.input.focus();
      });
      this.none.replaceChildren(line, ...(items.length ? [make("ul", {}, ...items)] : []), make("p", {}, all));
    }

    nameOf({ kind, name, rows, from, to }) {
      const names = (at, column) => rows.map((row, number) => this.data[at][row]?.[column] ?? this.state[kind][number]).join(" or ");
      const texts = {
        term: () => `“${name.replaceAll('"', "")}”`,
        category: () => `the category ${names("categories", 1)}`,
        keyword: () => `the keyword ${names("keywords", 1)}`,
        venue: () => `the venue ${names("venues", 0)}`,
        year: () => `the years (${sayYears(from, to)})`,
        code: () => "asking for code",
        key: () => "the selection",
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
        const words = read(text).terms.map((term) => term.text).join(" "); // what the text said of years and code goes, too
        const isInText = kind === "year" ? !this.state.year : !this.state.code;
        this.change({ [kind]: kind === "year" ? "" : false, q: isInText ? words : text });
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

    /* BibTeX is loaded when pointer or focus come to a card, so that it is there for the click */

    async prepare(card) {
      const button = card?.querySelector(".cc-copy");
      if (button && !button.dataset.copy) {
        try {
          button.dataset.copy = await this.cards.bibtex(Number(card.dataset.number));
        } catch {
          // the click tries again, and says so
        }
      }
    }

    async copy(event) {
      const button = event.target.closest(".cc-copy");
      if (!button || button.dataset.copy) {
        return;
      }
      event.stopPropagation();
      await this.prepare(button.closest(".cc-card"));
      if (button.dataset.copy) {
        button.click();
      } else {
        this.total.textContent = "The BibTeX could not be loaded; is the network there?";
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
      explain("Browsers let no page that is opened as a file read others. Run ", command, " in the folder of the site, then open the address that it names.");
      return;
    }
    try {
      window.cardcatalogExplorer = new Explorer(await fetchJson("explorer/papers.json"));
    } catch (error) {
      explain(`What the explorer searches could not be loaded (${error.message}).`);
    }
  }

  begin();
})();
