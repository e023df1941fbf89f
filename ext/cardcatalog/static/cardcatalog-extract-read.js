/* What a document cites, and its author's own .bib file: what cardcatalog/{citing,ownbib}.py do, for the browser.

   Names and order are those of the Python, whose comments give the reasons; shared cases (tests/unit/data/extract.toml)
   hold the two in step. A document is {name, text, kind}, its lines ending in "\n"; a place is "name:line".
   cardcatalog-extract.js goes on from here. */

globalThis.cardcatalogReading = (() => {
  "use strict";

  const words = globalThis.cardcatalogWords;

  /* A sticky form matches at the position or not at all. */
  function matchAt(form, text, position) {
    form.lastIndex = position;
    return form.exec(text);
  }

  function skip(form, text, position) {
    return position + (matchAt(form, text, position)?.[0].length ?? 0);
  }

  function trim(text) {
    return text.slice(skip(/[ \t\n]*/y, text, 0)).replace(/(?<![ \t\n])[ \t\n]+$/, "");
  }

  function splitList(text) {
    return [...new Set(text.split(/[,;]/).map((word) => word.trim()).filter(Boolean))];
  }

  /* citing.py */

  const EVERYTHING = "*";
  const ENDINGS = new Map([["tex", "tex"], ["ltx", "tex"], ["aux", "aux"], ["bcf", "bcf"], ["bib", "bib"]]);
  const SIGNS = [
    ["bcf", /<bcf:citekey/],
    ["aux", /\\citation\{|\\abx@aux@cite\{/],
    ["bib", /(?<![^\n])[ \t]*@[A-Za-z]+[ \t\n]*[{(]/],
  ];
  const UNREAD = new RegExp(
    [
      String.raw`\\(?:verb|lstinline)\*?([^A-Za-z*{\[ \t\n])[^\n]{0,300}?\1`,
      String.raw`\\begin\{(verbatim\*?|Verbatim|lstlisting|minted|comment|filecontents\*?)\}[^]*?(?:\\end\{\2\}|$)`,
      String.raw`\\end\{document\}[^]*`,
      String.raw`\\[^]`,
      String.raw`%[^\n]*`,
    ].join("|"),
    "g",
  );
  const PREFIXES =
    "[Aa]uto|block|[Ff]oot|footfull|full|inline|new|no|[FfPp]?[Nn]ote|online|[Pp]aren|possessive|short|[Ss]mart" +
    "|[Ss]uper|[Tt]ext";
  const SUFFIXES =
    "p|t|alp|alt|[Aa]uthor(?:NP)?|year(?:NP|par)?|fullauthor|date|title|url|num|n|N|NP|A|ANP|asnoun|online|poss|gen" +
    "|[pt]alias|list|name|field|(?<many>s)";
  const CITING = new RegExp(
    String.raw`\\(?:(?<volume>[PpFfSsTtAa]?[Vv]olcite)|(?:${PREFIXES})?[Cc]ite(?:${SUFFIXES})?` +
      String.raw`|footcitetext(?<notes>s)?|bibentry)(?![A-Za-z@])\*?`,
    "g",
  );
  const BRACKET = /\\[^]|[{}[\]()<>]/g;
  const PAIRS = new Map([["[", "]"], ["(", ")"], ["<", ">"]]);
  const GAP = /[ \t\n]*/y;
  const KEYS = /\{([^{}\\#]*)\}/y;
  const KEY = /[^, \t\n](?:[^,\n]*[^, \t\n])?/g;
  const NOTED = new Map([
    ["aux", /\\(?:citation|abx@aux@cite(?:\{[0-9]+\})?)\{([^{}]*)\}/dg],
    ["bcf", /<bcf:citekey[^<>]*>([^<>]*)<\/bcf:citekey>/dg],
  ]);
  const INCLUDING = new Map([
    ["tex", /\\(?:input|include|subfile|(?:sub)?import[ \t]*\{[^{}]*\})[ \t]*\{([^{}\\#\n]+)\}/g],
    ["aux", /\\@input\{([^{}\n]+)\}/g],
  ]);

  function kindOf({ name, text }) {
    const ending = name.slice(name.lastIndexOf(".") + 1).toLowerCase();
    return ENDINGS.get(ending) ?? SIGNS.find(([, form]) => form.test(text))?.[0] ?? "tex";
  }

  function stemOf(path) {
    return path.split(/[/\\]/).at(-1).replace(/\.[A-Za-z]+$/, "");
  }

  class Places {
    constructor({ name, text }) {
      this.name = name;
      this.ends = Array.from(text.matchAll(/\n/g), (match) => match.index);
    }

    at(position) {
      let [low, high] = [0, this.ends.length];
      while (low < high) {
        const middle = (low + high) >> 1;
        if (this.ends[middle] < position) {
          low = middle + 1;
        } else {
          high = middle;
        }
      }
      return `${this.name}:${low + 1}`;
    }
  }

  function* findCitations(document) {
    const places = new Places(document);
    const text = readable(document);
    for (const [start, end] of document.kind === "tex" ? lists(text) : noted(document)) {
      for (const key of text.slice(start, end).matchAll(KEY)) {
        yield { key: key[0], place: places.at(start + key.index) };
      }
    }
  }

  function* noted(document) {
    for (const match of document.text.matchAll(NOTED.get(document.kind))) {
      yield match.indices[1];
    }
  }

  function* findInclusions(document) {
    const places = new Places(document);
    for (const match of INCLUDING.has(document.kind) ? readable(document).matchAll(INCLUDING.get(document.kind)) : []) {
      yield { name: match[1].replace(/^[ \t]+/, "").replace(/(?<![ \t])[ \t]+$/, ""), place: places.at(match.index) };
    }
  }

  function readable(document) {
    const blank = (match) => (match[0] === "\\" && match.length === 2 ? match : match.replace(/[^\n]/g, " "));
    return document.kind === "tex" ? document.text.replace(UNREAD, blank) : document.text;
  }

  function* lists(text) {
    const closers = findClosers(text);
    for (const command of text.matchAll(CITING)) {
      const hasMany = Boolean(command.groups.many ?? command.groups.notes);
      let skips = Boolean(command.groups.volume);
      let position = skip(GAP, text, command.index + command[0].length);
      while (closers.has(position) && (hasMany || text[position] !== "(")) {
        if (text[position] === "{") {
          const keys = matchAt(KEYS, text, position);
          if (keys && !skips) {
            yield [position + 1, position + 1 + keys[1].length];
          }
          if (!skips && !hasMany) {
            break;
          }
          skips = false;
        }
        position = skip(GAP, text, closers.get(position) + 1);
      }
    }
  }

  function findClosers(text) {
    const closers = new Map();
    const groups = [{ start: -1, open: new Map() }];
    for (const { 0: char, index } of text.matchAll(BRACKET)) {
      const { open } = groups.at(-1);
      if (char === "{") {
        groups.push({ start: index, open: new Map() });
      } else if (char === "}" && groups.length > 1) {
        closers.set(groups.pop().start, index);
      } else if (PAIRS.has(char)) {
        setDefault(open, PAIRS.get(char), []).push(index);
      } else if (open.has(char)) {
        open.get(char).forEach((start) => closers.set(start, index));
        open.delete(char);
      }
    }
    return closers;
  }

  /* ownbib.py */

  const START = /(?<![^\n])(?=[ \t]*@[ \t]*[A-Za-z]+[ \t\n]*[{(])/g;
  const BLOCK = /[ \t]*@[ \t]*([A-Za-z]+)[ \t\n]*([{(])/y;
  const ENTRY_KEY = /[ \t\n]*([^ \t\n,={}"#%\\]+)[ \t\n]*(?=[,}])/y;
  const JUNK = /[ \t\n,]*/y;
  const NAME = /[^ \t\n,={}"#%()\\]+/y;
  const FIELD = /([^ \t\n,={}"#%()\\]+)[ \t\n]*=[ \t\n]*/y;
  const WORD = /[^ \t\n,={}"#()]+/y;
  const JOINT = /[ \t\n]*(#[ \t\n]*)?/y;
  const BRACE = /[{}]/g;
  const QUOTE = /[{}"]/g;
  const PARENTHESIS = /[{})]/g;
  const LONGEST = 100_000; // characters that strings may put into a value

  class OwnBib {
    entries = new Map();
    problems = [];
    #aliases = new Map();
    #strings = new Map();
    #preambles = [];

    read(document) {
      const places = new Places(document);
      const starts = [0, ...Array.from(document.text.matchAll(START), (match) => match.index), document.text.length];
      for (let number = 0; number + 1 < starts.length; number += 1) {
        const part = document.text.slice(starts[number], starts[number + 1]);
        let position = 0;
        for (let block; (block = matchAt(BLOCK, part, position)); ) {
          position = this.#readBlock(part, block, places, starts[number]);
        }
      }
    }

    find(key) {
      return this.entries.get(key) ?? this.entries.get(this.#aliases.get(key));
    }

    prelude(entries) {
      const wanted = new Set();
      const names = entries.flatMap((own) => own.strings);
      while (names.length) {
        const name = names.pop();
        names.push(...(wanted.has(name) ? [] : this.#strings.get(name).strings));
        wanted.add(name);
      }
      const strings = [...this.#strings].filter(([name]) => wanted.has(name));
      return [...this.#preambles, ...strings.map(([, string]) => string.text)];
    }

    #complain(place, message) {
      this.problems.push({ place, message, kind: "syntax" });
    }

    #readBlock(part, start, places, offset) {
      const kind = start[1].toLowerCase();
      const begin = start.index + start[0].length;
      const end = start[2] === "{" ? endOf(part, begin, BRACE, "}") : endOf(part, begin, PARENTHESIS, ")");
      const place = places.at(offset + start.index);
      if (end) {
        const text = trim(part.slice(start.index, end));
        this.#read({ kind, text, body: part.slice(begin, end - 1), offset: offset + begin, place }, places);
      } else if (kind !== "comment") {
        const headline = trim(part.slice(start.index)).split("\n", 1)[0].replace(/(?<![, \t])[, \t]+$/, "");
        this.#complain(place, words.gettext("'{text}' has no end; look for a missing brace", { text: headline.slice(0, 60) }));
      }
      return end || part.length;
    }

    #read(block, places) {
      if (block.kind === "preamble") {
        this.#preambles.push(block.text);
      } else if (block.kind === "string") {
        for (const [name, value] of this.#fields(block, 0, places)) {
          setDefault(this.#strings, name, { value: value.text, text: block.text, strings: value.strings });
        }
      } else if (block.kind !== "comment") {
        this.#readEntry(block, places);
      }
    }

    #readEntry(block, places) {
      const match = matchAt(ENTRY_KEY, `${block.body}}`, 0);
      if (!match) {
        this.#complain(block.place, words.gettext("this entry has no proper key; begin it with '@type{key,'"));
        return;
      }
      const [whole, key] = match;
      const values = this.#fields(block, whole.length, places);
      const get = (name) => values.get(name)?.text ?? "";
      const strings = [...new Set([...values.values()].flatMap((value) => value.strings))];
      setDefault(this.entries, key, { key, type: block.kind, get, place: block.place, text: block.text, strings });
      for (const alias of splitList(get("ids"))) {
        setDefault(this.#aliases, alias, key);
      }
    }

    #fields(block, start, places) {
      const fields = new Map();
      let position = start;
      while ((position = skip(JUNK, block.body, position)) < block.body.length) {
        const name = matchAt(FIELD, block.body, position);
        const value = name && this.#value(block.body, position + name[0].length);
        if (!value) {
          this.#complain(places.at(block.offset + position), this.#expected(block.body, position, name));
          break;
        }
        setDefault(fields, name[1].toLowerCase(), value);
        position = value.end;
      }
      return fields;
    }

    #expected(body, position, field) {
      const name = field?.[1] ?? body.slice(position, skip(NAME, body, position));
      if (field) {
        return words.gettext("expected a value of '{name}'; write it in braces, or remove the field", { name });
      }
      return name
        ? words.gettext("expected '=' after '{name}'; add it", { name })
        : words.gettext("expected a field here; look for a missing comma, brace or quote");
    }

    #value(body, start) {
      const pieces = [];
      const strings = [];
      let room = LONGEST;
      let position = start;
      for (;;) {
        const mark = body[position];
        let end;
        if (mark === "{" || mark === '"') {
          end = mark === "{" ? endOf(body, position + 1, BRACE, "}") : endOf(body, position + 1, QUOTE, '"');
          pieces.push(body.slice(position + 1, end - 1));
        } else {
          end = skip(WORD, body, position);
          const word = body.slice(position, end);
          const string = this.#strings.get(word.toLowerCase());
          room -= string ? string.value.length : 0;
          pieces.push(string && room >= 0 ? string.value : word);
          strings.push(...(string ? [word.toLowerCase()] : []));
        }
        if (end <= position) {
          return null;
        }
        const joint = matchAt(JOINT, body, end);
        if (!joint[1]) {
          return { text: pieces.join("").replace(/[ \t\n]+/g, " ").replace(/^ | $/g, ""), strings, end };
        }
        position = end + joint[0].length;
      }
    }
  }

  function setDefault(map, key, value) {
    if (!map.has(key)) {
      map.set(key, value);
    }
    return map.get(key);
  }

  function endOf(text, position, form, closing) {
    let depth = 0;
    for (let mark; (mark = matchAt(form, text, mark ? form.lastIndex : position)); ) {
      if (!depth && mark[0] === closing) {
        return form.lastIndex;
      }
      depth += { "{": 1, "}": -1 }[mark[0]] ?? 0;
      if (depth < 0) {
        return 0;
      }
    }
    return 0;
  }

  return { EVERYTHING, OwnBib, findCitations, findInclusions, kindOf, setDefault, splitList, stemOf };
})();
