/* The words of titles, names and keywords, and the nearest of them to one that is misspelled. */

/** @param {number} length letters of a word */
function mostEdits(length) {
  return length < 4 ? 0 : length < 7 ? 1 : 2;
}

/** @param {string} word */
function digits(word) {
  return word.replace(/\D+/g, " ").trim();
}

export class Vocabulary {
  /** @param {import("./column.js").Column[]} columns */
  constructor(columns) {
    /** @type {Map<string, number>} */
    this.words = new Map();
    for (const word of columns.flatMap(({ text }) => text.split(/[\s,]+/))) {
      this.words.set(word, (this.words.get(word) ?? 0) + 1);
    }
  }

  /**
   * Return the nearest word with the same digits, of equally near ones that with the same first letter, then the most
   * frequent; or "".
   * @param {string} word plain
   */
  nearest(word) {
    const most = mostEdits(word.length);
    let best = "";
    let least = Infinity;
    for (const [other, number] of this.words) {
      const edits = distance(word, other, most);
      const rank = edits + (other[0] === word[0] ? 0 : 0.5) - Math.min(number, 400) / 1000;
      if (edits && edits <= most && rank < least && digits(other) === digits(word)) {
        [best, least] = [other, rank];
      }
    }
    return best;
  }

  /**
   * Return the word before a number or a version, if it is known, alone or with other numbers: "resnet" of "resnet18",
   * "mobilenet" of "mobilenetv2", "qwen" of "qwen2"; or "".
   * @param {string} word plain
   */
  withoutVersion(word) {
    const [, name = ""] = /^(\p{L}{3,}?)v?\d{1,3}$/u.exec(word) ?? [];
    const isKnown = (/** @type {string} */ other) => other.startsWith(name) && /^\d*$/.test(other.slice(name.length));
    return name && (this.words.has(name) || [...this.words.keys()].some(isKnown)) ? name : "";
  }
}

/**
 * Return how many letters are to be added, removed, replaced or swapped with the next to make one word another
 * (optimal string alignment), or a number greater than the most allowed.
 * @param {string} a
 * @param {string} b
 * @param {number} most
 */
export function distance(a, b, most) {
  if (Math.abs(a.length - b.length) > most) {
    return most + 1;
  }
  /** @type {number[]} */
  let before = [];
  let row = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const swapped = a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2] + 1 : Infinity;
      next[j] = Math.min(row[j] + 1, next[j - 1] + 1, row[j - 1] + Number(a[i - 1] !== b[j - 1]), swapped);
    }
    if (Math.min(...next) > most) {
      return most + 1;
    }
    [before, row] = [row, next];
  }
  return row[b.length];
}
