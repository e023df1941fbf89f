import assert from "node:assert/strict";
import { test } from "node:test";

import { shortNames } from "../../ext/cardcatalog/static/scripts/paper-names.js";

test("a paper is named by its title up to the colon, unless another has the same or it is long", () => {
  const title = ["GPTQ: Accurate", "AWQ: One", "AWQ: Two", "Same", "Same", `${"long ".repeat(9)}: x`, ": odd"];
  const key = title.map((_title, number) => `key${number}`);
  assert.deepEqual(shortNames({ key, title }), ["GPTQ", "AWQ: One", "AWQ: Two", "Same (key3)", "Same (key4)", title[5], ": odd"]);
});
