/* Just the entries that a document cites: what cardcatalog/{identity,lookup,extract}.py do, for the browser.

   Names and order are those of the Python, whose comments give the reasons; shared cases (tests/unit/data/extract.toml)
   hold the two in step. Nothing here touches the page: cardcatalog-extract-page.js does. */

globalThis.cardcatalogExtract = (() => {
  "use strict";

  const { EVERYTHING, OwnBib, findCitations, findInclusions, kindOf, setDefault, splitList, stemOf } =
    globalThis.cardcatalogReading;
  const words = globalThis.cardcatalogWords;

  /* identity.py */

  const LETTERS = new Map([
    ..."ae i j l o oe ss th".split(" ").map((name) => [name, name]),
    ["aa", "a"], ["dh", "d"], ["dj", "d"], ["ell", "l"],
  ]);
  const SPELLED = new Map(Object.entries({ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" }));
  const READ = 2000;
  const PREPRINT_TYPES = new Set("misc article online unpublished techreport report electronic preprint".split(" "));
  const ARXIV_JOURNAL = /^(?:arxiv|corr(?![a-z])|$)/;
  const ARXIV_ID = String.raw`([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?![0-9])`;
  const FORMS = {
    DOI: /(?<![a-z0-9.])(10\.[0-9]{4,9}(?:\.[0-9]{1,9})*\/[^ ,;{}"?#]*[^ ,;{}"?#.])/,
    eprint: new RegExp(`^(?:arxiv:)?${ARXIV_ID}$`),
    arXiv: new RegExp(String.raw`(?:arxiv(?:\.org)?(?:[:./ ]|abs|pdf|html)*|(?<![a-z])abs/)${ARXIV_ID}`),
    OpenReview: /openreview\.net\/[a-z]+\?(?:[^ &#]*&)*id=([A-Za-z0-9_-]+)/,
  };
  const DOI_FIELDS = ["doi", "url", "ee", "howpublished"];
  const ARXIV_FIELDS = ["journal", "journaltitle", "volume", "number", "doi", "url", "howpublished", "note"];
  const OPENREVIEW_FIELDS = ["url", "howpublished", "note"];

  function bare(tex) {
    const plain = tex
      .toLowerCase()
      .replace(/\\(?:([a-z]+)[ \t\n]*|[^])/g, (_match, name) => LETTERS.get(name) ?? "")
      .replace(/[ßæœøłđðþı]/g, (letter) => SPELLED.get(letter))
      .normalize("NFKD");
    return plain.replace(/[^a-z0-9]/g, "") || plain.replace(/[^\p{L}\p{N}]/gu, "");
  }

  function surnames(names) {
    const families = names.split(" and ").map((name) => name.split(",")[0].trim().split(" ").at(-1));
    return families.map(bare).filter((name) => name && name !== "others");
  }

  function identifiers(entry) {
    const found = [];
    const doi = first("DOI", entry, DOI_FIELDS);
    if (doi && !doi.startsWith("10.48550/arxiv.")) {
      found.push(["DOI", doi]);
    }
    const prefix = (entry.get("archiveprefix") || entry.get("eprinttype")).toLowerCase();
    const eprint = ["", "arxiv"].includes(prefix) ? first("eprint", entry, ["eprint"]) : "";
    const arxiv = eprint || first("arXiv", entry, ARXIV_FIELDS);
    if (arxiv) {
      found.push(["arXiv", arxiv]);
    }
    const forum = entry.get("openreview") || first("OpenReview", entry, OPENREVIEW_FIELDS);
    if (forum) {
      found.push(["OpenReview", forum]);
    }
    return found;
  }

  function marksOf(entry) {
    const title = entry.get("title");
    const titles = [`${title} ${entry.get("subtitle")}`, title, ...entry.get("formertitle").split(" ; ")];
    return [...identifiers(entry), ...titles.map(bare).filter(Boolean).map((plain) => ["title", plain])];
  }

  function isPreprint(entry) {
    const journal = (entry.get("journal") || entry.get("journaltitle")).toLowerCase();
    const isOnArxiv = identifiers(entry).some(([kind]) => kind === "arXiv");
    return PREPRINT_TYPES.has(entry.type) && !entry.get("booktitle") && ARXIV_JOURNAL.test(journal) && isOnArxiv;
  }

  function first(kind, entry, names) {
    for (const name of names) {
      const text = entry.get(name).slice(0, READ).replace(/\\url|[\\{}]/g, "");
      const match = FORMS[kind].exec(kind === "OpenReview" ? text : text.toLowerCase());
      if (match) {
        return match[1];
      }
    }
    return "";
  }

  /* lookup.py */

  const LEAST = 0.6;
  const LONGEST = 200;

  class Index {
    #keys = new Map();
    #marks = new Map();

    constructor(rows) {
      rows.forEach((row) => this.#keys.set(row.key, row));
      for (const row of rows) {
        row.formerKeys.forEach((key) => setDefault(this.#keys, key, row));
        row.marks.forEach((mark) => setDefault(this.#marks, mark, []).push(row));
      }
    }

    get keys() {
      return [...this.#keys.keys()];
    }

    byKey(key) {
      const row = this.#keys.get(key);
      return row && { row, by: row.key === key ? "key" : "former key" };
    }

    byWork(entry) {
      const names = surnames(entry.get("author"));
      for (const [kind, value] of marksOf(entry)) {
        for (const row of this.#marks.get(`${kind} ${value}`) ?? []) {
          const agree = !names.length || !row.surnames.length || names.some((name) => row.surnames.includes(name));
          if (kind !== "title" || agree) {
            return { row, by: kind };
          }
        }
      }
      return undefined;
    }
  }

  function parentsOf(entry) {
    return splitList(["crossref", "xdata", "xref"].map(entry.get).filter(Boolean).join(","));
  }

  class Nearest {
    #sizes = new Map();
    #holders = new Map();

    constructor(words) {
      for (const word of words) {
        const pieces = piecesOf(word);
        if (!this.#sizes.has(word)) {
          this.#sizes.set(word, pieces.length);
          pieces.forEach((piece) => setDefault(this.#holders, piece, []).push(word));
        }
      }
    }

    hint(word) {
      const pieces = piecesOf(word);
      const shared = new Map();
      for (const holder of pieces.flatMap((piece) => this.#holders.get(piece) ?? [])) {
        shared.set(holder, (shared.get(holder) ?? 0) + 1);
      }
      let [best, most] = ["", LEAST];
      for (const [name, number] of shared) {
        const share = (2 * number) / (pieces.length + this.#sizes.get(name));
        if (share > most || (share === most && (!best || name < best))) {
          [best, most] = [name, share];
        }
      }
      return best ? words.gettext(" (did you mean '{word}'?)", { word: best }) : "";
    }
  }

  function piecesOf(word) {
    const small = word.length <= LONGEST ? word.toLowerCase() : "";
    return [...new Set(Array.from({ length: Math.max(0, small.length - 2) }, (_, start) => small.slice(start, start + 3)))];
  }

  /* extract.py */

  function extract(files, index) {
    const documents = files.map((file) => ({ ...file, kind: kindOf(file) }));
    const own = new OwnBib();
    documents.filter(({ kind }) => kind === "bib").forEach((document) => own.read(document));
    const resolve = resolver(index, own);
    const results = Array.from(citations(documents, own), resolve);
    return {
      results,
      problems: [...own.problems, ...absent(documents)],
      parents: parentsOfFound(results, index),
      ownTexts: ownTexts(results, own),
    };
  }

  function* citations(documents, own) {
    const seen = new Set();
    const citing = documents.filter(({ kind }) => kind !== "bib");
    const entries = [...own.entries.values()];
    for (const { key, place } of citing.length ? chain(citing.map(findCitations)) : entries) {
      const keys = key === EVERYTHING && entries.length ? own.entries.keys() : [key];
      for (const each of keys) {
        if (!seen.has(each)) {
          seen.add(each);
          yield { key: each, place };
        }
      }
    }
  }

  function* chain(parts) {
    for (const part of parts) {
      yield* part;
    }
  }

  function* absent(documents) {
    const isNoted = documents.some(({ kind }) => kind === "aux" || kind === "bcf");
    const stems = new Set(documents.map(({ kind, name }) => `${kind} ${stemOf(name)}`));
    for (const document of documents.filter(({ kind }) => kind !== "tex" || !isNoted)) {
      for (const { name, place } of findInclusions(document)) {
        if (!stems.has(`${document.kind} ${stemOf(name)}`)) {
          yield { place, message: words.gettext("takes in '{file}'; give that file, too, if it cites", { file: name }), kind: "file" };
        }
      }
    }
  }

  function resolver(index, own) {
    const firsts = new Map();
    const nearest = new Nearest([...index.keys, ...own.entries.keys()]);
    return (citation) => {
      const ours = index.byKey(citation.key);
      const theirs = own.find(citation.key);
      const match = theirs ? index.byWork(theirs) : ours;
      if (match) {
        const by = ours?.row === match.row ? ours.by : match.by;
        const twin = setDefault(firsts, match.row.key, citation);
        const publication = theirs && isPreprint(theirs) ? match.row.publication : "";
        return { is: "found", citation, row: match.row, by, publication, twin: twin === citation ? null : twin };
      }
      if (theirs) {
        return { is: "kept", citation, own: theirs, isTaken: Boolean(ours) };
      }
      const isAll = citation.key === EVERYTHING;
      const hint = isAll
        ? words.gettext("takes all that your .bib holds; give that file, too")
        : words.gettext("not found") + nearest.hint(citation.key);
      return { is: "missing", citation, hint };
    };
  }

  const those = (results, is) => results.filter((row) => row.is === is);

  function parentsOfFound(results, index) {
    const cited = new Set(those(results, "found").map((row) => row.citation.key));
    const waiting = those(results, "found").flatMap((row) => row.row.parents);
    const parents = [];
    for (const key of waiting) { // which grows by the parents of parents
      const match = index.byKey(key);
      if (match && !cited.has(match.row.key)) {
        cited.add(match.row.key);
        waiting.push(...match.row.parents);
        parents.push(match.row);
      }
    }
    return parents;
  }

  function ownTexts(results, own) {
    const cited = new Set(those(results, "found").map((row) => row.citation.key));
    const wanted = new Set(those(results, "kept").map((row) => row.own.key));
    const waiting = those(results, "kept").flatMap((row) => parentsOf(row.own));
    for (const key of waiting) { // which grows by the parents of parents
      const parent = own.find(key);
      if (parent && !wanted.has(parent.key) && !cited.has(parent.key)) {
        wanted.add(parent.key);
        waiting.push(...parentsOf(parent));
      }
    }
    const entries = [...own.entries.values()].filter(({ key }) => wanted.has(key));
    return entries.length ? [...own.prelude(entries), ...entries.map(({ text }) => text)] : [];
  }

  function toBib({ results, parents, ownTexts: own }) {
    const found = those(results, "found");
    const behind = new Set(found.flatMap((row) => row.row.parents));
    const sorted = (rows) => rows.map((row) => [row.citation.key, row.row]).sort(([a], [b]) => (a < b ? -1 : 1));
    const entries = [
      ...sorted(found.filter((row) => !behind.has(row.citation.key))),
      ...sorted(found.filter((row) => behind.has(row.citation.key))),
      ...parents.map((row) => [row.key, row]),
    ];
    const ours = entries.map(([key, row]) => withKey(row, key));
    return [
      ...(ours.length ? ["% From the bibliography\n", ...ours] : []),
      ...(own.length ? ["% Your own entries, unchanged\n", ...own.map((text) => `${text}\n`)] : []),
    ].join("\n");
  }

  function withKey({ key, bibtex }, cited) {
    const start = bibtex.indexOf("{") + 1;
    return bibtex.slice(0, start) + cited + bibtex.slice(start + key.length);
  }

  function count(results) {
    const number = (is) => those(results, is).length;
    const parts = [
      number("found") && words.ngettext("{number} found", "{number} found", number("found")),
      number("kept") && words.ngettext("{number} kept", "{number} kept", number("kept")),
      number("missing") && words.ngettext("{number} not found", "{number} not found", number("missing")),
    ];
    return parts.filter(Boolean).join(", ") || words.gettext("nothing is cited");
  }

  function describe(row) {
    if (row.is === "missing") {
      return row.hint;
    }
    if (row.is === "kept") {
      return row.isTaken ? words.gettext("kept as it is; ours of this key is another work") : words.gettext("kept as it is");
    }
    const { key } = row.row;
    const ways = {
      key: () => words.gettext("found"),
      "former key": () => words.gettext("found as {key}, by its former key", { key }),
      title: () => words.gettext("found as {key}, by its title", { key }),
      DOI: () => words.gettext("found as {key}, by its {mark}", { key, mark: "DOI" }),
    };
    const byId = () => words.gettext("found as {key}, by its {mark} id", { key, mark: row.by });
    const way = (ways[row.by] ?? byId)();
    const instead = row.publication
      ? words.gettext("; your preprint gives way to {publication}", { publication: row.publication })
      : "";
    const twice = row.twin
      ? words.gettext("; the same paper as '{key}' ({place}): cite one of the two, or it is listed twice", row.twin)
      : "";
    return `${way}${instead}${twice}`;
  }

  function report({ results, problems }) {
    return [
      ...problems.map(({ place, message, kind }) => `${place}: ${message} [cardcatalog.${kind}]`),
      ...results.map((row) => `${row.citation.place}: ${row.citation.key}: ${describe(row)}`),
      count(results),
      "",
    ].join("\n");
  }

  return { Index, count, describe, extract, report, toBib };
})();
