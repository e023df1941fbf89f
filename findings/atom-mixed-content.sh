#!/usr/bin/env bash
# Question: in which order do feed parsers return the words of an Atom entry that has markup in its title and a formula
#   in its text?
# Guess, written before the run: as they are in the feed; a title of type xhtml comes with or without its markup.
# Seen: rss-parser returns the title as an object with the text in one place and the <sup> in another, so that
#   2<sup>b</sup> levels is "2 levels" and "b"; in the text "Mean <math>s²/12</math>, see <a>here</a>" the comma and
#   the words come before the formula. feedme does the same and loses the order of the formula as well. atoma,
#   fastfeedparser and feed-extractor have no title: None or an empty string. feedsmith and feedparser keep all.
# Cause: rss-parser and feedme turn XML into objects with one list for each name of an element, which has no place for
#   the order among text and elements, and rss-parser builds HTML again from that (buildObject of xml2js). The others
#   take the text of the element alone and not of the div in it.
# Surprising: RFC 4287 (section 3.1.1.3) lets title, summary and content be xhtml, whose one child is a div with any
#   markup. Each of the parsers lists Atom among its formats.
# Instead: write titles as type="html" with the markup escaped, which all seven return in order, and formulas as text.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check feedparser==6.0.14 atoma==0.0.17 fastfeedparser==0.6.5 setuptools==80.9.0
npm install --silent --no-audit --no-fund rss-parser@3.13.0 feedsmith@3.0.1 feedme@2.0.2 @extractus/feed-extractor@8.0.3 >npm.log
cat >feed.xml <<'EOF'
<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <id>tag:list.example,2026:feed</id>
  <title>New papers</title>
  <updated>2026-05-01T10:00:00Z</updated>
  <author><name>The Curators</name></author>
  <entry>
    <id>tag:list.example,2026:one</id>
    <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">From 2<sup>b</sup> levels down</div></title>
    <link href="https://list.example/one.html"/>
    <updated>2026-05-01T10:00:00Z</updated>
    <content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Mean <math xmlns="http://www.w3.org/1998/Math/MathML"><msup><mi>s</mi><mn>2</mn></msup><mo>/</mo><mn>12</mn></math>, see <a href="https://list.example/">here</a></p></div></content>
  </entry>
  <entry>
    <id>tag:list.example,2026:two</id>
    <title type="html">From 2&lt;sup&gt;b&lt;/sup&gt; levels down</title>
    <link href="https://list.example/two.html"/>
    <updated>2026-05-01T10:00:00Z</updated>
  </entry>
</feed>
EOF
cat >probe.py <<'EOF'
import re
from importlib.metadata import version

import atoma
import fastfeedparser
import feedparser

source = open("feed.xml", encoding="utf-8").read()


def show(name, titles, content):
    words = re.sub(r"<[^>]*>", "|", content or "")
    print(name, version(name), repr(titles[0]), repr(titles[1]), re.sub(r"[\s|]*\|[\s|]*", "|", words).strip())


entries = feedparser.parse(source).entries
show("feedparser", [entry.title for entry in entries], entries[0].content[0].value)
entries = atoma.parse_atom_bytes(source.encode()).entries
show("atoma", [entry.title and entry.title.value for entry in entries], entries[0].content and entries[0].content.value)
entries = fastfeedparser.parse(source).entries
show("fastfeedparser", [entry["title"] for entry in entries], entries[0]["content"][0]["value"])
EOF
cat >probe.mjs <<'EOF'
import { readFileSync } from "node:fs";
import { extractFromXml } from "@extractus/feed-extractor";
import FeedMe from "feedme";
import { parseFeed } from "feedsmith";
import Parser from "rss-parser";
const source = readFileSync("feed.xml", "utf8");
const show = (name, titles, content) => {
  const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`));
  const words = (content ?? "").replace(/<[^>]*>/g, "|").replace(/[\s|]*\|[\s|]*/g, "|");
  console.log(name, version, ...titles.map((title) => JSON.stringify(title)), words);
};
let entries = (await new Parser().parseString(source)).items;
show("rss-parser", entries.map((entry) => entry.title), entries[0].content);
entries = parseFeed(source).feed.entries;
show("feedsmith", entries.map((entry) => entry.title.value), entries[0].content.value);
entries = extractFromXml(source).entries;
show("@extractus/feed-extractor", entries.map((entry) => entry.title), entries[0].description);
entries = [];
const parser = new FeedMe();
parser.on("item", (entry) => entries.push(entry));
parser.write(source);
parser.end();
show("feedme", entries.map((entry) => entry.title.text ?? entry.title), JSON.stringify(entries[0].content.div.p));
EOF
{ venv/bin/python -W ignore probe.py && node probe.mjs; } | tee seen
cat >expected <<'EOF'
feedparser 6.0.14 'From 2<sup>b</sup> levels down' 'From 2<sup>b</sup> levels down' |Mean|s|2|/|12|, see|here|
atoma 0.0.17 None 'From 2<sup>b</sup> levels down' 
fastfeedparser 0.6.5 '' 'From 2<sup>b</sup> levels down' |Mean|s|2|/|12|, see|here|
rss-parser 3.13.0 {"$":{"type":"xhtml"},"div":[{"_":"From 2 levels down","$":{"xmlns":"http://www.w3.org/1999/xhtml"},"sup":["b"]}]} "From 2<sup>b</sup> levels down" |Mean , see|s|2|/|12|here|
feedsmith 3.0.1 "From 2<sup>b</sup> levels down" "From 2<sup>b</sup> levels down" |Mean|s|2|/|12|, see|here|
@extractus/feed-extractor 8.0.3 "" "From 2<sup>b</sup> levels down" 
feedme 2.0.2 {"type":"xhtml","div":{"xmlns":"http://www.w3.org/1999/xhtml","text":"From 2 levels down","sup":"b"}} "From 2<sup>b</sup> levels down" {"text":"Mean , see ","math":{"xmlns":"http://www.w3.org/1998/Math/MathML","msup":{"mi":"s","mn":"2"},"mo":"/","mn":"12"},"a":{"href":"https://list.example/","text":"here"}}
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
