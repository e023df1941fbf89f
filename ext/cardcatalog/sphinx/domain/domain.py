"""The domain ``paper``: the places of papers, categories and keywords on the site, and the content of every page."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any, cast

from docutils import nodes
from docutils.nodes import Element
from sphinx.addnodes import pending_xref
from sphinx.builders import Builder
from sphinx.domains import Domain, ObjType
from sphinx.environment import BuildEnvironment
from sphinx.util import logging
from sphinx.util.nodes import make_refnode

from cardcatalog.bibtex.entries import digest
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.paper import Paper
from cardcatalog.problems import Kind
from cardcatalog.sphinx.domain.addresses import Addresses, start_of_link
from cardcatalog.sphinx.domain.default_pages import keyword_page, paper_page
from cardcatalog.sphinx.domain.dependencies import Dependency
from cardcatalog.sphinx.domain.doctrees import current_name, note_lists, note_references
from cardcatalog.sphinx.domain.files import WebFiles
from cardcatalog.sphinx.domain.quotes import Quotes, quotable_prose
from cardcatalog.sphinx.domain.sites import Site
from cardcatalog.sphinx.domain.targets import Object, Page, Place, find_places
from cardcatalog.sphinx.internals import has_bibliography
from cardcatalog.sphinx.language import OBJECTS, messages
from cardcatalog.sphinx.render.nodes import paper_link
from cardcatalog.sphinx.urls import is_web

logger = logging.getLogger(__name__)


OFFERS = frozenset({"feed", "explorer"})
"""What a page offers only where the site has it."""


class PaperDomain(Domain):
    """Papers, categories and keywords of a bibliography."""

    name = "paper"
    label = "Papers"
    object_types = {  # noqa: RUF012  (Domain declares it as a class attribute)
        "paper": ObjType("paper", "ref", "title"),
        "category": ObjType("category", "category"),
        "keyword": ObjType("keyword", "keyword"),
    }
    initial_data = {"pages": {}, "sites": {}, "state": b""}  # noqa: RUF012
    data_version = 12

    catalog: Catalog
    """Not pickled with the environment."""

    state: bytes = b""
    """The state of the catalog's files, or nothing if it is unknown; see :mod:`cardcatalog.sphinx.catalog_cache`."""

    builder: Builder
    """The builder of this build."""

    site_name: str = ""
    """The name of its output folder; see :func:`cardcatalog.sphinx.manifest.site_name`."""

    has_paper_pages: bool = False
    """Whether each paper has a page of its own, which is then its place."""

    files: tuple[Path, ...]
    """The files of the bibliography."""

    quotes: Quotes
    """What the prose of all pages says of papers, as of the end of reading."""

    web_files: WebFiles
    """The files of the web site that are not pages."""

    def __init__(self, env: BuildEnvironment) -> None:
        """Begin with an empty catalog."""
        super().__init__(env)
        self.catalog = Catalog()
        self.quotes = Quotes()
        self.files = ()
        self.web_files = WebFiles()

    @property
    def pages(self) -> dict[str, Page]:
        """The content of each page, by its docname."""
        return cast("dict[str, Page]", self.data["pages"])

    @property
    def site(self) -> Site:
        """The state of the output folder of this build."""
        sites = cast("dict[str, Site]", self.data["sites"])
        if self.site_name not in sites:
            sites[self.site_name] = Site()
        return sites[self.site_name]

    @property
    def places(self) -> dict[Object, Place]:
        """The place of each object as of the end of reading, but for papers with a page of their own."""
        return self.site.places

    def place(self, target: Object) -> Place | None:
        """Return the place of an object, if it is on the site.

        The object ``path`` of a paper is its first place in a reading path.
        """
        if target.objtype == "path":
            return self.quotes.place(target.name)
        if target.name in self._paged and target.objtype == "paper":
            return Place(paper_page(target.name), "")
        return self.places.get(target)

    @property
    def _paged(self) -> Mapping[str, Paper]:
        """The papers that have pages of their own."""
        return self.catalog.papers if self.has_paper_pages else {}

    def page(self, docname: str) -> Page:
        """Return the record of a page, a new one if there is none."""
        return self.pages.setdefault(docname, Page())

    def add_dependency(self, docname: str, dependency: Dependency) -> None:
        """Note that a page is made of a part of the catalog, so that it is read again when that changes."""
        self.page(docname).depend_on(dependency, self.catalog)

    def note_terms(self, docname: str, options: Mapping[str, str]) -> None:
        """Note that a page names terms, one of them unknown, so that it is read again when that is defined."""
        for kind in ("category", "keyword"):
            for term in split_list(options.get(kind, "")):
                self.add_dependency(docname, Dependency(kind, term))

    def clear_doc(self, docname: str) -> None:
        """Remove a page."""
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process read."""
        self.pages.update({name: page for name, page in otherdata["pages"].items() if name in docnames})

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:  # noqa: ARG002
        """Note which papers a page shows, which objects it links to, and what its prose says of papers."""
        page = self.pages.get(docname, Page())
        note_lists(document, page, self.catalog)
        note_references(document, page, self.catalog, self._types_of)
        page.has_bibliography = has_bibliography(document)
        if page.mentions:
            is_category = any(target.objtype == "category" for target in page.places)
            page.prose = quotable_prose(document, docname, self.env.config, self.catalog, category=is_category)
        if page != Page():
            self.pages[docname] = page

    def _types_of(self, role: str) -> Collection[str]:
        """Return the types of objects that a role may mean; ``any`` may mean any."""
        if role in {"download", *OFFERS}:
            return ("download",)
        return self.objtypes_for_role(role) or self.object_types

    def stale_pages(self) -> list[str]:
        """Return the pages that were made of a part of the catalog that has changed since."""
        if self.state and self.state == self.data["state"]:
            return []
        parts = {part for page in self.pages.values() for part in page.dependencies}
        now = {part: part.digest(self.catalog) for part in parts}
        return [
            docname
            for docname, page in self.pages.items()
            if any(now[part] != before for part, before in page.dependencies.items())
        ]

    def resolve_targets(self) -> list[str]:
        """Find the current place of every object, and return the pages to write again; see :class:`.sites.Site`."""
        self.quotes = Quotes({name: page.prose for name, page in self.pages.items()}, self.catalog)
        linked = {link.name for page in self.pages.values() for link in page.links if link.objtype == "download"}
        before = self.site
        now = replace(
            before,
            read=dict(self.env.all_docs),
            places=self._resolved(),
            papers=frozenset(self._paged),
            catalog=digest(*self.catalog.fingerprints(self.catalog.papers)),
            downloads=self.web_files.names | {name for name in linked if name in self.web_files},
            cards=self.quotes.on_cards(),
        )
        self.data["sites"][self.site_name] = now
        self.data["state"] = self.state
        return list(now.pages_to_write(before, self.pages))

    def _resolved(self) -> dict[Object, Place]:
        """Return the place of each object that links lead to."""
        resolved = find_places(self.pages)
        for row in self.catalog.categories.values():
            if place := resolved.get(Object("category", row.id)):
                resolved |= {Object("category", former): place for former in row.ids}
        return {target: place for target, place in resolved.items() if target.objtype != "paper" or not self._paged}

    @cached_property
    def addresses(self) -> Addresses:
        """The URLs of all that has a place on the site."""
        return Addresses(self.builder, self.place, lambda name: name in self.web_files)

    def _offer(self, fromdocname: str, node: pending_xref, content: Element) -> nodes.inline:
        """Return a link to what a page offers, after what sets it apart; else its text, or nothing."""
        address = self.addresses.offer(fromdocname, node["reftype"], node["reftarget"])
        if address:
            return nodes.inline("", node["before"], paper_link("", "", content, refuri=address, internal=True))
        return nodes.inline("", node["before"], content) if node["is_kept"] else nodes.inline()

    def resolve_xref(
        self,
        env: BuildEnvironment,  # noqa: ARG002
        fromdocname: str,
        builder: Builder,
        typ: str,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> nodes.reference | None:
        """Link a role's text to the place of its object.

        ``list`` means the list of a keyword's papers, ``download`` and ``feed`` a file next to the pages, ``explorer``
        a query of the explorer; all are on the web only.
        """
        if typ == "download" and target in self.web_files:
            address = self.addresses.file(fromdocname, target)
            looks = {"classes": ["cc-download"], "is_download": True}
            link = paper_link("", "", contnode, refuri=address, internal=True, **looks)
            return link if address else cast("nodes.reference", contnode)
        if typ in OFFERS:
            return cast("nodes.reference", self._offer(fromdocname, node, contnode))
        if typ == "list":
            if not is_web(builder):
                return cast("nodes.reference", contnode)  # Sphinx inserts any node it gets
            address = builder.get_relative_uri(fromdocname, keyword_page(target))
            return nodes.reference("", "", contnode, refuri=address, internal=True)
        for objtype in self.objtypes_for_role(typ) or ():
            if place := self.place(Object(objtype, current_name(self.catalog, target))):
                start = start_of_link(builder, fromdocname, place)
                return make_refnode(builder, start, place.docname, place.anchor, contnode)
        return None

    def resolve_any_xref(
        self,
        env: BuildEnvironment,
        fromdocname: str,
        builder: Builder,
        target: str,
        node: pending_xref,
        contnode: Element,
    ) -> list[tuple[str, nodes.reference]]:
        """Find the objects that ``{any}`` may mean."""
        found: list[tuple[str, nodes.reference]] = []
        for role, shown in self._shown.items():
            row = shown(current_name(self.catalog, target))
            # A text of the author's stays; without one, the target is the text, as in MyST's [](#key).
            content = nodes.inline("", row) if row and not node.get("refexplicit") else contnode
            if reference := self.resolve_xref(env, fromdocname, builder, role, target, node, content):
                found.append((f"paper:{role}", reference))
        return found

    @property
    def _shown(self) -> dict[str, Callable[[str], str]]:
        """For each role that ``{any}`` may mean, the function from the name of an object to its text."""
        return {
            "ref": lambda key: self.catalog.papers[key].author_year(messages) if key in self.catalog.papers else "",
            "category": partial(self._display_name, "category"),
            "keyword": partial(self._display_name, "keyword"),
        }

    def get_type_name(self, type: ObjType, primary: bool = False) -> str:  # noqa: A002, ARG002, FBT001, FBT002  (Sphinx's)
        """Return the name of an object type in the search, without the name of the domain."""
        return messages.gettext(OBJECTS[type.lname])

    def get_objects(self) -> Iterator[tuple[str, str, str, str, str, int]]:
        """Yield every object with a place on the site, for ``objects.inv`` and the search."""
        for (objtype, name), (docname, anchor) in sorted(self.places.items()):
            if objtype in self.object_types:
                yield name, self._display_name(objtype, name), objtype, docname, anchor, 1
        for key, paper in self._paged.items():
            yield key, paper.title, "paper", paper_page(key), "", 1

    def _display_name(self, objtype: str, name: str) -> str:
        rows = self.catalog.papers if objtype == "paper" else self.catalog.keywords
        row = self.catalog.category(name) if objtype == "category" else rows.get(name)
        return str(getattr(row, "name", None) or getattr(row, "title", name))


def domain_of(env: BuildEnvironment) -> PaperDomain:
    """Return the domain of an environment."""
    return cast("PaperDomain", env.get_domain("paper"))


def warn(message: str, location: object, kind: Kind = Kind.REFERENCE) -> None:
    """Log a warning that can be suppressed by its kind."""
    logger.warning("%s", message, location=location, type="cardcatalog", subtype=kind.slug)  # type: ignore[arg-type]
