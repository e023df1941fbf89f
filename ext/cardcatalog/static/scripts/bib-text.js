/* The text of a .bib file: its lines, the lines that begin blocks, and where texts and names end. */

import { FOLLOWED, LINE_MARK, NAMED } from "./bib-forms.js";
import { ALL, Pairs, UNESCAPED } from "./braces.js";
import { lowerBound, matchAt } from "./scan.js";

const LONGEST_HEADLINE = 60;

export class BibText {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.lineEnds = Array.from(text.matchAll(/\n/g), (match) => match.index);
    this.marks = [...Array.from(text.matchAll(LINE_MARK), (match) => match.index + 1), text.length];
    this.pairs = new Pairs(text, UNESCAPED);
    this.pairsForBibtex = new Pairs(text, ALL);
  }

  /** @param {number} position */
  line(position) {
    return lowerBound(this.lineEnds, position) + 1;
  }

  /** @param {number} position */
  nextMark(position) {
    return this.marks[Math.min(lowerBound(this.marks, position), this.marks.length - 1)];
  }

  /** @param {number} start */
  headline(start) {
    const text = this.text.slice(start, start + 4 * LONGEST_HEADLINE).trim();
    return text.split("\n", 1)[0].replace(/(?<![, \t])[, \t]+$/, "").slice(0, LONGEST_HEADLINE);
  }

  /**
   * Return the end of a text or a name, or zero.
   * @param {number} start
   */
  endOfPart(start) {
    const mark = this.text[start];
    if (mark !== "{" && mark !== '"') {
      const name = matchAt(NAMED, this.text, start);
      return name ? start + name[0].length : 0;
    }
    const closing = mark === "{" ? "}" : '"';
    const end = this.pairs.endOf(start, closing, this.text.length);
    if (end && matchAt(FOLLOWED, this.text, end)) {
      return end;
    }
    const other = this.pairsForBibtex.endOf(start, closing, this.text.length);
    return other && (!end || matchAt(FOLLOWED, this.text, other)) ? other : end;
  }
}
