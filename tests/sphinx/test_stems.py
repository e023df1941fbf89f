"""The page of the search looks for the stems that the index has: script and package are of one version of Snowball."""

from __future__ import annotations

import json
import re
from importlib.resources import files

from sphinx.search.en import SearchEnglish

from tests.unit.node import ROOT, run_node

STEM = """
const words = JSON.parse(require("fs").readFileSync(0, "utf8"));
const stemmer = new EnglishStemmer();
console.log(JSON.stringify(words.map((word) => stemmer.stemWord(word))));
"""


def test_the_words_of_the_bibliography_have_the_same_stems_in_the_index_and_on_the_page() -> None:
    text = (ROOT / "bib" / "quantization.bib").read_text("utf-8")
    words = sorted({*re.findall(r"[a-z]{3,}", text.lower())})
    scripts = files("sphinx.search") / "non-minified-js"
    code = [(scripts / name).read_text("utf-8") for name in ("base-stemmer.js", "english-stemmer.js")]
    page = json.loads(run_node("-e", "".join([*code, STEM]), given=json.dumps(words)))
    index = list(map(SearchEnglish({}).stem, words))
    assert len(words) > 5000
    assert [row for row in zip(words, index, page, strict=True) if row[1] != row[2]] == []
