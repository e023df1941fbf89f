"""What sites show of a page where its link is shared: a title, a description, a picture."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cardcatalog.formats.metadata import meta_tag
from cardcatalog.messages import ENGLISH, Translator

if TYPE_CHECKING:
    from cardcatalog.catalog.catalog import Catalog
    from cardcatalog.catalog.paper import Paper


def venue_of(catalog: Catalog, paper: Paper) -> str:
    """Return the venue of a paper by its full name, followed by the short one where that differs."""
    row = catalog.venues.get(paper.venue)
    full = row.full if row else ""
    return f"{full} ({paper.venue})" if full and full != paper.venue else paper.venue


AUTHORS_NAMED = 5
"""Authors that a description names at most."""


class Preview(NamedTuple):
    """The picture of a link preview: its URL, and its alternative text."""

    url: str
    text: str


PREVIEW_SIZE = (1200, 630)
"""Width and height that the sites where links are shared agree upon."""


def description_of(paper: Paper, catalog: Catalog, messages: Translator = ENGLISH, gist: str = "") -> str:
    """Return the description of a paper, a line of plain text for use with its title.

    :param gist: a sentence on the paper, which goes before people, venue and year; without one keywords end the line.
    """
    names = [person.name for person in paper.authors]
    people = ", ".join(names[:AUTHORS_NAMED])
    if len(names) > AUTHORS_NAMED or paper.has_more_authors:
        people = messages.gettext("{names} and others", names=people).strip()
    when = ", ".join(filter(None, [venue_of(catalog, paper), paper.date.label(messages)]))
    if gist:
        return f"{gist} {'. '.join(filter(None, [people, when]))}".strip()
    return ". ".join(filter(None, [people, when, ", ".join(catalog.keyword_names(paper.keywords))]))


class Shared(NamedTuple):
    """The preview of a shared page without its description: its title, the name of the site, and more if known."""

    title: str
    site: str
    url: str = ""
    kind: str = "website"
    picture: Preview | None = None


def social_tags(page: Shared) -> str:
    """Return a shared page as HTML for its head: the Open Graph protocol (https://ogp.me), and the kind of X's card."""
    graph = {"title": page.title, "type": page.kind, "site_name": page.site, "url": page.url}
    if page.picture:
        width, height = map(str, PREVIEW_SIZE)
        graph |= {"image": page.picture.url, "image:width": width, "image:height": height}
        graph["image:alt"] = page.picture.text
    card = "summary_large_image" if page.picture else "summary"
    tags = [meta_tag("property", f"og:{name}", content) for name, content in graph.items() if content]
    return "".join([*tags, meta_tag("name", "twitter:card", card)])
