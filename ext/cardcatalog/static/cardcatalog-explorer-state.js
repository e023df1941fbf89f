/* What is asked of the explorer, as the address of its page says it. */

(() => {
  "use strict";

  const own = (window.cardcatalog ??= {});
  const words = window.cardcatalogWords;
  const SORTS = {
    relevance: words.gettext("Relevance"),
    year: words.gettext("Newest first"),
    oldest: words.gettext("Oldest first"),
    venue: words.gettext("Venue"),
    title: words.gettext("Title"),
  };

  function readState(search) {
    const values = new URLSearchParams(search);
    const all = (name) => [...new Set(values.getAll(name).filter(Boolean))];
    const sort = values.get("sort") ?? "";
    return {
      q: values.get("q") ?? "",
      category: all("category"),
      keyword: all("keyword"),
      venue: all("venue"),
      year: readYears(values.get("year") ?? "") ? values.get("year") : "",
      code: values.get("code") === "yes",
      keys: (values.get("keys") ?? "").split(",").filter(Boolean),
      sort: sort in SORTS ? sort : "",
    };
  }

  function writeState(state) {
    const values = new URLSearchParams();
    const one = (name, value) => value && values.append(name, value);
    one("q", state.q.trim());
    for (const name of ["category", "keyword", "venue"]) {
      state[name].forEach((value) => values.append(name, value));
    }
    one("year", state.year);
    one("code", state.code ? "yes" : "");
    one("keys", state.keys.join(","));
    one("sort", state.sort);
    const text = values.toString().replaceAll("%2C", ",");
    return text ? `?${text}` : location.pathname;
  }

  /* Read 2024, 2020-2023, 2024- or -2016. */
  function readYears(text) {
    const match = /^(\d{4})?(-)?(\d{4})?$/.exec(text);
    if (!match || !(match[1] || match[3]) || (match[1] && match[3] && !match[2])) {
      return null;
    }
    const [from, to] = [Number(match[1] ?? 0), Number(match[3] ?? (match[2] ? 9999 : match[1]))];
    return from <= to ? [from, to] : null;
  }

  function writeYears(from, to) {
    return from && from === to ? from : from || to ? `${from}-${to}` : "";
  }

  function sayYears(from, to) {
    if (!from) {
      return words.gettext("until {year}", { year: to });
    }
    return to === 9999 ? words.gettext("since {year}", { year: from }) : from === to ? String(from) : `${from}–${to}`;
  }


  Object.assign(own, { SORTS, readState, readYears, sayYears, writeState, writeYears });
})();
