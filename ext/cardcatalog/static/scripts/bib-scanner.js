/* The blocks of a .bib file with their faults; the twin of cardcatalog/bibtex/scan.py.

   Names and order are those of the Python, whose comments give the reasons. What is between blocks is left out. */

import { BrokenError, FieldScanner, quoted } from "./bib-fields.js";
import { CONTINUED, HIDDEN, KEYED, KEY_WITHOUT_COMMA, MARK, OUTSIDE, WITHOUT_KEY } from "./bib-forms.js";
import { gettext } from "./messages.js";
import { matchAt } from "./scan.js";

/** @typedef {import("./bib-fields.js").Draft} Draft */
/** @typedef {import("./bib-fields.js").Fault} Fault */
/** @typedef {import("./bib-fields.js").Field} Field */

/**
 * @typedef {object} Block
 * @property {string} kind in lower case
 * @property {string} text
 * @property {number} line
 * @property {string} key
 * @property {Field[]} fields
 * @property {Fault[]} faults
 * @property {boolean} isClosed whether the block has an end
 */

/**
 * Return the blocks of a text in their order; lines must end in "\n".
 * @param {string} text
 */
export function scanBib(text) {
  return [...new Scanner(text).blocks()];
}

class Scanner extends FieldScanner {
  /** @returns {Generator<Block>} */
  *blocks() {
    let position = 0;
    for (let head; position < this.text.length && (head = this.head(position)); ) {
      const block = this.block(head);
      yield block;
      position = head.index + head[0].length - (head.groups?.block ?? "").length + block.text.length;
    }
  }

  /**
   * Return the match of the next block.
   * @param {number} position
   */
  head(position) {
    const head = matchAt(MARK, this.text, position);
    if (head) {
      return head;
    }
    OUTSIDE.lastIndex = position;
    for (let mark; (mark = OUTSIDE.exec(this.text)); ) {
      if (mark[0][0] !== "%") {
        return matchAt(MARK, this.text, mark.index);
      }
    }
    return null;
  }

  /**
   * @param {RegExpExecArray} head
   * @returns {Block}
   */
  block(head) {
    const { block = "", kind = "", opening = "" } = head.groups ?? {};
    const end = head.index + head[0].length;
    const start = end - block.length;
    /** @type {Draft} */
    const draft = {
      kind: kind.toLowerCase(),
      opening: end - 1,
      closing: opening === "{" ? "}" : ")",
      limit: this.nextMark(end - 1),
      key: "",
      fields: [],
      faults: [],
      isComplete: true,
    };
    const [stop, isClosed] = this.tryToRead(draft);
    const { key, fields, faults } = draft;
    return { kind: draft.kind, text: this.text.slice(start, stop), line: this.line(start), key, fields, faults, isClosed };
  }

  /**
   * @param {Draft} draft
   * @returns {[number, boolean]} where to go on, and whether that is the end of the block
   */
  tryToRead(draft) {
    try {
      return [this.read(draft), true];
    } catch (error) {
      if (error instanceof BrokenError) {
        return this.recover(draft, error);
      }
      throw error;
    }
  }

  /**
   * Read a block, and return its end.
   * @param {Draft} draft
   */
  read(draft) {
    if (draft.kind === "comment") {
      return this.readComment(draft);
    }
    if (draft.kind === "preamble") {
      return this.endOfBlock(draft) || this.fail(draft.opening, "");
    }
    if (!draft.kind) {
      return this.fail(draft.opening, gettext("this entry has no type; begin it with '@type{key,'"));
    }
    const end = this.readFields(draft, draft.kind === "string" ? draft.opening + 1 : this.readKey(draft), true);
    return draft.kind === "string" ? end : this.readOn(draft, end);
  }

  /** @param {Draft} draft */
  endOfBlock(draft) {
    const limit = this.nextMark(draft.opening);
    const end = this.pairs.endOf(draft.opening, draft.closing, limit);
    return end <= limit ? end : 0;
  }

  /** @param {Draft} draft */
  readComment(draft) {
    const end = this.pairs.endOf(draft.opening, draft.closing, draft.limit);
    const hidden = matchAt(HIDDEN, this.text.slice(0, end), draft.opening);
    if (hidden) {
      this.add(draft, hidden.index, gettext("@comment hides this entry here and from Biber, but not from BibTeX; remove the '@' of the entry"), "hidden-entry");
    }
    return end || this.fail(draft.opening, "");
  }

  /**
   * Read the key of an entry, and return where its fields begin.
   * @param {Draft} draft
   */
  readKey(draft) {
    const start = draft.opening + 1;
    const text = this.text.slice(0, draft.limit);
    const keyed = matchAt(KEYED[draft.closing], text, start);
    const found = keyed ?? matchAt(KEY_WITHOUT_COMMA, text, start);
    if (found) {
      draft.key = found[1];
      if (!keyed) {
        this.add(draft, draft.opening, gettext("expected ',' after the key {key}; add it", { key: quoted(draft.key) }));
      }
      return this.endOfGaps(draft, found);
    }
    const message = gettext("this entry has no proper key; begin it with '@type{key,'");
    const without = matchAt(WITHOUT_KEY, text, start) ?? this.fail(draft.opening, message);
    this.add(draft, draft.opening, message);
    return without.index + without[0].length;
  }

  /**
   * Read the fields after a brace that ends an entry too early, if there are any; return the end of the entry.
   * @param {Draft} draft
   * @param {number} end
   */
  readOn(draft, end) {
    for (let found; (found = matchAt(CONTINUED, this.text.slice(0, draft.limit), end)); ) {
      const longer = { ...draft, fields: [...draft.fields], faults: [...draft.faults] };
      this.add(longer, end - 1, gettext("this '}' ends the entry before its last field; remove it"));
      try {
        end = this.readFields(longer, end + found[0].length, false);
      } catch (error) {
        if (error instanceof BrokenError) {
          break;
        }
        throw error;
      }
      Object.assign(draft, longer);
    }
    return end;
  }

  /**
   * Note the fault of a block; return where to continue, and whether that is its end.
   * @param {Draft} draft
   * @param {BrokenError} error
   * @returns {[number, boolean]}
   */
  recover(draft, error) {
    if (draft.kind === "comment") {
      return [this.lineEnds[this.line(draft.opening) - 1] ?? this.text.length, false];
    }
    const end = this.endOfBlock(draft);
    if (end) {
      this.lose(draft, error.position, error.message);
      return [end, true];
    }
    const start = this.text.lastIndexOf("@", draft.opening - 1);
    this.lose(draft, draft.opening, gettext("'{text}' has no end; look for a missing brace", { text: this.headline(start) }));
    const isBlock = error.position > draft.opening && matchAt(MARK, this.text, error.position);
    return [Math.min(isBlock ? error.position : this.text.length, this.nextMark(draft.opening)), false];
  }
}
