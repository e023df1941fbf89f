import assert from "node:assert/strict";
import { test } from "node:test";

import { readFile } from "../../ext/cardcatalog/static/scripts/given-file.js";

const bytes = (/** @type {string} */ text) => Buffer.from(text, "latin1");

test("a file is read as UTF-8, without a byte-order mark, its lines ended by newlines", async () => {
  const file = new File(["\ufeff\\cite{a}\r\n\\cite{é}\rend"], "paper.tex");
  assert.deepEqual(await readFile(file), { name: "paper.tex", text: "\\cite{a}\n\\cite{é}\nend", problem: null });
});

test("bytes that are not UTF-8 are a problem at their line, and the rest is read", async () => {
  const { text, problem } = await readFile(new File([bytes("\\cite{a}\r\n\xe9 \\cite{b}")], "paper.tex"));
  assert.equal(text, "\\cite{a}\n\ufffd \\cite{b}");
  assert.deepEqual(problem, { place: "paper.tex:2", message: "is not UTF-8; save the file as UTF-8", kind: "file" });
});

test("a file that is too large or cannot be read is a problem", async () => {
  const large = { name: "a.tex", size: 21 * 2 ** 20 };
  const folder = { name: "b", size: 0, arrayBuffer: () => Promise.reject(new Error("a folder")) };
  assert.equal((await readFile(/** @type {any} */ (large))).problem?.message, "is larger than 20 MB; choose a smaller file");
  assert.equal((await readFile(/** @type {any} */ (folder))).problem?.message, "cannot be read; choose a file, not a folder");
});
