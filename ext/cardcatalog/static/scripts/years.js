/* Spans of years: 2024, 2020-2023, 2024-, -2016 or 0044 BCE. */

import { gettext } from "./messages.js";

/** @typedef {[number, number]} Years the first and the last year; FIRST and LAST where there is no limit */

export const FIRST = -9999;
export const LAST = 9999;

/**
 * Return the span that a text names, or null.
 * @param {string} text
 * @returns {Years | null}
 */
export function readYears(text) {
  const match = /^(\d{4}(?: BCE)?)?(-)?(\d{4}(?: BCE)?)?$/.exec(text);
  if (!match || !(match[1] || match[3]) || (match[1] && match[3] && !match[2])) {
    return null;
  }
  const from = match[1] ? readYear(match[1]) : FIRST;
  const to = match[3] ? readYear(match[3]) : match[2] ? LAST : from;
  return from <= to ? [from, to] : null;
}

/** @param {string} text */
function readYear(text) {
  return text.endsWith("BCE") ? 1 - Number(text.slice(0, 4)) : Number(text);
}

/**
 * Return a year as spans have it: four digits, and the era before the first.
 * @param {number} year
 * @returns {string}
 */
export function yearText(year) {
  return year > 0 ? String(year).padStart(4, "0") : `${yearText(1 - year)} BCE`;
}

/**
 * Return a year as readers see it.
 * @param {number} year
 */
export function labelYear(year) {
  return year > 0 ? String(year) : gettext("{year} BCE", { year: 1 - year });
}

/**
 * Return the text of a span; an empty string is not a limit.
 * @param {string} from
 * @param {string} to
 */
export function writeYears(from, to) {
  if (!from && !to) {
    return "";
  }
  return from === to ? from : `${from}-${to}`;
}

/**
 * Return a span in words.
 * @param {number} from
 * @param {number} to
 */
export function describeYears(from, to) {
  if (from === FIRST) {
    return gettext("until {year}", { year: labelYear(to) });
  }
  if (to === LAST) {
    return gettext("since {year}", { year: labelYear(from) });
  }
  return [...new Set([from, to])].map(labelYear).join("–");
}
