#!/usr/bin/env bash
# Question: which address do feed parsers give for an Atom entry that names its code first and its page after it?
# Guess, written before the run: that of the page, which is the link with rel="alternate", in all of them; relative
#   addresses are resolved by feedparser and @rowanmanning/feed-parser only.
# Seen: @extractus/feed-extractor gives whichever link is first, the code here, and nothing if that is relative. The
#   others take the page in both orders. Resolved it is as guessed; rss-parser and fastfeedparser hand on
#   paper/one.html, which is no address without the feed.
# Cause: the extractor takes the first of several links if none has the type text/html, and then accepts only whole
#   addresses (src/utils of @extractus/feed-extractor).
# Surprising: RFC 4287 (section 4.2.7) lets an entry have links of several relations in any order, says that alternate
#   is what is meant without one, and has xml:base for relative addresses.
# Instead: write the link to the page first, as a whole address.
set -euo pipefail
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
cd "$tmp"
python3 -m venv venv
venv/bin/pip install -qq --disable-pip-version-check feedparser==6.0.14 fastfeedparser==0.6.5
npm install --silent --no-audit --no-fund rss-parser@3.13.0 @rowanmanning/feed-parser@2.1.5 @extractus/feed-extractor@8.0.3 >npm.log
python3 - <<'EOF'
page = {"whole": "https://list.example/site/paper/one.html", "relative": "paper/one.html"}
code = '<link rel="related" href="https://code.example/one"/>'
for name, address in page.items():
    alternate = f'<link rel="alternate" href="{address}"/>'
    for order, links in {"code first": code + alternate, "page first": alternate + code}.items():
        with open(f"{name}, {order}.xml", "w", encoding="utf-8") as file:
            file.write(f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://list.example/site/">
  <id>tag:list.example,2026:feed</id><title>New papers</title><updated>2026-05-01T10:00:00Z</updated>
  <author><name>The Curators</name></author>
  <entry><id>tag:list.example,2026:one</id><title>One</title><updated>2026-05-01T10:00:00Z</updated>{links}</entry>
</feed>""")
EOF
cat >probe.py <<'EOF'
from importlib.metadata import version
from pathlib import Path

import fastfeedparser
import feedparser

print("feedparser", version("feedparser"), "fastfeedparser", version("fastfeedparser"))
for path in sorted(Path().glob("*.xml")):
    source = path.read_text(encoding="utf-8")
    print(f"{path.stem}:", feedparser.parse(source).entries[0].link, fastfeedparser.parse(source).entries[0]["link"])
EOF
cat >probe.mjs <<'EOF'
import { readdirSync, readFileSync } from "node:fs";
import { extractFromXml } from "@extractus/feed-extractor";
import { parseFeed } from "@rowanmanning/feed-parser";
import Parser from "rss-parser";
const names = ["rss-parser", "@rowanmanning/feed-parser", "@extractus/feed-extractor"];
console.log(...names.map((name) => `${name} ${JSON.parse(readFileSync(`node_modules/${name}/package.json`)).version}`));
for (const path of readdirSync(".").filter((name) => name.endsWith(".xml")).sort()) {
  const source = readFileSync(path, "utf8");
  const [item] = (await new Parser().parseString(source)).items;
  console.log(`${path.slice(0, -4)}:`, item.link, parseFeed(source).items[0].url, JSON.stringify(extractFromXml(source).entries[0].link));
}
EOF
{ venv/bin/python -W ignore probe.py && node probe.mjs; } | tee seen
cat >expected <<'EOF'
feedparser 6.0.14 fastfeedparser 0.6.5
relative, code first: https://list.example/site/paper/one.html paper/one.html
relative, page first: https://list.example/site/paper/one.html paper/one.html
whole, code first: https://list.example/site/paper/one.html https://list.example/site/paper/one.html
whole, page first: https://list.example/site/paper/one.html https://list.example/site/paper/one.html
rss-parser 3.13.0 @rowanmanning/feed-parser 2.1.5 @extractus/feed-extractor 8.0.3
relative, code first: paper/one.html https://list.example/site/paper/one.html "https://code.example/one"
relative, page first: paper/one.html https://list.example/site/paper/one.html ""
whole, code first: https://list.example/site/paper/one.html https://list.example/site/paper/one.html "https://code.example/one"
whole, page first: https://list.example/site/paper/one.html https://list.example/site/paper/one.html "https://list.example/site/paper/one.html"
EOF
diff expected seen || { echo "The behaviour has changed." >&2; exit 1; }
