/* The cards of the explorer, the same as on every other page; and what its other parts make elements and load files with. */

(() => {
  "use strict";

  const own = (window.cardcatalog ??= {});
  const root = new URL("..", document.currentScript.src); // scripts stand one folder below the root of the site
  const AUTHORS_SHOWN = 10; // as on other cards

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

  const words = window.cardcatalogWords;
  const count = (number) => words.ngettext("{number} paper", "{number} papers", number);
  const address = (path) => new URL(path, root).href;

  async function fetchJson(path) {
    const response = await fetch(address(path));
    if (!response.ok) {
      throw new Error(`${path}: ${response.status}`);
    }
    return response.json();
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
        body.append(make("p", { class: "cc-former" }, words.gettext("Formerly: {titles}", { titles: papers.former[number] })));
      }
      body.append(this.badges(number), this.links(number));
      if (papers.added[number]) {
        const added = make("template");
        added.innerHTML = papers.added[number]; // made by the build of what the project's handlers add
        body.append(added.content);
      }
      const classes = "sd-card sd-sphinx-override sd-shadow-none cc-card docutils";
      const card = make("div", { class: classes, id: papers.key[number] }, body);
      card.dataset.number = number;
      return card;
    }

    title(number) {
      const { html, title, key, address: others } = this.papers;
      const text = make("template");
      if (html[number]) {
        text.innerHTML = html[number]; // made by the build: text, and formulas in MathML
      } else {
        text.content.append(title[number]);
      }
      const kind = this.data.hasPages ? "internal" : "external";
      const where = others[number] ?? (this.data.hasPages ? this.data.page.join(key[number]) : "");
      const link = where && make("a", { class: `reference ${kind}`, href: address(where) }, text.content);
      return make("h2", { class: "sd-card-title rubric" }, link || text.content);
    }

    authors(number) {
      const names = this.papers.authors[number];
      const more = this.others.has(number) ? [words.gettext("and others")] : [];
      if (names.length <= AUTHORS_SHOWN + 1) {
        return make("p", { class: "cc-authors" }, [...names, ...more].join(", "));
      }
      const rest = [...names.slice(AUTHORS_SHOWN), ...more].join(", ");
      const summary = make("summary", {}, words.gettext("and {number} more", { number: names.length - AUTHORS_SHOWN }));
      const shown = make("span", {}, `${names.slice(0, AUTHORS_SHOWN).join(", ")}, `);
      return make("div", { class: "cc-authors docutils" }, shown, make("details", {}, summary, make("span", {}, rest)));
    }

    badges(number) {
      const { venue, year, keywords } = this.papers;
      const [name, full] = this.data.venues[venue[number]] ?? ["", ""];
      const when = `${name} ${year[number] || ""}`.trim();
      const isShort = full && full !== name;
      const badge = when && make(isShort ? "abbr" : "span", { class: "sd-badge cc-venue", title: isShort && full }, when);
      const badges = keywords[number].map((row) => {
        const [word, label, , where] = this.data.keywords[row];
        const classes = `sd-badge cc-keyword cc-kw-${word}`;
        return where
          ? make("a", { class: `${classes} reference internal`, href: address(where) }, label)
          : make("span", { class: classes }, label);
      });
      return make("p", { class: "cc-badges" }, badge, ...badges);
    }

    links(number) {
      const row = make("p", { class: "cc-links" });
      const name = this.names[number];
      const seen = {};
      const links = this.papers.links[number];
      for (let at = 0; at < links.length; at += 2) {
        const kind = this.data.kinds[links[at]];
        seen[kind] = (seen[kind] ?? 0) + 1;
        const label = words.gettext(kind);
        const text = seen[kind] > 1 ? `${label} ${seen[kind]}` : label;
        const classes = `cc-to-${kind.toLowerCase()} reference external`;
        row.append(make("a", { class: classes, href: links[at + 1], "aria-label": `${text}: ${name}` }, text));
      }
      row.append(make("button", { class: "cc-copy", type: "button", "aria-label": words.gettext("Copy BibTeX: {title}", { title: name }) }, words.gettext("Copy BibTeX")));
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

    /* Load BibTeX when pointer or focus come to a card, so that it is there for the click. */
    attend(list, complain) {
      for (const name of ["pointerover", "focusin"]) {
        list.addEventListener(name, (event) => this.prepare(event.target.closest(".cc-card")));
      }
      list.addEventListener("click", (event) => {
        const button = event.target.closest(".cc-copy");
        if (button && !button.dataset.copy) {
          event.stopPropagation();
          this.copyLate(button, complain);
        }
      }, true);
    }

    async prepare(card) {
      const button = card?.querySelector(".cc-copy");
      if (button && !button.dataset.copy) {
        try {
          button.dataset.copy = await this.bibtex(Number(card.dataset.number));
        } catch {
          // the click tries again, and says so
        }
      }
    }

    async copyLate(button, complain) {
      await this.prepare(button.closest(".cc-card"));
      if (button.dataset.copy) {
        button.click();
      } else {
        complain(words.gettext("The BibTeX could not be loaded; is the network there?"));
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


  Object.assign(own, { Cards, address, count, fetchJson, make, root });
})();
