/* Short names of papers, for the labels of their links. */

/**
 * Return for each paper its title up to the colon where no other paper has the same, else all of it.
 * @param {{key: string[], title: string[]}} papers
 */
export function shortNames({ key, title }) {
  const short = title.map((text) => {
    const at = text.indexOf(":");
    return at > 0 && at <= 40 ? text.slice(0, at) : text;
  });
  const [shorts, titles] = [tally(short), tally(title)];
  return title.map((text, number) => {
    if (shorts.get(short[number]) === 1) {
      return short[number];
    }
    return titles.get(text) === 1 ? text : `${text} (${key[number]})`;
  });
}

/**
 * @param {string[]} names
 * @returns {Map<string, number>}
 */
function tally(names) {
  const counts = new Map();
  names.forEach((name) => counts.set(name, (counts.get(name) ?? 0) + 1));
  return counts;
}
