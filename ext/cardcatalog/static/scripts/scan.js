/* Steps through a text by regular expressions, and the line of a position. */

export const GAP = /[ \t\n]*/y;

/**
 * Match a sticky expression at a position or not at all.
 * @param {RegExp} form
 * @param {string} text
 * @param {number} position
 */
export function matchAt(form, text, position) {
  form.lastIndex = position;
  return form.exec(text);
}

/**
 * Return the position after what an expression matches.
 * @param {RegExp} form sticky
 * @param {string} text
 * @param {number} position
 */
export function skip(form, text, position) {
  return position + (matchAt(form, text, position)?.[0].length ?? 0);
}

/**
 * Return the different parts of a text between commas and semicolons.
 * @param {string} text
 */
export function splitList(text) {
  return [...new Set(text.split(/[,;]/).map((word) => word.trim()).filter(Boolean))];
}

/**
 * Return the value of a key, set to a default if it has none.
 * @template Key, Value
 * @param {Map<Key, Value>} map
 * @param {Key} key
 * @param {Value} value
 * @returns {Value}
 */
export function setDefault(map, key, value) {
  if (!map.has(key)) {
    map.set(key, value);
  }
  return /** @type {Value} */ (map.get(key));
}

/**
 * Return how many of some sorted numbers are smaller than one.
 * @param {number[]} numbers
 * @param {number} number
 */
export function lowerBound(numbers, number) {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (numbers[middle] < number) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** The lines of a document. */
export class LineIndex {
  /** @param {{name: string, text: string}} document */
  constructor({ name, text }) {
    this.name = name;
    this.ends = Array.from(text.matchAll(/\n/g), (match) => match.index);
  }

  /**
   * Return a position as "name:line".
   * @param {number} position
   */
  at(position) {
    return `${this.name}:${lowerBound(this.ends, position) + 1}`;
  }
}
