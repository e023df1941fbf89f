#!/usr/bin/env bash
# Question: do gguf-py and Hugging Face's reader for JavaScript read the same metadata from a GGUF file?
# Guess, written before the run: yes, with exact 64-bit integers, and nested arrays nested.
# Seen: gguf-py returns [1, 2, 3] for [[1, 2], [3]], which it has written itself; the reader for JavaScript returns the
#   two arrays. Where the first ends cannot be told from contents() any more. All else agrees.
# Cause: the reader keeps the lengths among the parts of a field, but collects the numbers of all levels in one list of
#   indexes, and contents() walks that list (ReaderField in gguf_reader.py); a comment there says that this is to be
#   fixed.
# Surprising: the GGUF specification says of arrays that they can be nested, and the writer of the same package writes
#   them so.
# Instead: walk field.parts yourself: a type, a length and then the values, for each level; or store flat arrays with
#   one of lengths.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check gguf==0.19.0 numpy==2.4.6
npm install --silent --no-audit --no-fund @huggingface/gguf@0.4.6 >npm.log
cat >probe.py <<'EOF'
from importlib.metadata import version

import numpy as np
from gguf import GGUFReader, GGUFWriter

print("gguf", version("gguf"))
writer = GGUFWriter("small.gguf", "llama")
writer.add_uint64("x.large", 2**63 + 1)
writer.add_array("x.flat", [1, 2, 3])
writer.add_array("x.nested", [[1, 2], [3]])
writer.add_array("x.words", [["a"], ["b", "c"]])
writer.add_tensor("w", np.ones(4, np.float32))
writer.write_header_to_file()
writer.write_kv_data_to_file()
writer.write_tensors_to_file()
writer.close()
for name, field in GGUFReader("small.gguf").fields.items():
    if name.startswith("x."):
        print(name, field.contents())
EOF
cat >probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { gguf } from "@huggingface/gguf";
console.log("@huggingface/gguf", JSON.parse(readFileSync("node_modules/@huggingface/gguf/package.json")).version);
const file = readFileSync("small.gguf");
const server = createServer((request, response) => {
  const [from, to] = request.headers.range.match(/\d+/g).map(Number);
  response.writeHead(206);
  response.end(file.subarray(from, to + 1));
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const { metadata } = await gguf(`http://127.0.0.1:${server.address().port}/small.gguf`);
for (const [name, value] of Object.entries(metadata))
  if (name.startsWith("x.")) console.log(name, typeof value === "bigint" ? String(value) : JSON.stringify(value));
server.close();
EOF
{ venv/bin/python probe.py && node probe.mjs; } | tee seen
cat >expected <<'EOF'
gguf 0.19.0
x.large 9223372036854775809
x.flat [1, 2, 3]
x.nested [1, 2, 3]
x.words ['a', 'b', 'c']
@huggingface/gguf 0.4.6
x.large 9223372036854775809
x.flat [1,2,3]
x.nested [[1,2],[3]]
x.words [["a"],["b","c"]]
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
