/* The result for each citation, in the words of cardcatalog_tools/extract/extract.py. */

import { gettext, ngettext } from "./messages.js";

/** @typedef {import("./extract.js").Result} Result */
/** @typedef {import("./documents.js").Citation} Citation */

/**
 * Return how many citations were found, kept and not found.
 * @param {Result[]} results
 */
export function count(results) {
  const number = (/** @type {Result["is"]} */ is) => results.filter((row) => row.is === is).length;
  const parts = [
    number("found") && ngettext("{number} found", "{number} found", number("found")),
    number("kept") && ngettext("{number} kept", "{number} kept", number("kept")),
    number("missing") && ngettext("{number} not found", "{number} not found", number("missing")),
  ];
  return parts.filter(Boolean).join(", ") || gettext("nothing is cited");
}

/** @param {Result} row */
export function describe(row) {
  if (row.is === "missing") {
    return row.hint;
  }
  if (row.is === "kept") {
    return row.isTaken ? gettext("kept unchanged; our entry with this key is a different paper") : gettext("kept unchanged");
  }
  const { key } = row.row;
  /** @type {Record<string, () => string>} */
  const ways = {
    key: () => gettext("found"),
    "former key": () => gettext("found as {key}, by its former key", { key }),
    title: () => gettext("found as {key}, by its title", { key }),
    DOI: () => gettext("found as {key}, by its {mark}", { key, mark: "DOI" }),
  };
  const byId = () => gettext("found as {key}, by its {mark} id", { key, mark: row.by });
  const way = (ways[row.by] ?? byId)();
  const instead = row.publication
    ? gettext("; your preprint was replaced by the {publication} version", { publication: row.publication })
    : "";
  const twice = row.twin
    ? gettext("; the same paper as '{key}' ({place}): cite one of the two, or it is listed twice", row.twin)
    : "";
  return `${way}${instead}${twice}`;
}

/**
 * Return a hint at commands that were not read, or an empty string.
 * @param {Citation[]} passedOver
 */
export function describeUnread(passedOver) {
  const commands = passedOver.map(({ key, place }) => `${key} (${place})`).join(", ");
  const values = { commands, nocite: "\\nocite" };
  return commands && gettext("commands that look like citations and were passed over: {commands}; add their keys by {nocite} if they cite", values);
}

/**
 * Return the report of the command line.
 * @param {import("./extract.js").Extraction} extraction
 */
export function report({ results, problems, passedOver }) {
  const unread = describeUnread(passedOver);
  return [
    ...problems.map(({ place, message, kind }) => `${place}: ${message} [cardcatalog.${kind}]`),
    ...results.map((row) => `${row.citation.place}: ${row.citation.key}: ${describe(row)}`),
    count(results),
    ...(unread ? [unread] : []),
    "",
  ].join("\n");
}
