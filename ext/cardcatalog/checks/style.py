"""The rules that keep a bibliography in good order, which a build does not need: each check's docstring is its rule."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from datetime import date, timedelta
from itertools import accumulate, chain, pairwise
from typing import TYPE_CHECKING

from cardcatalog.bibtex.names import to_persons
from cardcatalog.bibtex.text import has_math, refused_math
from cardcatalog.catalog.citekeys import UNREAD_BY_BIBER, follows_rule, free_key, keys_of, taken_keys
from cardcatalog.catalog.dates import date_of
from cardcatalog.catalog.duplicates import DuplicateIndex, MatchKey, are_related
from cardcatalog.catalog.identifiers import DOI
from cardcatalog.catalog.record import is_classic, items_of
from cardcatalog.catalog.sentences import LONGEST
from cardcatalog.checks import slips
from cardcatalog.checks.fixes import ALL_KINDS, FIXES, is_in_order, venue_fixes
from cardcatalog.problems import Kind, Problem

if TYPE_CHECKING:
    from cardcatalog.bibtex.entries import Entry
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper

CHECKED_BEFORE = frozenset({Kind.BAD_DOI, Kind.BAD_ARXIV, Kind.BAD_NAME})
"""Kinds that :mod:`cardcatalog.checks.build` reports itself, whether they can be fixed or not."""


def lint(catalog: Catalog, today: date, kinds: Container[Kind] = ALL_KINDS) -> Iterator[Problem]:
    """Find every problem, entry by entry in the order of files and lines.

    :param today: the day after which a year is in the future.
    :param kinds: the kinds of problems to look for.
    """
    works = DuplicateIndex()
    taken = taken_keys(catalog.entries)
    taken.update(map(str.casefold, catalog.keys_of_biber.values()))
    for paper in catalog.in_file_order():
        found = chain(
            check_duplicates(catalog, works, paper),
            check_published(paper),
            check_key(paper.entry, taken, catalog.keys_of_biber),
            check_pairs(paper.entry),
            slips.check_agreement(paper.entry),
            slips.check_container(catalog, paper.entry),
            slips.check_other_keys(catalog, paper),
            slips.check_people(paper.entry),
            slips.check_scripts(paper.entry),
            slips.check_numbers(paper.entry),
            slips.check_month(paper.entry),
            slips.check_journal(paper),
            check_over_braced(paper.entry),
            check_literal_lists(paper.entry),
            check_future(paper, today),
            check_annotation(paper),
            check_fixable(paper.entry, kinds),
            check_venue(catalog, paper.entry),
            check_order(paper.entry),
        )
        yield from (problem for problem in found if problem.kind in kinds)
        works.add(paper.entry)


def check_duplicates(catalog: Catalog, works: DuplicateIndex, paper: Paper) -> Iterator[Problem]:
    """No two entries are of one work, unless ``related`` marks them as two; the preprint is the one to remove."""
    match = works.find(paper.entry)
    if match and not are_related(paper.entry, match.entry):
        yield _duplicate(paper, catalog.papers[match.entry.key], match.by)


def _duplicate(paper: Paper, known: Paper, by: MatchKey) -> Problem:
    what = f"the same {by.shared}"
    if paper.is_preprint != known.is_preprint:
        preprint, published = (paper, known) if paper.is_preprint else (known, paper)
        message = (
            f"{preprint.key!r} is a preprint of {published.key!r} at {published.entry.location} ({what}); "
            f"move its eprint and its key, as 'ids', to that entry"
        )
        return Problem(preprint.entry.location, message, Kind.PREPRINT, preprint.key)
    message = (
        f"{paper.key!r} may be the work of {known.key!r} at {known.entry.location} ({what}); keep one with the key of "
        f"the other in 'ids', or name the other in 'related' if they are two"
    )
    return Problem(paper.entry.location, message, Kind.DUPLICATE_WORK, paper.key)


def check_published(paper: Paper) -> Iterator[Problem]:
    """An entry with the DOI of a publication is not written as a preprint of arXiv; other archives give DOIs, too."""
    if (
        paper.is_preprint
        and paper.arxiv
        and any(name.kind == DOI and name.canonical.kind == DOI for name in paper.identifiers)
    ):
        message = (
            f"{paper.key!r} is written as a preprint but has the DOI of a publication; state its venue, or run upgrade"
        )
        yield Problem(paper.entry.where("doi"), message, Kind.PREPRINT, paper.entry.get("doi"))


def check_key(entry: Entry, taken: set[str], readable: Mapping[str, str]) -> Iterator[Problem]:
    """A key is family name, year and first significant word of the title, with letters if another entry has it.

    Biber stops at a parenthesis or an apostrophe in a key and reads nothing of the file; BibTeX reads them.
    Publication may change year and title; the key that a preprint had stays right.

    :param taken: the keys that there are, in lower case; gains the key that is suggested.
    :param readable: the keys at which Biber stops, each with one that takes its place.
    """
    if key := readable.get(entry.key):
        sign = next(sign for sign in entry.key if sign in UNREAD_BY_BIBER)
        message = f"Biber stops at {sign} in the key {entry.key!r}; write {key!r}, and keep the old one in 'ids'"
        yield Problem(entry.location, message, Kind.BAD_KEY, entry.key)
        return
    wanted = keys_of(entry)
    is_read = not any("\N{REPLACEMENT CHARACTER}" in value for value in entry.fields.values())
    people, _others, failed = to_persons(entry.get("author"))
    can_tell = entry.get("title") and people and not failed and date_of(entry).year is not None and is_read
    if can_tell and not any(follows_rule(entry.key, base) for base in wanted):
        is_in_capitals = entry.key.casefold() == wanted[0]
        free = wanted[0] if is_in_capitals else free_key(wanted[0], taken)
        taken.add(free)
        keep = "" if is_in_capitals else ", and keep the old one in 'ids' if others may cite it"
        message = f"the key {entry.key!r} is not made by the rule; write {free!r}{keep}"
        yield Problem(entry.location, message, Kind.KEY_RULE, entry.key)


def check_pairs(entry: Entry) -> Iterator[Problem]:
    """Braces come in pairs even where a backslash precedes them, and so do dollar signs."""
    for name, value in entry.own.items():
        excess = value.count("{") - value.count("}")
        if excess:
            message = (
                f"{name} has an escaped brace without its pair, which BibTeX counts; write \\textbraceleft or pair it"
            )
            yield Problem(entry.where(name), message, Kind.UNBALANCED, "\\{" if excess > 0 else "\\}")
        if len(re.findall(r"(?<!\\)\$", value)) % 2 and name not in _NO_MATH:
            message = f"{name} has a dollar sign without its pair; write \\$ for the sign itself"
            yield Problem(entry.where(name), message, Kind.UNBALANCED, "$")


_NO_MATH = frozenset({"url", "doi", "code", "project", "file"})


def check_over_braced(entry: Entry) -> Iterator[Problem]:
    """Braces are around words that must keep their case, not around a title of several words."""
    title = entry.get("title")
    if re.fullmatch(r"\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}", title) and " " in title:
        message = "the whole title is in braces; put them only around the words that must keep their case"
        yield Problem(entry.where("title"), message, Kind.OVER_BRACED, title[:20])


def check_literal_lists(entry: Entry) -> Iterator[Problem]:
    """The ``and`` in the name of one publisher is in braces: to biblatex, a bare one divides two of them.

    An entry in the dialect of biblatex may name two, and so may a list of places.
    """
    for name, value in entry.own.items() if is_classic(entry) else ():
        if name in _NAMES_OF_ISSUERS and len(list(items_of(value))) > 1:
            message = f"biblatex and programs divide {name} at 'and'; if it is one name, write '{{{{{value}}}}}'"
            yield Problem(entry.where(name), message, Kind.BARE_AND, value)


_NAMES_OF_ISSUERS = frozenset({"publisher", "institution", "school", "organization"})


def check_future(paper: Paper, today: date) -> Iterator[Problem]:
    """No year is later than the next one, for which papers are accepted already, and no entry was made tomorrow."""
    if paper.year and paper.year > today.year + 1:
        name = "date" if paper.entry.get("date") else "year"
        message = f"the year {paper.year} has not come; write the year of publication"
        yield Problem(paper.entry.where(name), message, Kind.FUTURE_YEAR, str(paper.year))
    if paper.added > (today + timedelta(days=1)).isoformat():  # somewhere it is the next day
        message = f"the creation date {paper.added} has not come; write the day on which the entry was made"
        yield Problem(paper.entry.where("creationdate"), message, Kind.BAD_DATE, paper.added)


def check_annotation(paper: Paper) -> Iterator[Problem]:
    """An annotation is one sentence of at most 200 characters, with a full stop, and a formula in it can be set."""
    tex = paper.entry.get("annotation")
    if tex and not paper["gist"]:
        message = f"the annotation is not shown; write one sentence of at most {LONGEST} characters, with a full stop"
        yield Problem(paper.entry.where("annotation"), message, Kind.ANNOTATION, tex[:20])
    for formula in refused_math(tex) if has_math(tex) else ():
        message = f"the formula '{formula}' in the annotation cannot be set; write its symbols as text"
        yield Problem(paper.entry.where("annotation"), message, Kind.ANNOTATION, formula)


def check_fixable(entry: Entry, kinds: Container[Kind] = ALL_KINDS) -> Iterator[Problem]:
    """Every problem with a certain fix is fixed; a field is reported once, and as all its fixes leave it."""
    for name, value in entry.own.items():
        rules = [rule for rule in FIXES if rule.kind in kinds and rule.applies(name)]
        steps = list(accumulate(rules, lambda text, rule: rule.fix(text), initial=value))
        late = (rule for rule, (before, after) in zip(rules, pairwise(steps), strict=True) if before != after)
        first = next((rule for rule in late if rule.kind not in CHECKED_BEFORE), None)
        if first:
            old, new = _difference(value, steps[-1])
            yield Problem(entry.where(name), f"{name} has '{old}': {first.reason}; write '{new}'", first.kind, old)


def _difference(before: str, after: str) -> tuple[str, str]:
    """Return the first words in which two values differ."""
    rows = [(old, new) for old, new in zip(before.split(), after.split(), strict=False) if old != new]
    return rows[0] if rows else (before, after)


def check_venue(catalog: Catalog, entry: Entry) -> Iterator[Problem]:
    """A venue is spelled as the list of venues has it, in short and in full; its short name is in ``venuekey``."""
    if "venuekey" in entry.fields and "venue" in entry.lines and "venue" not in entry.fields:
        message = "venue is the place of an event, as in biblatex; write the short name of a venue as 'venuekey'"
        yield Problem(entry.where("venue"), message, Kind.VENUE_SPELLING, entry.get("venuekey"))
    for name, wanted in venue_fixes(entry.own, catalog).items():
        message = f"{name} spells the venue '{entry.get(name)}'; write '{wanted}'"
        yield Problem(entry.where(name), message, Kind.VENUE_SPELLING, entry.get(name))


def check_order(entry: Entry) -> Iterator[Problem]:
    """Fields are in the canonical order."""
    names = list(entry.lines)
    if not is_in_order(names):
        late = next(name for place, name in enumerate(names) if not is_in_order(names[: place + 1]))
        message = f"{late!r} comes too late in {entry.key!r}; run format"
        yield Problem(entry.where(late), message, Kind.FIELD_ORDER, late)
