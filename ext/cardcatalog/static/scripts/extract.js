/* Just the entries that a document cites; the twin of cardcatalog_tools/extract/extract.py. */

import { EVERYTHING, commandsOf, findCitations, findInclusions, findSets, findUnknown, kindOf, stemOf } from "./documents.js";
import { Nearest, parentsOf } from "./lookup.js";
import { gettext } from "./messages.js";
import { isPreprint } from "./preprints.js";
import { setDefault } from "./scan.js";
import { SourceBib } from "./source-bib.js";

/** @typedef {import("./documents.js").Document} Document */
/** @typedef {import("./documents.js").Citation} Citation */
/** @typedef {import("./lookup.js").Index} Index */
/** @typedef {import("./lookup.js").Row} Row */
/** @typedef {import("./source-bib.js").Problem} Problem */
/** @typedef {import("./source-bib.js").SourceEntry} SourceEntry */

/**
 * @typedef {object} Found an entry of the site
 * @property {"found"} is
 * @property {Citation} citation
 * @property {Row} row
 * @property {string} by the identifier by which it was found
 * @property {string} publication that replaces the author's preprint; empty if none does
 * @property {Citation | null} twin an earlier citation of the same paper
 */
/** @typedef {{is: "kept", citation: Citation, own: SourceEntry, isTaken: boolean}} Kept an entry of the author's own; whether the site has another paper by its key */
/** @typedef {{is: "missing", citation: Citation, hint: string}} Missing */
/** @typedef {Found | Kept | Missing} Result */
/** @typedef {{results: Result[], problems: Problem[], parents: Row[], ownTexts: string[], passedOver: Citation[]}} Extraction */

/**
 * @param {{name: string, text: string}[]} files
 * @param {Index} index
 * @returns {Extraction}
 */
export function extract(files, index) {
  const documents = files.map((file) => ({ ...file, kind: kindOf(file) }));
  const own = new SourceBib();
  documents.filter(({ kind }) => kind === "bib").forEach((document) => own.read(document));
  const commands = commandsOf(documents);
  const citing = documents.filter(({ kind }) => kind !== "bib");
  const cited = citing.length ? citing.flatMap((document) => [...findCitations(document, commands)]) : [...own.entries.values()];
  const results = once(expanded(cited, own, index, findSets(documents, commands))).map(resolver(index, own));
  return {
    results,
    problems: [...own.problems, ...absent(documents)],
    parents: parentsOfFound(results, index),
    ownTexts: ownTexts(results, own),
    passedOver: once(documents.flatMap((document) => [...findUnknown(document, commands)])),
  };
}

/**
 * Return each key where it is cited first.
 * @param {Iterable<Citation>} citations
 */
function once(citations) {
  /** @type {Map<string, Citation>} */
  const firsts = new Map();
  for (const { key, place } of citations) {
    setDefault(firsts, key, { key, place });
  }
  return [...firsts.values()];
}

/**
 * @param {Citation[]} citations
 * @param {SourceBib} own
 * @param {Index} index
 * @param {Map<string, string[]>} sets that the document itself defines
 * @returns {Generator<Citation>} with those of the members of sets
 */
function* expanded(citations, own, index, sets) {
  for (const { key, place } of citations) {
    const isAll = key === EVERYTHING && own.entries.size > 0;
    if (!isAll && !sets.has(key)) {
      yield { key, place };
    }
    const members = sets.get(key) ?? [own.members(key), index.members(key)].find((list) => list.length) ?? [];
    for (const each of isAll ? own.entries.keys() : members) {
      yield { key: each, place };
    }
  }
}

/**
 * Find the files that documents include and that are not among them.
 * @param {Document[]} documents
 * @returns {Generator<Problem>}
 */
function* absent(documents) {
  const isNoted = documents.some(({ kind }) => kind === "aux" || kind === "bcf");
  const stems = new Set(documents.map(({ kind, name }) => `${kind} ${stemOf(name)}`));
  for (const document of documents.filter(({ kind }) => kind !== "tex" || !isNoted)) {
    for (const { name, place } of findInclusions(document)) {
      if (!stems.has(`${document.kind} ${stemOf(name)}`)) {
        yield { place, message: gettext("includes '{file}'; add that file too if it contains citations", { file: name }), kind: "file" };
      }
    }
  }
}

/**
 * @param {Index} index
 * @param {SourceBib} own
 * @returns {(citation: Citation) => Result}
 */
function resolver(index, own) {
  /** @type {Map<string, Citation>} */
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
      ? gettext("cites every entry of your .bib file; add that file too")
      : gettext("not found") + nearest.hint(citation.key);
    return { is: "missing", citation, hint };
  };
}

const found = (/** @type {Result[]} */ results) => results.filter((row) => row.is === "found");
const kept = (/** @type {Result[]} */ results) => results.filter((row) => row.is === "kept");

/**
 * Return the parents of entries, and theirs, that are not cited themselves.
 * @param {Result[]} results
 * @param {Index} index
 */
function parentsOfFound(results, index) {
  const cited = new Set(found(results).map((row) => row.citation.key));
  const waiting = found(results).flatMap((row) => row.row.parents);
  /** @type {Row[]} */
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

/**
 * Return the parts to keep of the author's own .bib.
 * @param {Result[]} results
 * @param {SourceBib} own
 */
function ownTexts(results, own) {
  const cited = new Set(found(results).map((row) => row.citation.key));
  const wanted = new Set(kept(results).map((row) => row.own.key));
  const waiting = kept(results).flatMap((row) => parentsOf(row.own));
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

/** @type {(key: string, row: Row) => [string, Row]} */
const entry = (key, row) => [key, row];

/**
 * Return the entries as a .bib file; BibTeX wants parents last.
 * @param {Extraction} extraction
 */
export function toBib({ results, parents, ownTexts: own }) {
  const cited = found(results);
  const last = new Set(cited.flatMap((row) => row.row.parents));
  const sorted = (/** @type {Found[]} */ rows) =>
    rows.map((row) => entry(row.citation.key, row.row)).sort(([a], [b]) => (a < b ? -1 : 1));
  const entries = [
    ...sorted(cited.filter((row) => !last.has(row.citation.key))),
    ...sorted(cited.filter((row) => last.has(row.citation.key))),
    ...parents.map((row) => entry(row.key, row)),
  ];
  const ours = entries.map(([key, row]) => withKey(row, key));
  return [
    ...(ours.length ? ["% From the bibliography\n", ...ours] : []),
    ...(own.length ? ["% Your own entries, unchanged\n", ...own.map((text) => `${text}\n`)] : []),
  ].join("\n");
}

/**
 * Return a BibTeX entry with the key that is cited.
 * @param {Row} row
 * @param {string} cited
 */
function withKey({ key, bibtex }, cited) {
  const start = bibtex.indexOf("{") + 1;
  return bibtex.slice(0, start) + cited + bibtex.slice(start + key.length);
}
