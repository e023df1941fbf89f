/* Pages of prose that match a query. Pagefind loads only the part of its index that a text needs. */

import { make } from "./dom.js";
import { gettext } from "./messages.js";
import { parseQuery } from "./query.js";
import { root, urlOf } from "./site.js";

const PAUSE = 250; // milliseconds without a key press
const MIN_LETTERS = 3; // before pages are searched
const PAGES_SHOWN = 3;

/**
 * @typedef {object} Page a result of Pagefind
 * @property {string} url
 * @property {{title: string}} meta
 * @property {{title: string, url: string, locations: number[]}[]} sub_results
 */

export class SitePages {
  constructor() {
    this.element = make("div", { class: "cc-guides", hidden: true });
    this.asked = "";
    /** @type {Promise<any> | undefined} */
    this.engine = undefined;
    this.timer = 0;
  }

  /** Load the engine, which is needed when the reader types. */
  prepare() {
    this.engine ??= import(urlOf("pagefind/pagefind.js")).then(async (engine) => {
      await engine.options({ baseUrl: root.pathname });
      await engine.init();
      return engine;
    });
    return this.engine;
  }

  /** @param {string} text */
  show(text) {
    const { terms } = parseQuery(text);
    const words = terms.map((term) => term.words).join(" ");
    this.asked = terms.length === 1 && terms[0].isPhrase ? `"${words}"` : words;
    this.element.hidden = this.asked.length < MIN_LETTERS;
    this.element.replaceChildren();
    clearTimeout(this.timer);
    if (!this.element.hidden) {
      this.timer = window.setTimeout(() => this.search(this.asked), PAUSE);
    }
  }

  /** @param {string} words */
  async search(words) {
    try {
      const engine = await this.prepare();
      const { results } = await engine.search(words);
      const best = results.slice(0, PAGES_SHOWN);
      const pages = await Promise.all(best.map((/** @type {{data: () => Promise<Page>}} */ result) => result.data()));
      if (words === this.asked) { // else something else is asked by now
        this.draw(pages);
      }
    } catch {
      this.element.hidden = true; // the site forbids WebAssembly, or the network failed: papers are found without it
    }
  }

  /** @param {Page[]} pages */
  draw(pages) {
    const links = pages.map((page) => {
      const best = page.sub_results.reduce((a, b) => (b.locations.length > a.locations.length ? b : a), page.sub_results[0]);
      const title = best && best.title !== page.meta.title ? `${page.meta.title}: ${best.title}` : page.meta.title;
      return make("li", {}, make("a", { class: "reference internal", href: best?.url ?? page.url }, title));
    });
    this.element.replaceChildren(...(links.length ? [make("span", {}, gettext("Pages:")), make("ul", {}, ...links)] : []));
  }
}
