/* The identifiers and titles by which two entries are matched; the twin of cardcatalog/catalog/duplicates.py. */

/** @typedef {import("./source-bib.js").SourceEntry} SourceEntry */
/** @typedef {[kind: string, value: string]} MatchKey */

/** @type {Map<string, string>} */
const LETTERS = new Map([
  ["ae", "ae"], ["i", "i"], ["j", "j"], ["l", "l"], ["o", "o"], ["oe", "oe"], ["ss", "ss"], ["th", "th"], ["aa", "a"], ["dh", "d"], ["dj", "d"], ["ell", "l"],
]);
const SPELLED = new Map(Object.entries({ ß: "ss", æ: "ae", œ: "oe", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ı: "i" }));
const READ = 2000;
const ARXIV_ID = String.raw`([0-9]{4}\.[0-9]{4,5}|[a-z-]{2,10}(?:\.[a-z]{2})?/[0-9]{7})(?:v[0-9]+)?(?![0-9])`;
const AFTER_DOI = String.raw`(?=(?:/(?:abstract|epdf|full|html|pdf|references|summary))*(?:\.pdf)?\.*(?:[ ,;{}"?#]|$))`;
/** @type {Record<string, RegExp>} */
const FORMS = {
  DOI: new RegExp(`(?<![a-z0-9.])(10\\.[0-9]{4,9}(?:\\.[0-9]{1,9})*/[^ ,;{}"?#]*?[^ ,;{}"?#.])${AFTER_DOI}`),
  eprint: new RegExp(`^(?:arxiv:)?${ARXIV_ID}$`),
  arXiv: new RegExp(String.raw`(?:arxiv(?:\.org)?(?:[:./ ]|abs|pdf|html)*|(?<![a-z])abs/)${ARXIV_ID}`),
  OpenReview: /openreview\.net\/[a-z]+\?(?:[^ &#]*&)*id=([A-Za-z0-9_-]+)/,
};
/** @type {Record<string, string>} */
const CHARACTERS = { underscore: "_", less: "<", greater: ">" };
const WRITTEN = /\\text(underscore|less|greater)(?![a-z])[ ]*/g;
const DOI_FIELDS = ["doi", "url", "ee", "howpublished"];
const ARXIV_FIELDS = ["journal", "journaltitle", "volume", "number", "doi", "url", "howpublished", "note"];
const OPENREVIEW_FIELDS = ["url", "howpublished", "note"];

/**
 * Return the letters and digits of a text in TeX.
 * @param {string} tex
 */
function bare(tex) {
  const plain = tex
    .toLowerCase()
    .replace(/\\(?:([a-z]+)[ \t\n]*|[^])/g, (_match, name) => LETTERS.get(name) ?? "")
    .replace(/[ßæœøłđðþı]/g, (letter) => SPELLED.get(letter) ?? "")
    .normalize("NFKD");
  return plain.replace(/[^a-z0-9]/g, "") || plain.replace(/[^\p{L}\p{N}]/gu, "");
}

/** @param {string} names as BibTeX has them */
export function surnames(names) {
  const families = names.split(" and ").map((name) => name.split(",")[0].trim().replace(/^.* /s, ""));
  return families.map(bare).filter((name) => name && name !== "others");
}

/**
 * @param {SourceEntry} entry
 * @returns {MatchKey[]}
 */
function identifiers(entry) {
  /** @type {MatchKey[]} */
  const found = [];
  const doi = first("DOI", entry, DOI_FIELDS);
  if (doi && !doi.startsWith("10.48550/arxiv.")) {
    found.push(["DOI", doi]);
  }
  const prefix = (entry.get("archiveprefix") || entry.get("eprinttype")).toLowerCase();
  const eprint = ["", "arxiv"].includes(prefix) ? first("eprint", entry, ["eprint"]) : "";
  const arxiv = eprint || findArxivInText(entry);
  if (arxiv) {
    found.push(["arXiv", arxiv]);
  }
  const forum = entry.get("openreview") || first("OpenReview", entry, OPENREVIEW_FIELDS);
  if (forum) {
    found.push(["OpenReview", forum]);
  }
  return found;
}

/**
 * Return the identifiers and titles by which to match an entry, most reliable first.
 * @param {SourceEntry} entry
 * @returns {MatchKey[]}
 */
export function identifiersAndTitles(entry) {
  const title = entry.get("title");
  const titles = [`${title} ${entry.get("subtitle")}`, title, ...entry.get("formertitle").split(" ; ")];
  return [...identifiers(entry), ...titles.map(bare).filter(Boolean).map((plain) => /** @type {MatchKey} */ (["title", plain]))];
}

/**
 * Return the identifier of arXiv in a field that is not meant for one, or an empty string.
 * @param {SourceEntry} entry
 */
export function findArxivInText(entry) {
  return first("arXiv", entry, ARXIV_FIELDS);
}

/**
 * Return the first identifier of a kind in some fields, or an empty string.
 * @param {string} kind
 * @param {SourceEntry} entry
 * @param {string[]} names of fields
 */
function first(kind, entry, names) {
  for (const name of names) {
    const spelled = entry.get(name).slice(0, READ).replace(WRITTEN, (_, command) => CHARACTERS[command] ?? "");
    const plain = spelled.replace(/\\url|[\\{}]/g, "");
    const text = plain.replace(/%([2-7][0-9A-Fa-f])/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
    const match = FORMS[kind].exec(kind === "OpenReview" ? text : text.toLowerCase());
    if (match) {
      return match[1];
    }
  }
  return "";
}
