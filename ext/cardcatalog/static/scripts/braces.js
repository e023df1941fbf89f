/* The closing position of each brace of a text; the twin of cardcatalog/bibtex/braces.py. */

import { matchAt } from "./scan.js";

export const UNESCAPED = /\\[^]|[{}")]/g;
export const ALL = /[{}")]/g;

/** Where each brace of a text closes. */
export class Pairs {
  /**
   * @param {string} text
   * @param {RegExp} marks
   */
  constructor(text, marks) {
    this.text = text;
    this.marks = marks;
    /** @type {Map<number, number>} */
    this.closers = new Map();
    /** @type {number[]} */
    const opened = [];
    marks.lastIndex = 0; // matchAll begins there
    for (const { 0: mark, index } of text.matchAll(marks)) {
      if (mark === "{") {
        opened.push(index);
      } else if (mark === "}" && opened.length) {
        this.closers.set(/** @type {number} */ (opened.pop()), index + 1);
      }
    }
  }

  /**
   * Return the end of a text in braces, or in quotes or parentheses up to a limit; zero if it has none.
   * @param {number} start
   * @param {string} closing
   * @param {number} limit
   */
  endOf(start, closing, limit) {
    if (closing === "}") {
      return this.closers.get(start) ?? 0;
    }
    const text = this.text.slice(0, limit);
    let position = start + 1;
    for (let mark; position && (mark = matchAt(this.marks, text, position)); ) {
      if (mark[0] === closing) {
        return mark.index + 1;
      }
      if (mark[0] === "}") {
        return 0;
      }
      position = mark[0] === "{" ? this.closers.get(mark.index) ?? 0 : mark.index + mark[0].length;
    }
    return 0;
  }
}
