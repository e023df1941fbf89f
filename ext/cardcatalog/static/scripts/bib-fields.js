/* The fields of a block of a .bib file with their faults; a part of the twin of cardcatalog/bibtex/scan.py. */

import { ASSIGNED, ASSIGNMENT, CONFLICT, JOINT, JUNK, NAMED, RESUMED } from "./bib-forms.js";
import { BibText } from "./bib-text.js";
import { gettext } from "./messages.js";
import { matchAt } from "./scan.js";

/** @typedef {{name: string, parts: string[]}} Field the parts are texts in braces or quotes, names of strings, numbers */
/** @typedef {{line: number, message: string, kind: string}} Fault */

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

/**
 * Return a text in quotation marks, as Python writes it.
 * @param {string} text
 */
export function quoted(text) {
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
export class BrokenError extends Error {
  /**
   * @param {number} position
   * @param {string} message
   */
  constructor(position, message) {
    super(message);
    this.position = position;
  }
}

export class FieldScanner extends BibText {
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
    if (matchAt(CONFLICT, this.text, start)) {
      return gettext("a mark of a merge conflict; keep the text of one version, and remove the marks");
    }
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
   * @param {number} position
   * @param {string} message
   * @returns {never}
   */
  fail(position, message) {
    throw new BrokenError(position, message);
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
