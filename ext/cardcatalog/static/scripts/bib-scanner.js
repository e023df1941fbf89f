/* The blocks of a .bib file with their faults; the twin of cardcatalog/bibtex/scan.py.

   Names and order are those of the Python, whose comments give the reasons. What is between blocks is left out. */

import { ASSIGNED, ASSIGNMENT, CONTINUED, FOLLOWED, HIDDEN, JOINT, JUNK, KEYED, KEY_WITHOUT_COMMA, LINE_MARK, MARK, NAMED, OUTSIDE, RESUMED, WITHOUT_KEY } from "./bib-forms.js";
import { ALL, Pairs, UNESCAPED } from "./braces.js";
import { gettext } from "./messages.js";
import { lowerBound, matchAt } from "./scan.js";

/** @typedef {{name: string, parts: string[]}} Field the parts are texts in braces or quotes, names of strings, numbers */
/** @typedef {{line: number, message: string, kind: string}} Fault */

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
 * @typedef {object} Draft a block that is being read
 * @property {string} kind
 * @property {number} opening
 * @property {string} closing
 * @property {number} limit where the next line begins a block, after all values that were read
 * @property {string} key
 * @property {Field[]} fields
 * @property {Fault[]} faults
 * @property {boolean} isComplete whether everything could be read
 */

const LONGEST_HEADLINE = 60;

/**
 * Return the blocks of a text in their order; lines must end in "\n".
 * @param {string} text
 */
export function scanBib(text) {
  return [...new Scanner(text).blocks()];
}

/**
 * Return a text in quotation marks, as Python writes it.
 * @param {string} text
 */
function quoted(text) {
  const escaped = text.replace(/(?! )[\p{C}\p{Z}]/gu, (char) => {
    const code = (char.codePointAt(0) ?? 0).toString(16);
    const [mark, digits] = code.length <= 2 ? ["x", 2] : code.length <= 4 ? ["u", 4] : ["U", 8];
    return `\\${mark}${code.padStart(Number(digits), "0")}`;
  });
  return text.includes("'") ? `"${escaped}"` : `'${escaped}'`;
}

/** @param {string} name in quotation marks */
function withoutEnd(name) {
  return gettext("the value of {name} has no end; look for a brace or quote without its pair", { name });
}

/** Something cannot be read, at a position. */
class BrokenError extends Error {
  /**
   * @param {number} position
   * @param {string} message
   */
  constructor(position, message) {
    super(message);
    this.position = position;
  }
}

class Scanner {
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

  /**
   * @param {number} position
   * @param {string} message
   * @returns {never}
   */
  fail(position, message) {
    throw new BrokenError(position, message);
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
   * Read fields up to the end of a block, and return that.
   * @param {Draft} draft
   * @param {number} position
   * @param {boolean} resumes whether to go on after a field that cannot be read
   */
  readFields(draft, position, resumes) {
    for (;;) {
      const [start] = this.skipJunk(draft, position, 1);
      let end = this.closed(draft, start);
      if (!end) {
        [position, end] = this.tryToReadField(draft, start, resumes);
      }
      if (end) {
        return end;
      }
    }
  }

  /**
   * Read a field; return where to go on, and the end of the block if it ends there.
   * @param {Draft} draft
   * @param {number} start
   * @param {boolean} resumes
   */
  tryToReadField(draft, start, resumes) {
    try {
      return this.readWholeField(draft, start);
    } catch (error) {
      const broken = error instanceof BrokenError && resumes ? error : null;
      const found = broken && this.text[broken.position] !== "@" && matchAt(RESUMED, this.text.slice(0, draft.limit), broken.position);
      if (!broken || !found) {
        throw error;
      }
      this.lose(draft, broken.position, broken.message);
      return [found.index + found[0].length, 0];
    }
  }

  /**
   * Read a field and what must follow it; return where that ends, and the end of the block if it ends there.
   * @param {Draft} draft
   * @param {number} start
   */
  readWholeField(draft, start) {
    const { limit } = draft;
    const [position, commas] = this.skipJunk(draft, this.readField(draft, start), 0);
    const end = this.closed(draft, position);
    if (!end && !commas) {
      const name = quoted(draft.fields[draft.fields.length - 1].name);
      if (matchAt(ASSIGNED, this.text, position)) {
        this.add(draft, start, gettext("expected ',' after the value of {name}; add it", { name }));
      } else if (matchAt(RESUMED, this.text.slice(0, position), start)) {
        draft.limit = limit;
        draft.fields.pop();
        this.fail(start, withoutEnd(name));
      } else {
        this.fail(start, gettext("expected ',' after the value of {name}; look for a missing comma, brace or quote", { name }));
      }
    }
    return [position, end];
  }

  /**
   * Return the end of a match; note a comment within it.
   * @param {Draft} draft
   * @param {RegExpExecArray} found
   */
  endOfGaps(draft, found) {
    if (found[0].includes("%")) {
      this.addComment(draft, found.index + found[0].indexOf("%"));
    }
    return found.index + found[0].length;
  }

  /**
   * Skip the text between fields; return its end and the number of commas.
   * @param {Draft} draft
   * @param {number} position
   * @param {number} commas before it
   */
  skipJunk(draft, position, commas) {
    for (let junk; (junk = matchAt(JUNK, this.text, position)); position = junk.index + junk[0].length) {
      if (junk.groups?.comment) {
        this.addComment(draft, position);
      } else if (junk.groups?.comma) {
        commas += 1;
        if (commas > 1) {
          this.add(draft, position, gettext("expected a field before this ','; remove it"));
        }
      }
    }
    return [position, commas];
  }

  /**
   * Return the end of a block if it ends at a position, or else zero.
   * @param {Draft} draft
   * @param {number} position
   */
  closed(draft, position) {
    const mark = this.text[position];
    if (mark === "}" && draft.closing !== "}") {
      this.add(draft, position, gettext("this '}' closes what '(' opens; write ')'"));
    }
    return mark === draft.closing || mark === "}" ? position + 1 : 0;
  }

  /**
   * Read a field, and return its end.
   * @param {Draft} draft
   * @param {number} start
   */
  readField(draft, start) {
    const found = matchAt(ASSIGNMENT, this.text, start) ?? this.fail(start, this.lackOfField(start));
    const name = found[1];
    if (!found[2]) {
      this.add(draft, start, gettext("expected '=' after {name}; add it", { name: quoted(name) }));
    }
    const parts = [];
    let position = this.endOfGaps(draft, found);
    for (;;) {
      const end = this.endOfPart(position) || this.fail(start, this.lackOfValue(name, position));
      parts.push(this.text.slice(position, end));
      const joint = matchAt(JOINT, this.text, end);
      if (!joint) {
        draft.fields.push({ name, parts });
        draft.limit = Math.max(draft.limit, this.nextMark(end));
        return end;
      }
      position = this.endOfGaps(draft, joint);
    }
  }

  /** @param {number} start */
  lackOfField(start) {
    const name = matchAt(NAMED, this.text, start);
    return name
      ? gettext("expected '=' after {name}; look for a missing comma, brace or quote", { name: quoted(name[0]) })
      : gettext("expected a field here; look for a missing comma, brace or quote");
  }

  /**
   * @param {string} name
   * @param {number} position
   */
  lackOfValue(name, position) {
    return '{"'.includes(this.text[position] ?? "x")
      ? withoutEnd(quoted(name))
      : gettext("expected a value of {name}; write it in braces, or remove the field", { name: quoted(name) });
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

  /**
   * @param {Draft} draft
   * @param {number} position
   */
  addComment(draft, position) {
    this.add(draft, position, gettext("BibTeX has no comments within entries; remove this one, or move it out of the entry"));
  }

  /**
   * Note the first fault of a block that loses text; others may follow from it.
   * @param {Draft} draft
   * @param {number} position
   * @param {string} message
   */
  lose(draft, position, message) {
    if (draft.isComplete) {
      this.add(draft, position, message);
    }
    draft.isComplete = false;
  }

  /**
   * Note a fault; one that recurs in a block is noted once.
   * @param {Draft} draft
   * @param {number} position
   * @param {string} message
   * @param {string} kind
   */
  add(draft, position, message, kind = "syntax") {
    if (draft.faults.every((fault) => fault.message !== message)) {
      draft.faults.push({ line: this.line(position), message, kind });
    }
  }
}
