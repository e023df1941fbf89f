/* Which entries are preprints; the twin of is_preprint in cardcatalog/catalog/paper.py. */

import { findArxivInText } from "./duplicates.js";

/** @typedef {import("./source-bib.js").SourceEntry} SourceEntry */

const NEVER_PREPRINTS = new Set(
  ("magazine magazinearticle newspaper newspaperarticle inproceedings conference conferencepaper incollection inbook " +
    "bookinbook suppbook suppcollection chapter booksection inreference dictionaryentry encyclopediaentry book mvbook " +
    "collection mvcollection reference mvreference commentary manual ebook proceedings mvproceedings periodical booklet " +
    "thesis phdthesis mastersthesis bachelorsthesis bachelorthesis masterthesis diplomathesis software softwareversion " +
    "softwaremodule codefragment computerprogram dataset data patent talk presentation lecture slides poster standard " +
    "legislation statute legal jurisdiction case letter movie video film audio music performance artwork image").split(" "),
);
const CONTAINERS = ["booktitle", "journal", "journaltitle", "maintitle"];
const ARCHIVE = /^(?:available at )?(?:(?:[\p{L}\p{N}_]*rxiv|ssrn)(?![\p{L}\p{N}_])|corr(?![\p{L}\p{N}_.])|cryptology \{?eprint\}? archive(?![\p{L}\p{N}_]))/iu;
const NO_ARCHIVES = ["ark", "ctan", "doi", "googlebooks", "handle", "hdl", "jstor", "pubmed", "urn"];

/**
 * Return whether an archive has a paper and no other place of publication is named.
 * @param {SourceEntry} entry
 */
export function isPreprint(entry) {
  const places = [...CONTAINERS, "school", "institution"].map(entry.get).filter(Boolean);
  const isAlone = places.every((place) => ARCHIVE.test(place)) && isInArchive(entry);
  return entry.type === "preprint" || (!NEVER_PREPRINTS.has(entry.type) && isAlone);
}

/** @param {SourceEntry} entry */
function isInArchive(entry) {
  const named = entry.get("eprint") && (entry.get("archiveprefix") || entry.get("eprinttype")).replace(/[{}]/g, "").trim();
  if (named && !NO_ARCHIVES.includes(named.toLowerCase())) {
    return true;
  }
  const isNamed = [...CONTAINERS, "howpublished", "publisher"].some((field) => ARCHIVE.test(entry.get(field)));
  return isNamed || findArxivInText(entry) !== "";
}
