"""The settings of the extension, each declared once: name, type, default, validator, help, and what a change rebuilds.

Their registration with Sphinx, their validation, the table in ``docs/develop/settings.md`` and what the command line
reads of a project follow from here.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeGuard

from cardcatalog.checks.build import REQUIRED_FIELDS
from cardcatalog.problems import HOUSE_RULES, unknown

PREFIX: Final = "cardcatalog_"

TEMPLATE_FIELDS: Final = ("path", "line", "key", "title", "body")
"""The placeholders that the URL of an entry may contain in braces."""

_CONTACTS: Final = {
    "address": r"[^\s@/:<>]+@[^\s@/:<>]+",
    "url": r"(?:https?://|mailto:)[^\s<>\"{}]+",
    "page": r"[^@:<>{}#]+(?:#[^\s#]+)?",
}
"""The forms of a contact, by their kinds: an e-mail address, a URL, and a page that an anchor may follow."""


class Form(NamedTuple):
    """The values that a setting accepts."""

    types: tuple[type, ...]
    """The types, as Sphinx takes them."""

    advice: str
    """Advice on how to write such a value, for messages: an imperative sentence without its end."""

    accepts: Callable[[object], bool]
    """Whether a value of one of these types is right."""


def _are_texts(value: object) -> TypeGuard[str | list[str] | tuple[str, ...]]:
    return isinstance(value, str) or (isinstance(value, list | tuple) and all(isinstance(each, str) for each in value))


def _is_template(value: object) -> bool:
    try:
        str(value).format(**dict.fromkeys(TEMPLATE_FIELDS, ""))
    except (LookupError, ValueError):
        return False
    return True


def kind_of_contact(text: str) -> str:
    """Return the kind of a contact: ``address``, ``url`` or ``page``; empty if it is none, or the text is empty."""
    return next((kind for kind, form in _CONTACTS.items() if re.fullmatch(form, text)), "")


def _is_anything(_value: object) -> bool:
    return True


SITE = Form(
    (str,),
    "write a URL that begins with https:, such as 'https://host/path'",
    lambda value: not value or bool(re.fullmatch(r"https?://[^\s/{}?#<>\"]+[^\s{}?#<>\"]*", str(value))),
)
SWITCH = Form((bool,), "write True or False", _is_anything)
TEXT = Form((str,), "write a text in quotes", _is_anything)
PATH = Form((str,), "write the path of one file, in quotes", _is_anything)
PATHS = Form((list, tuple, str), "write a list of paths, such as ['papers.bib']", _are_texts)
REPOSITORY = Form(
    (bool, str),
    "write the URL of a repository in quotes, such as 'https://github.com/owner/name', or False",
    lambda value: not value or bool(re.fullmatch(r"https?://[^\s/{}?#]+/[^\s{}?#]+", str(value))),
)
PAGES = Form((list, tuple, str), "write a list of patterns, such as ['guides/*']", _are_texts)
FIELDS = Form((list, tuple, str), "write a list of names of fields, such as ['title', 'year']", _are_texts)
NAMES = Form((bool, list, tuple, str), "write True, False, or a list of names, such as ['ris', 'json']",
             lambda value: isinstance(value, bool) or _are_texts(value))  # fmt: skip
RULES = Form(
    (bool, list, tuple, str),
    f"write True, False, or a list of some of {', '.join(sorted(kind.slug for kind in HOUSE_RULES))}",
    lambda value: isinstance(value, bool) or set(as_texts(value)) <= {kind.slug for kind in HOUSE_RULES},
)
TEMPLATE = Form(
    (str,),
    f"write a URL in quotes; it may contain {', '.join(f'{{{name}}}' for name in TEMPLATE_FIELDS)} and no other brace",
    _is_template,
)


CONTACT = Form(
    (str,),
    "write an e-mail address such as 'us@example.org', a URL that begins with https:, http: or mailto:, or a page of "
    "the project such as 'contribute#mistakes', in quotes",
    lambda value: not value or bool(kind_of_contact(str(value))),
)


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting of a project."""

    name: str
    """The name without the prefix ``cardcatalog_``."""

    form: Form
    default: object
    help: str
    """The meaning of the setting, in Markdown, as the table in the documentation shows it."""

    rebuild: Literal["env", "html", ""] = "env"
    """The outputs that a changed value makes out of date: all pages, the written files, or none."""

    @property
    def full_name(self) -> str:
        """The name in ``conf.py``."""
        return PREFIX + self.name

    def fault(self, value: object) -> str:
        """Return a message on a value with advice, to follow the name of the setting; empty if it is valid."""
        if isinstance(value, self.form.types) and self.form.accepts(value):
            return ""
        return f"is {value!r}; {self.form.advice}"


SETTINGS: Final[Mapping[str, Setting]] = {
    row.name: row
    for row in (
        Setting("bibliography", PATHS, [], "the BibTeX files, as paths or globs"),
        Setting(
            "categories", PATH, "", "a TOML file with the tree of the [categories](using.md#categories)"
        ),
        Setting(
            "category_field", TEXT, "",
            "the field in which entries name their categories, by id, title or alias: `groups`, `keywords`, any other, "
            "or `entrytype`, `venue`, `year`; else it is `category`, by id alone",
        ),
        Setting("keywords", PATH, "", "a TOML file with the glossary: the [keywords](using.md#keywords)"),
        Setting("venues", PATH, "", "a TOML file with the [venues](using.md#venues)"),
        Setting(
            "results", PATH, "",
            "a TOML file with what [measured results](results.md) may name; their rows are CSV files in the folder of "
            "the same name",
        ),
        Setting("required_fields", FIELDS, list(REQUIRED_FIELDS), "the fields that every entry must have", rebuild=""),
        Setting(
            "house_rules", RULES, default=False, rebuild="",
            help="the [rules of taste](../check.md#house-rules) that the command line checks: a list of their names, "
            "or `True` for all",
        ),
        Setting(
            "paper_pages", SWITCH, default=True, rebuild="html",
            help="whether each paper has a [page of its own](#pages-of-papers) on the web",
        ),
        Setting(
            "guides", PAGES, [],
            "pages whose prose is [quoted](#in-short) on the pages of the papers that it mentions, as patterns; a "
            "numbered list of papers is a reading path",
        ),
        Setting(
            "unquoted", PAGES, [],
            "pages that are neither quoted nor listed under *Mentioned in*, such as those for developers, as patterns",
        ),
        Setting(
            "exports", NAMES, default=True,
            help="the files that the web site offers, see [below](#downloads); a list of their names, or `False` for "
            "none",
        ),
        Setting(
            "license", TEXT, "", "the licence of your data, which `catalog.json` names: an identifier of SPDX",
            rebuild="",
        ),
        Setting(
            "baseurl", SITE, "",
            "the URL of the hosted site, for [what search engines and others read](#on-the-web) and for "
            "[feeds](#feeds). Where it is empty, `html_baseurl` serves",
            rebuild="html",
        ),
        Setting(
            "repository", REPOSITORY, "",
            "the URL of the repository, where [mistakes](#something-is-wrong-here) are reported and corrected; empty "
            "for that which GitHub, GitLab, Gitea or Forgejo builds, `False` for none",
            rebuild="html",
        ),
        Setting(
            "edit_url", TEMPLATE, "", "where an entry is edited, if that does not follow from the repository",
            rebuild="html",
        ),
        Setting("report_url", TEMPLATE, "", "where a mistake is reported, likewise", rebuild="html"),
        Setting(
            "contact", CONTACT, "",
            "how to [report a mistake](#something-is-wrong-here) without a repository: an e-mail address, a URL, or "
            "the page of the project that explains it",
            rebuild="html",
        ),
        Setting(
            "released_keys", PATH, "",
            "a file of keys that must stay, as `cardcatalog release` writes it; only the [command line](../check.md) "
            "looks into it",
            rebuild="",
        ),
    )
}  # fmt: skip
"""All settings, by name, in the order of the documentation."""


def find_unknown(names: Iterable[str]) -> Iterator[str]:
    """Yield messages on settings, given by full name, that look like ours and are not."""
    known = [row.full_name for row in SETTINGS.values()]
    for name in names:
        if name.startswith(PREFIX) and name not in known:
            yield unknown("setting", name, known, "correct its name, or delete it", start=PREFIX)


def find_faults(values: Mapping[str, object]) -> Iterator[str]:
    """Yield messages on settings, given by name without the prefix, with advice; others are ignored."""
    for name, value in values.items():
        if name in SETTINGS and (fault := SETTINGS[name].fault(value)):
            yield f"{PREFIX}{name} {fault}"


def as_texts(value: object) -> tuple[str, ...]:
    """Return the texts of a setting that is one text or a list of texts.

    :raises TypeError: if it is neither; :meth:`Setting.fault` refuses such values.
    """
    if not _are_texts(value):
        message = f"{value!r} is neither a text nor a list of texts"
        raise TypeError(message)
    return (value,) if isinstance(value, str) else tuple(value)
