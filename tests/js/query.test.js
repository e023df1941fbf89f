import assert from "node:assert/strict";
import { test } from "node:test";

import { parseQuery } from "../../ext/cardcatalog/static/scripts/query.js";
import { plain } from "../../ext/cardcatalog/static/scripts/text.js";

/** @param {string} text */
const words = (text) => parseQuery(text).terms.map((term) => term.words);

test("text is made plain", () => {
  for (const [text, expected] of [
    ["Müller–Straße", "muller strasse"],
    ["Łukasz ØRSTED, Æon", "lukasz orsted aeon"],
    ["  W4A4KV4 ", "w4a4kv4"],
    ["α-Weights", "α weights"],
    ["量化", "量化"],
    ["—", ""],
    ["2bit, 1.58Bits", "2 bit 1 58 bits"],
  ]) {
    assert.equal(plain(text), expected);
  }
});

test("a text is divided into words, without those that say nothing, each once", () => {
  assert.deepEqual(words("How do the methods work on LLMs?"), ["llms"]);
  assert.deepEqual(words("2-bit weight-only GPTQ gptq"), ["2 bit", "weight only", "gptq"]);
  assert.deepEqual(words(" ,; ? "), []);
});

test("a phrase in quotation marks keeps every word, whatever the marks and whether they close", () => {
  for (const text of ['"is it all"', "“is it all”", "„is it all“", '"is it all']) {
    assert.deepEqual(parseQuery(text).terms.map(({ words, isPhrase }) => [words, isPhrase]), [["is it all", true]], text);
  }
});

test("a term remembers how it was typed, without the punctuation after it", () => {
  assert.deepEqual(parseQuery('Über? "Two  Words"').terms.map(({ text }) => text), ['"Two  Words"', "Über"]);
});

test("a question that begins with who is about people, and its first words are not searched", () => {
  const asked = (/** @type {string} */ text) => [parseQuery(text).asksWho, ...words(text)];
  assert.deepEqual(asked("who works on KV cache?"), [true, "kv", "cache"]);
  assert.deepEqual(asked("Who invented GPTQ"), [true, "gptq"]);
  assert.deepEqual(asked("people working on rotation"), [true, "rotation"]);
  assert.deepEqual(asked("top researchers in federated learning"), [true, "federated", "learning"]);
  assert.deepEqual(asked("people counting"), [false, "people", "counting"]);
  assert.deepEqual(asked("whole networks"), [false, "whole", "networks"]);
});

test("years are read from words", () => {
  for (const [text, years] of /** @type {[string, number[] | null][]} */ ([
    ["since 2024", [2024, 9999]],
    ["from 2024", [2024, 9999]],
    ["after 2020", [2021, 9999]],
    ["until 2020", [-9999, 2020]],
    ["up to 2020", [-9999, 2020]],
    ["before 2020", [-9999, 2019]],
    ["2019-2021", [2019, 2021]],
    ["between 2019 and 2021", [2019, 2021]],
    ["2019 – 2021", [2019, 2021]],
    ["2024", null],
    ["since yesterday", null],
  ])) {
    assert.deepEqual(parseQuery(text).years, years, text);
  }
  assert.deepEqual(words("rotation since 2024"), ["rotation"]);
  assert.deepEqual(words("2024"), ["2024"]);
});

test("code is asked for in words", () => {
  for (const text of ["with code", "GPTQ With Code", "with public code", "with open source code"]) {
    assert.ok(parseQuery(text).hasCode, text);
  }
  assert.deepEqual(words("rotation with code"), ["rotation"]);
});

test("the word code after other words asks for code", () => {
  for (const text of ["ViT PTQ code", "GPTQ code?", "GPTQ source code", "GPTQ code since 2024", "since 2024 code", "author:Nagel code", "\"white paper\" code",
    "GPTQ and code", "GPTQ has open-source code", "rotation code available", "code for GPTQ"]) {
    assert.ok(parseQuery(text).hasCode, text);
    assert.ok(!words(text).some((word) => /code|source|available/.test(word)), text);
  }
});

test("the word code is a term where it is the subject", () => {
  for (const text of ["code", "code?", "source code", "papers code", "code generation", "code LLMs", "LLMs for code", "generation of code", "convolutional code",
    "GPTQ \"code\"", "GPTQ decode", "VLM-code"]) {
    assert.ok(!parseQuery(text).hasCode, text);
  }
  assert.deepEqual(words("LLMs for code"), ["llms", "code"]);
});
