/* Which entries are preprints; the twin of is_preprint in cardcatalog/catalog/paper.py. */

import { findArxivInText } from "./duplicates.js";

/** @typedef {import("./source-bib.js").SourceEntry} SourceEntry */

const NEVER_PREPRINTS = new Set(
  ("inproceedings conference incollection inbook bookinbook inreference suppbook suppcollection book mvbook collection " +
    "mvcollection reference mvreference proceedings mvproceedings manual thesis phdthesis mastersthesis software dataset " +
    "patent").split(" "),
);
const CONTAINERS = ["booktitle", "journal", "journaltitle", "maintitle"];
const ARCHIVE = /^(?:(?:[\p{L}\p{N}_]*rxiv|ssrn)(?![\p{L}\p{N}_])|corr(?![\p{L}\p{N}_.]))/iu;
const NO_ARCHIVES = ["googlebooks", "hdl", "jstor", "pubmed"];

/**
 * Return whether an archive has a paper and no other place of publication is named.
 * @param {SourceEntry} entry
 */
export function isPreprint(entry) {
  const places = [...CONTAINERS, "school", "institution"].map(entry.get).filter(Boolean);
  return !NEVER_PREPRINTS.has(entry.type) && places.every((place) => ARCHIVE.test(place)) && isInArchive(entry);
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
