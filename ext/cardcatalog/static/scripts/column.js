/* A column of texts joined into one long text, which browsers search fastest. */

const AFTER_POST = / post (?=\p{L})/gu;

/**
 * Join the prefix "post" to its word, which means something else alone: post-training is no training.
 * @param {string} text plain
 */
const withoutPost = (text) => text.replace(AFTER_POST, " post-");

export class Column {
  /** @param {string[]} texts plain */
  constructor(texts) {
    const rows = texts.map((text) => withoutPost(` ${text} `));
    this.text = rows.join("\n");
    this.starts = new Int32Array(rows.length + 1);
    rows.forEach((row, number) => { this.starts[number + 1] = this.starts[number] + row.length + 1; });
  }

  /**
   * Call a function with the number of each row that holds a text, and whether a word ends where the text does.
   * @param {string} text
   * @param {(row: number, isWhole: boolean) => void} report
   */
  find(text, report) {
    const sought = withoutPost(text);
    let number = 0;
    for (let at = this.text.indexOf(sought); at >= 0; at = this.text.indexOf(sought, at + 1)) {
      while (this.starts[number + 1] <= at) {
        number += 1;
      }
      const end = at + sought.length;
      report(number, this.text[end - 1] === " " || this.text[end] === " " || this.text.startsWith("s ", end));
    }
  }
}
