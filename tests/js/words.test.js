import assert from "node:assert/strict";
import { test } from "node:test";

import { identify } from "../../ext/cardcatalog/static/scripts/identifiers.js";
import { Column } from "../../ext/cardcatalog/static/scripts/column.js";
import { Vocabulary, distance } from "../../ext/cardcatalog/static/scripts/vocabulary.js";
import { abbreviationsIn, humps, innerWords, runsOf, stems } from "../../ext/cardcatalog/static/scripts/words.js";

test("forms of a word share a beginning", () => {
  for (const [one, other] of [
    ["trained", "training"], ["quantised", "quantization"], ["binarize", "binarisation"], ["caches", "caching"], ["mapping", "mapped"],
    ["calibration", "calibrated"], ["sparse", "sparsity"], ["compression", "compressed"], ["pruned", "pruning"], ["optimisers", "optimizer"],
  ]) {
    assert.ok(stems(one).some((stem) => other.startsWith(stem)), `${one} ${other}`);
    assert.ok(stems(other).some((stem) => one.startsWith(stem)), `${other} ${one}`);
  }
});

test("a short word, and a word with digits, has no other forms", () => {
  for (const word of ["ring", "bits", "w4a4", "fp8s", "used", "量化"]) {
    assert.deepEqual(stems(word), [], word);
  }
});

test("parts of a word begin at capitals and digits", () => {
  for (const [title, parts] of [
    ["AutoQVLA", ["VLA", "QVLA"]], ["PTQ4DiT and", ["PTQ", "DiT"]], ["MoEQuant", ["MoE", "Quant"]], ["NVFP4", ["FP4"]], ["SmoothQuant", ["Quant"]],
  ]) {
    const found = innerWords(String(title)).split(" ");
    assert.deepEqual([...parts].filter((part) => !found.includes(part)), [], String(title));
  }
  assert.equal(innerWords("Weights of a Network"), "");
});

test("identifiers are recognized in any of their forms", () => {
  for (const [text, kind, value] of /** @type {[string, string, string][]} */ ([
    ["2210.17323v2", "arXiv", "2210.17323"], ["arXiv:cs/0701001", "arXiv", "cs/0701001"], ["math.GT/0309136", "arXiv", "math.gt/0309136"],
    ["https://ar5iv.org/abs/2210.17323", "arXiv", "2210.17323"], ["https://export.arxiv.org/abs/2210.17323", "arXiv", "2210.17323"], ["arxiv.org/pdf/2210.17323.pdf", "arXiv", "2210.17323"],
    ["https://doi.org/10.48550/arXiv.2210.17323", "arXiv", "2210.17323"], ["<https://arxiv.org/abs/2210.17323>.", "arXiv", "2210.17323"],
    ["DOI 10.1145/3620666.3651380,", "DOI", "10.1145/3620666.3651380"], ["10.1016/S0893-6080(05)80131-5", "DOI", "10.1016/s0893-6080(05)80131-5"],
    ["https://link.springer.com/content/pdf/10.1007/978-3-030-58545-7_5.pdf", "DOI", "10.1007/978-3-030-58545-7_5"],
    ["https://openreview.net/attachment?id=aB_-9&name=pdf", "OpenReview", "aB_-9"], ["P19-1001", "ACL", "p19-1001"],
    ["https://aclanthology.org/P19-1001.bib", "ACL", "p19-1001"], ["https://www.Example.org/a/", "URL", "example.org/a"],
  ])) {
    assert.deepEqual(identify(text), { kind, value }, text);
  }
});

test("a text that is not an identifier is none", () => {
  for (const text of ["GPTQ", "4-bit", "2024", "W4A8/W4A4", "see 2210.17323 for more", "1.58", "100%", "https://", "12345.67890"]) {
    assert.equal(identify(text), null, text);
  }
});

test("the distance of words counts swapped neighbours once", () => {
  for (const [a, b, edits] of /** @type {[string, string, number][]} */ ([["gtpq", "gptq", 1], ["abc", "abc", 0], ["smothquant", "smoothquant", 1], ["abcd", "badc", 2]])) {
    assert.equal(distance(a, b, 2), edits, `${a} ${b}`);
  }
  assert.ok(distance("abcdef", "uvwxyz", 2) > 2);
});

test("the nearest word has the same digits, and is no nearer than its length allows", () => {
  const vocabulary = new Vocabulary([new Column(["smoothquant", "gptq", "w4a4", "dettmers , the"])]);
  for (const [word, nearest] of [["smothqaunt", "smoothquant"], ["gtpq", "gptq"], ["w4a8", ""], ["te", ""], ["xptx", ""]]) {
    assert.equal(vocabulary.nearest(word), nearest, word);
  }
});

test("an abbreviation has the first letter of each word, and others in order", () => {
  for (const [words, abbreviation] of [
    [["lookup", "table"], "LUT"], [["lookup", "table", "gemm"], "LUTs"], [["low", "rank", "adaptation"], "LoRA"], [["vision", "transformer"], "ViT"],
  ]) {
    assert.ok(runsOf([...words]).some((run) => run.abbreviation.test(String(abbreviation))), String(abbreviation));
  }
  for (const [words, other] of [[["lookup", "table"], "GEMM"], [["table", "lookup"], "LUT"], [["lookup"], "LUT"], [["8bit", "table"], "BT"]]) {
    assert.ok(!runsOf([...words]).some((run) => run.abbreviation.test(String(other))), String(other));
  }
});

test("abbreviations of a title have two capitals at least, and end before a digit", () => {
  assert.deepEqual(abbreviationsIn("LUT-GEMM: Multiplication by LUTs"), "LUT GEMM LUTs");
  assert.deepEqual(abbreviationsIn("PTQ4ViT for the Vision Net"), "PTQ ViT");
});

test("a name in capitals and small letters has parts, of three letters or more", () => {
  for (const [name, parts] of [
    ["AutoGPTQ", ["Auto", "GPTQ"]], ["GPTQModel", ["GPTQ", "Model"]], ["TinyML", ["Tiny"]], ["GPTQ", []], ["frantar", []], ["Frantar", []],
  ]) {
    assert.deepEqual(humps(String(name)), parts, String(name));
  }
});
