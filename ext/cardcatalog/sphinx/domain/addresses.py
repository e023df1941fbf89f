"""The URLs of objects and files of the site, relative to a page or to the root, where the site has them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from urllib.parse import quote

from sphinx.builders import Builder
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.errors import NoUri
from sphinx.util.osutil import relative_uri

from cardcatalog.sphinx.domain.targets import EXPLORER, Object, Place
from cardcatalog.sphinx.urls import is_web


class Addresses:
    """The URLs of one build; each is an empty text where the site has no such object or file."""

    def __init__(
        self, builder: Builder, place: Callable[[Object], Place | None], has_file: Callable[[str], bool]
    ) -> None:
        """Take what tells the place of an object, and whether there is a file."""
        self._builder, self._place, self._has_file = builder, place, has_file
        self._relative_uri = cache(builder.get_relative_uri)  # most links of a page share few targets

    def object(self, fromdocname: str, target: Object) -> str:
        """Return the URL of an object relative to a page."""
        place = self._place(target)
        return self._url(fromdocname, place) if place else ""

    def _url(self, fromdocname: str, place: Place) -> str:
        anchor = f"#{place.anchor}" if place.anchor else ""
        start = start_of_link(self._builder, fromdocname, place)
        if place.docname == start and anchor and self._builder.format == "html":
            return anchor
        try:
            return self._relative_uri(start, place.docname) + anchor
        except NoUri:
            # a book leaves out the pages that its table of contents does not name
            return ""

    def from_root(self, target: Object) -> str:
        """Return the URL of an object relative to the root of the site."""
        place = self._place(target)
        return self._builder.get_target_uri(place.docname) + (place.anchor and f"#{place.anchor}") if place else ""

    def file(self, fromdocname: str, name: str) -> str:
        """Return the URL of a file that is not a page, relative to a page; such files are on the web only."""
        if not is_web(self._builder) or not self._has_file(name):
            return ""
        return relative_uri(self._builder.get_target_uri(fromdocname), quote(name))

    def offer(self, fromdocname: str, what: str, target: str) -> str:
        """Return the URL of a ``feed`` by its file, or of the ``explorer`` by its query, relative to a page."""
        if what == "feed":
            return self.file(fromdocname, target)
        address = self.object(fromdocname, EXPLORER) if is_web(self._builder) else ""
        return f"{address}?{target}" if address else ""


def start_of_link(builder: Builder, fromdocname: str, place: Place) -> str:
    """Return the page that a link starts from, which is where it leads if one page holds everything."""
    # Else Sphinx writes two anchors, one after the other (sphinx-doc/sphinx#14221).
    return place.docname if isinstance(builder, SingleFileHTMLBuilder) else fromdocname
