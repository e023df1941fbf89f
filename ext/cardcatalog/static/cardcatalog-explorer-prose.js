/* Pages of prose that speak of what is asked. Pagefind loads the little of its index that a text needs. */

(() => {
  "use strict";

  const own = window.cardcatalog;
  const { address, make, read, root } = own;
  const PAUSE = 250; // milliseconds without a key press
  const LEAST_PROSE = 3; // letters, before pages of prose are looked for
  const PAGES_SHOWN = 3;

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
      this.element.replaceChildren(...(links.length ? [make("span", {}, window.cardcatalogWords.gettext("Pages:")), make("ul", {}, ...links)] : []));
    }
  }


  own.Prose = Prose;
})();
