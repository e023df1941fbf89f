/* The facets of the explorer: choices, each with the number of papers that there would be with it. */

(() => {
  "use strict";

  const own = window.cardcatalog;
  const { count, make } = own;
  const words = window.cardcatalogWords;
  const VENUES_SHOWN = 8;

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
      const isYears = categories.every(([id]) => /^(\d{4}|other)$/.test(id));
      if (categories.length < 2 || isYears) {
        return null; // derived from nothing but the years, which have a facet of their own
      }
      return this.group(words.gettext("Category"), this.tree(-1), { open: true, note: words.gettext("Any of those chosen") });
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
      const button = make("button", { type: "button", class: "cc-unfold", "aria-expanded": "false", "aria-label": words.gettext("Below {category}", { category: title }) });
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
        this.group(group || words.gettext("Keywords"), make("ul", { class: "cc-choices" }, ...items), { open: at === 0, note: words.gettext("All of those chosen") }),
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
        const button = make("button", { type: "button", class: "cc-quiet" }, words.ngettext("All {number} venue", "All {number} venues", items.length));
        button.addEventListener("click", () => {
          items.forEach((item) => { item.hidden = false; });
          items[VENUES_SHOWN].querySelector("input:enabled")?.focus();
          button.remove();
        });
        content.append(button);
      }
      return this.group(words.gettext("Venue"), content, { note: words.gettext("Any of those chosen") });
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
          this.change("year", own.writeYears(from, to), true);
        });
        return select;
      };
      [this.from, this.to] = [list(words.gettext("From year"), words.gettext("from")), list(words.gettext("To year"), words.gettext("to"))];
      const bars = make("div", { class: "cc-years-bars", "aria-hidden": "true" });
      for (let year = known[0]; year <= known.at(-1); year += 1) {
        const bar = make("span", { title: year });
        this.years.set(year, bar);
        bars.append(bar);
      }
      const row = make("div", { class: "cc-span" }, this.from, make("span", { "aria-hidden": "true" }, "–"), this.to);
      return this.group(words.gettext("Year"), make("div", {}, bars, row), { open: true });
    }

    code() {
      if (!this.all.code) {
        return null;
      }
      return make("div", { class: "cc-facet" }, this.choice("code", 0, "yes", words.gettext("With code")));
    }

    /* Show the state, and beside each choice how many papers there would be with it. */
    show(state, counts, years) {
      for (const { kind, row, value, box, item, number } of this.rows) {
        const total = kind === "code" ? counts.code : counts[kind][row];
        box.checked = kind === "code" ? state.code : state[kind].includes(value);
        number.textContent = words.number(total);
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


  own.Facets = Facets;
})();
