/* The cards of the explorer, the same as those that the build writes on every other page. */

import { closest, make } from "./dom.js";
import { gettext, ngettext } from "./messages.js";
import { shortNames } from "./paper-names.js";
import { fetchJson, urlOf } from "./site.js";

const AUTHORS_SHOWN = 10; // as on other cards
const SETTINGS_SHOWN = 3;

export class Cards {
  /** @param {import("./columns.js").Data} data */
  constructor(data) {
    this.data = data;
    this.papers = data.papers;
    this.others = new Set(data.papers.others);
    this.editors = new Set(data.papers.editors);
    this.names = shortNames(data.papers);
    /** @type {Map<number, Promise<Record<string, string>>>} */
    this.files = new Map();
  }

  /** @param {number} number of a paper */
  card(number) {
    const { papers } = this;
    const body = make("div", { class: "sd-card-body docutils" }, this.title(number), this.authors(number));
    if (papers.gist[number]) {
      body.append(make("p", { class: "cc-gist" }, papers.gist[number]));
    }
    body.append(this.badges(number), this.links(number));
    if (papers.added[number]) {
      const added = make("template");
      added.innerHTML = papers.added[number]; // made by the build of what the project's handlers add
      body.append(added.content);
    }
    const classes = "sd-card sd-sphinx-override sd-shadow-none cc-card docutils";
    const card = make("div", { class: classes, id: papers.key[number] }, body);
    card.dataset.number = String(number);
    return card;
  }

  /** @param {number} number */
  title(number) {
    const { html, title, key, address } = this.papers;
    const text = make("template");
    if (html[number]) {
      text.innerHTML = html[number]; // made by the build: text, and formulas in MathML
    } else {
      text.content.append(title[number]);
    }
    const kind = this.data.hasPages ? "internal" : "external";
    const where = address[number] ?? (this.data.hasPages ? this.data.page.join(key[number]) : "");
    const content = where ? make("a", { class: `reference ${kind}`, href: urlOf(where) }, text.content) : text.content;
    return make("h2", { class: "sd-card-title rubric" }, content);
  }

  /** @param {number} number */
  authors(number) {
    const names = this.papers.authors[number];
    if (names.length <= AUTHORS_SHOWN + 1) {
      return make("p", { class: "cc-authors" }, this.people(number, names));
    }
    const rest = this.people(number, names.slice(AUTHORS_SHOWN));
    const summary = make("summary", {}, gettext("and {number} more", { number: names.length - AUTHORS_SHOWN }));
    const shown = make("span", {}, `${names.slice(0, AUTHORS_SHOWN).join(", ")}, `);
    return make("div", { class: "cc-authors docutils" }, shown, make("details", {}, summary, make("span", {}, rest)));
  }

  /**
   * Return names of a paper's people in a line, the last ones of them: others, and the mark of editors.
   * @param {number} number
   * @param {string[]} names
   */
  people(number, names) {
    const more = this.others.has(number) ? gettext(", and others") : "";
    const count = this.papers.authors[number].length + (more ? 1 : 0);
    const mark = this.editors.has(number) && count ? [ngettext("(ed.)", "(eds.)", count)] : [];
    return [`${names.join(", ")}${more}`.replace(/^[ ,、]+/, ""), ...mark].join(" ");
  }

  /** @param {number} number */
  badges(number) {
    const { venue, year, keywords, bits } = this.papers;
    const [name, full] = this.data.venues[venue[number]] ?? ["", ""];
    const when = `${name} ${this.papers.dates[number] ?? (year[number] || "")}`.trim();
    const isShort = full && full !== name;
    const badge = when ? make(isShort ? "abbr" : "span", { class: "sd-badge cc-venue", title: isShort ? full : null }, when) : null;
    const rows = bits[number] ?? [];
    const settings = rows.slice(0, SETTINGS_SHOWN).map((row) => this.data.bits[row][0]);
    const more = rows.length > SETTINGS_SHOWN ? ["…"] : [];
    const widths = rows.length ? make("span", { class: "sd-badge cc-bits" }, [...settings, ...more].join(" ")) : null;
    const badges = keywords[number].map((row) => {
      const [id, label, , url] = this.data.keywords[row];
      const classes = `sd-badge cc-keyword cc-kw-${id}`;
      return url
        ? make("a", { class: `${classes} reference internal`, href: urlOf(url) }, label)
        : make("span", { class: classes }, label);
    });
    return make("p", { class: "cc-badges" }, badge, widths, ...badges, this.path(number));
  }

  /** @param {number} number */
  path(number) {
    const where = this.papers.path[number];
    const label = gettext("Reading path: {title}", { title: this.names[number] });
    const attributes = { "class": "sd-badge cc-path reference internal", "aria-label": label };
    return where ? make("a", { ...attributes, href: urlOf(where) }, gettext("Reading path")) : null;
  }

  /** @param {number} number */
  links(number) {
    const row = make("p", { class: "cc-links" });
    const name = this.names[number];
    /** @type {Record<string, number>} */
    const seen = {};
    const links = this.papers.links[number];
    for (let at = 0; at < links.length; at += 2) {
      const kind = this.data.kinds[Number(links[at])];
      seen[kind] = (seen[kind] ?? 0) + 1;
      const label = gettext(kind);
      const text = seen[kind] > 1 ? `${label} ${seen[kind]}` : label;
      const classes = `cc-to-${kind.toLowerCase()} reference external`;
      row.append(make("a", { class: classes, href: links[at + 1], "aria-label": `${text}: ${name}` }, text));
    }
    if (!links.length && this.data.find) {
      const href = this.data.find + encodeURIComponent(this.papers.title[number]).replaceAll("%20", "+");
      const text = gettext("Find it");
      row.append(make("a", { class: "cc-to-find reference external", href, "aria-label": `${text}: ${name}` }, text));
    }
    const label = gettext("Copy BibTeX: {title}", { title: name });
    row.append(make("button", { class: "cc-copy", type: "button", "aria-label": label }, gettext("Copy BibTeX")));
    row.append(...this.coins(number));
    return row;
  }

  /**
   * Return what reference managers read, once it is loaded: an OpenURL ContextObject, as the build writes it.
   * @param {number} number
   */
  coins(number) {
    const { coins, starts, inverted, authors, title, links } = this.papers;
    if (!coins[number]) {
      return [];
    }
    const [row, rest, link] = coins[number];
    const [start, role] = starts[row];
    const names = authors[number].map((name, at) => inverted[number]?.[at] ?? name.replace(/^(.*) (.*)$/, "$2, $1"));
    const people = names.map((name) => `${role}=${encodeURIComponent(name)}`);
    const address = link < 0 ? "" : `rft_id=${encodeURIComponent(links[number][2 * link + 1])}`;
    const query = [start + encodeURIComponent(title[number]), ...people, rest, address].filter(Boolean).join("&");
    return [make("span", { class: "Z3988", title: query })];
  }

  /**
   * Return the BibTeX of a paper; a file holds that of several neighbours.
   * @param {number} number
   * @throws {Error} if the network or the server fails
   */
  async bibtex(number) {
    const file = Math.floor(number / this.data.perFile);
    const loading = this.files.get(file) ?? fetchJson(`explorer/bibtex-${file}.json`);
    this.files.set(file, loading);
    try {
      return (await loading)[this.papers.key[number]];
    } catch (error) {
      this.files.delete(file); // the next try may succeed
      throw error;
    }
  }

  /**
   * Load BibTeX when pointer or focus come to a card of a list, so that it is there for the click.
   * @param {HTMLElement} list
   * @param {(problem: string) => void} report
   */
  attend(list, report) {
    for (const name of ["pointerover", "focusin"]) {
      list.addEventListener(name, (event) => this.prepare(closest(event, ".cc-card")));
    }
    list.addEventListener("click", (event) => {
      const button = closest(event, ".cc-copy");
      if (button && !button.dataset.copy) {
        event.stopPropagation();
        this.copyLate(button, report);
      }
    }, true);
  }

  /** @param {HTMLElement | null} card */
  async prepare(card) {
    const button = /** @type {HTMLElement | null | undefined} */ (card?.querySelector(".cc-copy"));
    if (card && button && !button.dataset.copy) {
      try {
        button.dataset.copy = await this.bibtex(Number(card.dataset.number));
      } catch {
        // the click tries again, and reports it
      }
    }
  }

  /**
   * @param {HTMLElement} button
   * @param {(problem: string) => void} report
   */
  async copyLate(button, report) {
    await this.prepare(button.closest(".cc-card"));
    if (button.dataset.copy) {
      button.click();
    } else {
      report(gettext("Could not load the BibTeX. Check your connection."));
    }
  }
}
