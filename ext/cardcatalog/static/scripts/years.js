/* Spans of years: 2024, 2020-2023, 2024- or -2016. */

import { gettext } from "./messages.js";

/** @typedef {[number, number]} Years the first and the last year; 0 and LAST where there is no limit */

export const LAST = 9999;

/**
 * Return the span that a text names, or null.
 * @param {string} text
 * @returns {Years | null}
 */
export function readYears(text) {
  const match = /^(\d{4})?(-)?(\d{4})?$/.exec(text);
  if (!match || !(match[1] || match[3]) || (match[1] && match[3] && !match[2])) {
    return null;
  }
  const [from, to] = [Number(match[1] ?? 0), Number(match[3] ?? (match[2] ? LAST : match[1]))];
  return from <= to ? [from, to] : null;
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
  if (!from) {
    return gettext("until {year}", { year: to });
  }
  if (to === LAST) {
    return gettext("since {year}", { year: from });
  }
  return from === to ? String(from) : `${from}–${to}`;
}
