/* A file that the reader gives, read as text. */

import { gettext } from "./messages.js";

const LARGEST = 20; // megabytes; no paper is larger

/** @typedef {{place: string, message: string, kind: string}} Problem */
/** @typedef {{name: string, text: string, problem?: Problem | null}} GivenFile */

/**
 * @param {File} file
 * @returns {Promise<GivenFile>} with an empty text where the file cannot be read
 */
export async function readFile(file) {
  const { name } = file;
  const problem = (/** @type {string} */ message, line = 1) => ({ place: `${name}:${line}`, message, kind: "file" });
  if (file.size > LARGEST * 2 ** 20) {
    return { name, text: "", problem: problem(gettext("is larger than {number} MB; choose a smaller file", { number: LARGEST })) };
  }
  try {
    const { text, wrongLine } = decode(new Uint8Array(await file.arrayBuffer()));
    return { name, text, problem: wrongLine ? problem(gettext("is not UTF-8; save the file as UTF-8"), wrongLine) : null };
  } catch {
    return { name, text: "", problem: problem(gettext("cannot be read; choose a file, not a folder")) };
  }
}

/**
 * Return bytes as text, and the line of the first that is not UTF-8, or 0.
 * @param {Uint8Array<ArrayBuffer>} data
 */
export function decode(data) {
  const text = withNewlines(new TextDecoder().decode(data));
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(data);
    return { text, wrongLine: 0 };
  } catch {
    return { text, wrongLine: text.slice(0, text.indexOf("\ufffd")).split("\n").length };
  }
}

/**
 * Return a text with all line ends as "\n".
 * @param {string} text
 */
export function withNewlines(text) {
  return text.replace(/\r\n?/g, "\n");
}
