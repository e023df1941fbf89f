/* Search and counting over the columns of papers (explorer/papers.json). It knows neither the page nor the network.

   A paper answers a query if it passes every constraint: each term of the text, the categories, each keyword, the
   venues, the years, code, a selection. For each paper we count the constraints that it fails. None: it is a result.
   One: it would be a result without that constraint, which gives the numbers beside the choices of a facet, and what
   to loosen when nothing is found, in one pass over the papers. */

(() => {
  "use strict";

  const FILLERS = new Set(
    ("a about an and any are as by can do does for from has have how i in into is it its method methods of on or paper " +
      "papers that the there to using what when which who why with work works").split(" "),
  );
  const SPELLED = { "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i", "ß": "ss" };
  const YEAR = "((?:19|20)\\d\\d)";

  /* How much a word counts by where it stands, and the least that a beginning of a word counts of a whole one. */
  const WEIGHTS = { key: 9, title: 8, keyword: 6, former: 5, venue: 5, year: 5, authors: 4, category: 2 };
  const BEGINNING = 0.6;
  const AS_WRITTEN = 12; // the whole text stands in the title

  /* Return text in lower case without accents, its words divided by single spaces. */
  function plain(text) {
    return text
      .toLowerCase()
      .replace(/[æœøłđðþıß]/g, (char) => SPELLED[char])
      .normalize("NFKD")
      .replace(/\p{M}+/gu, "")
      .replace(/[^\p{L}\p{N}]+/gu, " ")
      .trim();
  }

  /* Reading what is typed */

  const PHRASES = [
    [new RegExp(`\\b(?:since|from)\\s+${YEAR}\\b`, "i"), ([, year]) => [Number(year), 9999]],
    [new RegExp(`\\bafter\\s+${YEAR}\\b`, "i"), ([, year]) => [Number(year) + 1, 9999]],
    [new RegExp(`\\b(?:until|up to)\\s+${YEAR}\\b`, "i"), ([, year]) => [0, Number(year)]],
    [new RegExp(`\\bbefore\\s+${YEAR}\\b`, "i"), ([, year]) => [0, Number(year) - 1]],
    [new RegExp(`\\b(?:between\\s+)?${YEAR}\\s*(?:-|–|to|and)\\s*${YEAR}\\b`, "i"), ([, a, b]) => [Number(a), Number(b)]],
  ];
  const CODE = [/\bwith\s+(?:open\s+|source\s+|public\s+)?code\b/i];

  /* The same in the language of the site, as the explorer says it. */
  const words = window.cardcatalogWords;
  if (words && words.language !== "en") {
    const phrase = (text) => {
      const escaped = text.replace(/[.*+?^$()|[\]\\]/g, "\\$&");
      return new RegExp(escaped.replace(/\s*\{year\}\s*/, `\\s*${YEAR}\\s*`).replace(/ +/g, "\\s+"), "i");
    };
    PHRASES.push([phrase(words.gettext("since {year}")), ([, year]) => [Number(year), 9999]]);
    PHRASES.push([phrase(words.gettext("until {year}")), ([, year]) => [0, Number(year)]]);
    CODE.push(phrase(words.gettext("with code")));
  }

  /* Divide text into terms, and the constraints that it spells out: years, and code.

     A term is a phrase in quotation marks, which must stand so, or a word, which may go on; words joined by a hyphen
     are one. Words that say nothing of a paper are left out, unless in quotation marks. */
  function read(text) {
    const terms = [];
    let rest = text.replace(/["“”„]([^"“”„]*)["“”„]?/g, (_all, phrase) => {
      if (plain(phrase)) {
        terms.push({ words: plain(phrase), isPhrase: true, text: `"${phrase.trim()}"` });
      }
      return " ";
    });
    let years = null;
    for (const [form, make] of PHRASES) {
      rest = rest.replace(form, (...match) => {
        years = years ?? make(match);
        return " ";
      });
    }
    const hasCode = CODE.some((form) => form.test(rest));
    rest = CODE.reduce((left, form) => left.replace(form, " "), rest);
    for (const word of rest.split(/\s+/)) {
      if (plain(word) && !FILLERS.has(plain(word))) {
        terms.push({ words: plain(word), isPhrase: false, text: word.replace(/[?!.,;:]+$/, "") });
      }
    }
    const seen = new Set();
    const unique = terms.filter(({ words }) => !seen.has(words) && seen.add(words));
    return { terms: unique, years, hasCode };
  }

  /* What to look for: a phrase as it stands; else the beginning of a word, without the s of a plural. */
  function needle({ words, isPhrase }) {
    return isPhrase ? ` ${words} ` : ` ${words.length > 3 ? words.replace(/(?<![su])s$/, "") : words}`;
  }

  /* A column of texts as one long text, which browsers search fastest. */
  class Column {
    constructor(texts) {
      const rows = texts.map((text) => ` ${text} `);
      this.text = rows.join("\n");
      this.starts = new Int32Array(rows.length + 1);
      rows.forEach((row, number) => { this.starts[number + 1] = this.starts[number] + row.length + 1; });
    }

    /* Call a function with the number of each row that holds a text, and whether a word ends where the text does. */
    find(sought, mark) {
      let number = 0;
      for (let at = this.text.indexOf(sought); at >= 0; at = this.text.indexOf(sought, at + 1)) {
        while (this.starts[number + 1] <= at) {
          number += 1;
        }
        const end = at + sought.length;
        mark(number, this.text[end - 1] === " " || this.text[end] === " " || this.text.startsWith("s ", end));
      }
    }
  }

  /* The catalogue as it was loaded, made ready for questions. */
  class Shelf {
    constructor(data) {
      const { papers } = data;
      this.data = data;
      this.papers = papers;
      this.size = papers.key.length;
      this.titles = papers.title.map(plain);
      this.columns = {
        key: new Column(papers.key.map(plain)),
        title: new Column(this.titles),
        authors: new Column(papers.authors.map((names) => plain(names.join(" , ")))),
        former: new Column(papers.key.map((_key, number) => plain(papers.former[number] ?? ""))),
        year: new Column(papers.year.map((year) => (year ? String(year) : ""))),
      };
      this.under = papers.categories.map((rows) => this.withParents(rows));
      const code = data.kinds.indexOf("Code");
      this.code = Uint8Array.from(papers.links, (links) => Number(links.some((kind, at) => at % 2 === 0 && kind === code)));
      this.tables = {
        keyword: this.table(data.keywords.map(([, name, , , aliases]) => [name, ...aliases]), papers.keywords),
        category: this.table(data.categories.map(([, title]) => [title]), this.under),
        venue: this.table(data.venues, papers.venue.map((row) => (row < 0 ? [] : [row]))),
      };
      this.known = new Map();
    }

    /* Return categories and all that they stand under. */
    withParents(rows) {
      const found = new Set();
      for (let row of rows) {
        for (; row >= 0; row = this.data.categories[row][2]) {
          found.add(row);
        }
      }
      return [...found];
    }

    /* Return the names of the rows of a table, and the papers of each. */
    table(names, rows) {
      const members = names.map(() => []);
      rows.forEach((some, paper) => some.forEach((row) => members[row].push(paper)));
      return { names: new Column(names.map((some) => some.map(plain).join(" , "))), members };
    }

    /* Return for each paper how well it answers a term, 0 if not at all. A rare word says more than a common one. */
    match(term) {
      const sought = needle(term);
      if (!this.known.has(sought)) {
        if (this.known.size >= 40) { // what was typed before
          this.known.delete(this.known.keys().next().value);
        }
        this.known.set(sought, this.weigh(sought));
      }
      return this.known.get(sought);
    }

    weigh(sought) {
      const scores = new Float32Array(this.size);
      const note = (paper, weight) => { scores[paper] = Math.max(scores[paper], weight); };
      const worth = (field, isWhole) => WEIGHTS[field] * (isWhole ? 1 : BEGINNING);
      for (const [field, column] of Object.entries(this.columns)) {
        column.find(sought, (paper, isWhole) => note(paper, worth(field, isWhole)));
      }
      for (const [field, { names, members }] of Object.entries(this.tables)) {
        names.find(sought, (row, isWhole) => members[row].forEach((paper) => note(paper, worth(field, isWhole))));
      }
      const found = scores.reduce((sum, score) => sum + (score > 0), 0);
      const rarity = Math.log(1 + this.size / (found + 1));
      return scores.map((score) => score * rarity);
    }

    /* Return the tests that a query puts to each paper: what each is called, what kind it is, and who passes. */
    constraints(query) {
      const { terms, years, hasCode } = read(query.text);
      const list = terms.map((term) => {
        const scores = this.match(term);
        return { kind: "term", name: term.text, scores, test: (paper) => scores[paper] > 0 };
      });
      const some = (kind, rows, of) => {
        if (rows.length) {
          const wanted = new Set(rows);
          list.push({ kind, rows, test: (paper) => of(paper).some((row) => wanted.has(row)) });
        }
      };
      some("category", query.categories, (paper) => this.under[paper]);
      query.keywords.forEach((row) => some("keyword", [row], (paper) => this.papers.keywords[paper]));
      some("venue", query.venues, (paper) => [this.papers.venue[paper]]);
      for (const [from, to] of [query.years, years].filter(Boolean)) {
        list.push({ kind: "year", from, to, test: (paper) => this.papers.year[paper] >= from && this.papers.year[paper] <= to });
      }
      if (query.hasCode || hasCode) {
        list.push({ kind: "code", test: (paper) => this.code[paper] === 1 });
      }
      some("key", query.keys, (paper) => [this.papers.key[paper]]);
      return list;
    }

    /* Answer a query: the numbers of the papers in order, how many each choice would leave, and what to loosen. */
    ask(query) {
      const constraints = this.constraints(query);
      const fails = new Uint8Array(this.size);
      const failed = new Uint8Array(this.size);
      constraints.forEach(({ test }, number) => {
        for (let paper = 0; paper < this.size; paper += 1) {
          if (!test(paper)) {
            fails[paper] += 1;
            failed[paper] = number;
          }
        }
      });
      const without = new Int32Array(constraints.length); // results more, if a constraint went
      const numbers = [];
      const counts = this.emptyCounts();
      for (let paper = 0; paper < this.size; paper += 1) {
        if (fails[paper] === 0) {
          numbers.push(paper);
          this.count(paper, counts, "");
        } else if (fails[paper] === 1) {
          without[failed[paper]] += 1;
          this.count(paper, counts, constraints[failed[paper]].kind);
        }
      }
      const loosen = constraints.map((constraint, number) => ({ ...constraint, total: numbers.length + without[number] }));
      return { numbers: this.sort(numbers, query, constraints), counts, loosen };
    }

    emptyCounts() {
      const { categories, keywords, venues } = this.data;
      return {
        category: new Int32Array(categories.length),
        keyword: new Int32Array(keywords.length),
        venue: new Int32Array(venues.length),
        year: new Map(),
        code: 0,
      };
    }

    /* Count a paper: a result for every facet, one that fails a single facet for that alone. */
    count(paper, counts, only) {
      const goes = (kind) => !only || only === kind;
      if (goes("category")) {
        this.under[paper].forEach((row) => { counts.category[row] += 1; });
      }
      if (!only) { // each further keyword narrows
        this.papers.keywords[paper].forEach((row) => { counts.keyword[row] += 1; });
      }
      if (goes("venue") && this.papers.venue[paper] >= 0) {
        counts.venue[this.papers.venue[paper]] += 1;
      }
      if (goes("year") && this.papers.year[paper]) {
        const year = this.papers.year[paper];
        counts.year.set(year, (counts.year.get(year) ?? 0) + 1);
      }
      if (goes("code")) {
        counts.code += this.code[paper];
      }
    }

    sort(numbers, query, constraints) {
      const { year, venue } = this.papers;
      const newest = (a, b) => a - b; // the order of the columns
      const last = (value) => (value < 0 ? Infinity : value);
      const orders = {
        relevance: () => {
          const scores = this.scores(numbers, query, constraints);
          return (a, b) => scores.get(b) - scores.get(a) || newest(a, b);
        },
        year: () => newest,
        oldest: () => (a, b) => (year[a] || Infinity) - (year[b] || Infinity) || newest(a, b),
        venue: () => (a, b) => last(venue[a]) - last(venue[b]) || newest(a, b),
        title: () => (a, b) => (this.titles[a] < this.titles[b] ? -1 : Number(this.titles[a] > this.titles[b])),
      };
      return numbers.sort(orders[query.sort]());
    }

    scores(numbers, query, constraints) {
      const terms = constraints.filter(({ kind }) => kind === "term");
      const whole = plain(query.text);
      return new Map(numbers.map((paper) => {
        const sum = terms.reduce((total, { scores }) => total + scores[paper], 0);
        return [paper, sum + (whole && ` ${this.titles[paper]} `.includes(` ${whole} `) ? AS_WRITTEN : 0)];
      }));
    }

    /* Return the row of the keyword that a text asks for by any of its names, else -1: "what is smoothing?". */
    topic(text) {
      const words = plain(text).split(" ").filter((word) => !FILLERS.has(word)).join(" ");
      return words ? this.data.keywords.findIndex(([, name, , , aliases]) => [name, ...aliases].some((one) => plain(one) === words)) : -1;
    }
  }

  Object.assign((window.cardcatalog ??= {}), { Shelf, plain, read });
})();
