"""The domain ``paper``: the places of papers, categories and keywords on the site, and the content of every page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from functools import cache, cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from urllib.parse import quote

from docutils import nodes
from sphinx.builders.singlehtml import SingleFileHTMLBuilder
from sphinx.domains import Domain, ObjType
from sphinx.errors import NoUri
from sphinx.util import logging
from sphinx.util.nodes import make_refnode
from sphinx.util.osutil import relative_uri

from cardcatalog.bibtex.entries import digest
from cardcatalog.bibtex.text import split_list
from cardcatalog.catalog.catalog import Catalog
from cardcatalog.problems import Kind
from cardcatalog.sphinx.domain.default_pages import AUTHOR_FOLDER, author_feed, keyword_page, paper_page
from cardcatalog.sphinx.domain.dependencies import Dependency
from cardcatalog.sphinx.domain.quotes import Quotes, quotable_prose
from cardcatalog.sphinx.domain.targets import EXPLORER, Object, Page, Place, Site, TargetPriority, find_places
from cardcatalog.sphinx.internals import has_bibliography
from cardcatalog.sphinx.language import OBJECTS, messages
from cardcatalog.sphinx.render.nodes import paper_link, paper_list
from cardcatalog.sphinx.urls import is_web

if TYPE_CHECKING:
    from docutils.nodes import Element
    from sphinx.addnodes import pending_xref
    from sphinx.builders import Builder
    from sphinx.environment import BuildEnvironment

    from cardcatalog.catalog.authors import Author
    from cardcatalog.catalog.paper import Paper


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
    data_version = 11

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

    downloads: frozenset[str]
    """The files of a web site that are not pages, by their paths within the site, but for those of authors."""

    author_files: Mapping[str, Callable[[Author], object]]
    """The endings of the files of authors of several papers, and which of them have one; to find them takes the index
    of all authors."""

    def __init__(self, env: BuildEnvironment) -> None:
        """Begin with an empty catalog."""
        super().__init__(env)
        self.catalog = Catalog()
        self.quotes = Quotes()
        self.files = ()
        self.downloads = frozenset()
        self.author_files = {}

    @property
    def pages(self) -> dict[str, Page]:
        """The content of each page, by its docname."""
        return cast("dict[str, Page]", self.data["pages"])

    @property
    def site(self) -> Site:
        """The state of the output folder of this build."""
        return cast("Site", self.data["sites"].setdefault(self.site_name, Site()))

    @property
    def places(self) -> dict[Object, Place]:
        """The place of each object as of the end of reading, but for papers with a page of their own."""
        return self.site.places

    def place(self, target: Object) -> Place | None:
        """Return the place of an object, if it is on the site."""
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
        self.page(docname).dependencies[dependency] = dependency.digest(self.catalog)

    def note_terms(self, docname: str, options: Mapping[str, str]) -> None:
        """Note that a page names terms, one of them unknown, so that it is read again when that is defined."""
        for term in split_list(options.get("category", "")):
            self.add_dependency(docname, Dependency("category", term))
        for term in split_list(options.get("keyword", "")):
            self.add_dependency(docname, Dependency("keyword", term))

    def note_place(
        self, docname: str, target: Object, anchor: str, priority: TargetPriority = TargetPriority.OWN_PAGE
    ) -> None:
        """Note that an object is on a page; of several pages links lead to that with the lowest priority."""
        known = self.page(docname).places
        if target not in known or priority < known[target][0]:
            known[target] = (priority, anchor)

    def clear_doc(self, docname: str) -> None:
        """Remove a page."""
        self.pages.pop(docname, None)

    def merge_domaindata(self, docnames: AbstractSet[str], otherdata: dict[str, Any]) -> None:
        """Take over the pages that another process read."""
        self.pages.update({name: page for name, page in otherdata["pages"].items() if name in docnames})

    def process_doc(self, env: BuildEnvironment, docname: str, document: nodes.document) -> None:  # noqa: ARG002
        """Note which papers a page shows and which objects it links to."""
        listed: set[str] = set()
        for listing in document.findall(paper_list):
            # A line of a compact list links to the place of its paper, and is not a place itself.
            is_place = listing["style"] != "compact"
            listing["anchors"] = [key for key in dict.fromkeys(listing.keys) if is_place and key not in listed]
            listed.update(listing["anchors"])
            self._note_papers(docname, listing)
            if listing["style"] == "cards":
                self.page(docname).cards.update(listing.keys)
        for xref in cast("Iterator[Element]", document.findall(_is_reference)):
            if xref["refdomain"] == "cite":
                for key in xref["reftarget"].split(","):
                    self.add_dependency(docname, Dependency("paper", key.strip()))
                    self.page(docname).mentions.add(key.strip())
            else:
                # {any} may mean an object of any type.
                other = ["download"] if xref["reftype"] in {"download", *OFFERS} else self.object_types
                objtypes = self.objtypes_for_role(xref["reftype"]) or other
                target = self._canonical(xref["reftarget"])
                self.page(docname).links.update(Object(objtype, target) for objtype in objtypes)
                if xref["reftype"] == "explorer":
                    self.page(docname).links.add(EXPLORER)
                if "paper" in objtypes:
                    self.page(docname).mentions.add(xref["reftarget"])
        if has_bibliography(document):
            self.page(docname).has_bibliography = True
        page = self.pages.get(docname)
        if page and page.mentions:
            is_category = any(target.objtype == "category" for target in page.places)
            page.prose = quotable_prose(document, docname, self.env.config, self.catalog, category=is_category)

    def _note_papers(self, docname: str, listing: paper_list) -> None:
        priority = listing["priority"]
        for key in listing["anchors"] if priority is not None else ():
            is_home = listing.get("category") in self.catalog.papers[key].categories[:1]
            self.note_place(docname, Object("paper", key), key, TargetPriority.HOME_CATEGORY if is_home else priority)
        links = self.page(docname).links
        links.add(EXPLORER)
        for key in listing.keys:
            links.add(Object("paper", key))
            links.update(Object("keyword", word) for word in self.catalog.papers[key].keywords)

    def _canonical(self, name: str) -> str:
        paper = self.catalog.find(name)
        return paper.key if paper else name

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
        """Find the current place of every object, and return the pages to write again.

        They link to an object that has moved, or were read again since this output folder was written: in a build of
        another one, Sphinx writes them there only.
        """
        site, resolved = self.site, self._resolved()
        moved = {target for target in self.places | resolved if self.places.get(target) != resolved.get(target)}
        downloads = self.downloads | frozenset(filter(self.has_file, self._linked_files()))
        moved |= {Object("download", name) for name in site.downloads ^ downloads}
        moved |= {Object("paper", key) for key in site.papers ^ self._paged.keys()}
        fingerprint = digest(*self.catalog.fingerprints(self.catalog.papers))
        has_changed = site.catalog not in {"", fingerprint}
        self.quotes = Quotes({name: page.prose for name, page in self.pages.items()}, self.catalog)
        changed = self.quotes.differing_cards(site.cards)
        rewritten = [
            name
            for name, page in self.pages.items()
            if not moved.isdisjoint(page.links)
            or not changed.isdisjoint(page.cards)
            or (has_changed and page.has_bibliography)
        ]
        read = [name for name, moment in self.env.all_docs.items() if moment != site.read.get(name)]
        self.data["state"] = self.state
        site.read, site.places, site.papers = dict(self.env.all_docs), resolved, frozenset(self._paged)
        site.catalog, site.downloads, site.cards = fingerprint, downloads, self.quotes.on_cards()
        return [*rewritten, *read]

    def _resolved(self) -> dict[Object, Place]:
        """Return the place of each object that links lead to."""
        resolved = find_places(self.pages)
        for row in self.catalog.categories.values():
            if place := resolved.get(Object("category", row.id)):
                resolved |= {Object("category", former): place for former in row.ids}
        return {target: place for target, place in resolved.items() if target.objtype != "paper" or not self._paged}

    def address(self, fromdocname: str, target: Object) -> str:
        """Return the URL of an object relative to a page, or an empty string if it has no place."""
        return self._url(fromdocname, self.place(target))

    def path_address(self, fromdocname: str, key: str) -> str:
        """Return the URL of the first place of a paper in a reading path, relative to a page, or an empty string."""
        return self._url(fromdocname, self.quotes.place(key))

    def _url(self, fromdocname: str, place: Place | None) -> str:
        if not place:
            return ""
        anchor = f"#{place.anchor}" if place.anchor else ""
        start = _start(self.builder, fromdocname, place)
        if place.docname == start and anchor and self.builder.format == "html":
            return anchor
        try:
            return self._relative_uri(start, place.docname) + anchor
        except NoUri:
            # a book leaves out the pages that its table of contents does not name
            return ""

    def root_address(self, builder: Builder, target: Object) -> str:
        """Return the URL of an object relative to the root of the site, or nothing if it has no place.

        The object ``path`` of a paper is its first place in a reading path.
        """
        place = self.quotes.place(target.name) if target.objtype == "path" else self.place(target)
        return builder.get_target_uri(place.docname) + (place.anchor and f"#{place.anchor}") if place else ""

    def _linked_files(self) -> Iterator[str]:
        """Yield the files that pages link to by a role."""
        return (link.name for page in self.pages.values() for link in page.links if link.objtype == "download")

    def has_file(self, name: str) -> bool:
        """Return whether the site has a file that is not a page."""
        return name in self.downloads or (name.startswith(AUTHOR_FOLDER) and name in self._files_of_authors)

    @cached_property
    def _files_of_authors(self) -> frozenset[str]:
        return frozenset(
            f"{author_feed(author)}{ending}"
            for author in self.catalog.authors.values() if author.has_several
            for ending, has_file in self.author_files.items() if has_file(author)
        )  # fmt: skip

    def download_address(self, fromdocname: str, name: str) -> str:
        """Return the URL of a file that is not a page, relative to a page, or nothing where there is no such file."""
        if not is_web(self.builder) or not self.has_file(name):
            return ""
        return relative_uri(self.builder.get_target_uri(fromdocname), quote(name))

    def _offer(self, fromdocname: str, node: pending_xref, content: Element) -> nodes.inline:
        """Return a link to what a page offers, after what sets it apart; else its text, or nothing."""
        address = self.offer_address(fromdocname, node["reftype"], node["reftarget"])
        if address:
            return nodes.inline("", node["before"], paper_link("", "", content, refuri=address, internal=True))
        return nodes.inline("", node["before"], content) if node["is_kept"] else nodes.inline()

    def offer_address(self, fromdocname: str, typ: str, target: str) -> str:
        """Return the URL of a feed by its file, or of the explorer by its query, or nothing where there is none."""
        if typ == "feed":
            return self.download_address(fromdocname, target)
        address = self.address(fromdocname, EXPLORER) if is_web(self.builder) else ""
        return f"{address}?{target}" if address else ""

    @cached_property
    def _relative_uri(self) -> Callable[[str, str], str]:
        """A function that returns the relative URL between pages, cached: most links of a page share few targets."""
        return cache(self.builder.get_relative_uri)

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
        if typ == "download" and self.has_file(target):
            address = self.download_address(fromdocname, target)
            link = paper_link(
                "", "", contnode, refuri=address, internal=True, classes=["cc-download"], is_download=True
            )
            return link if address else cast("nodes.reference", contnode)
        if typ in OFFERS:
            return cast("nodes.reference", self._offer(fromdocname, node, contnode))
        if typ == "list":
            if not is_web(builder):
                return cast("nodes.reference", contnode)  # Sphinx inserts any node it gets
            address = builder.get_relative_uri(fromdocname, keyword_page(target))
            return nodes.reference("", "", contnode, refuri=address, internal=True)
        for objtype in self.objtypes_for_role(typ) or ():
            place = self.place(Object(objtype, self._canonical(target)))
            if place:
                return make_refnode(builder, _start(builder, fromdocname, place), place.docname, place.anchor, contnode)
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
            row = shown(self._canonical(target))
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
        pages = ((Object("paper", key), Place(paper_page(key), "")) for key in self._paged)
        for (objtype, name), (docname, anchor) in sorted([*self.places.items(), *pages]):
            if objtype not in self.object_types:
                continue
            yield name, self._display_name(objtype, name), objtype, docname, anchor, 1

    def _display_name(self, objtype: str, name: str) -> str:
        known: dict[str, Any] = {
            "paper": self.catalog.papers,
            "keyword": self.catalog.keywords,
        }
        row = self.catalog.category(name) if objtype == "category" else known[objtype].get(name)
        return str(getattr(row, "name", None) or getattr(row, "title", name))


def _start(builder: Builder, fromdocname: str, place: Place) -> str:
    """Return the page that a link starts from, which is where it leads if one page holds everything."""
    # Else Sphinx writes two anchors, one after the other (sphinx-doc/sphinx#14221).
    return place.docname if isinstance(builder, SingleFileHTMLBuilder) else fromdocname


def domain_of(env: BuildEnvironment) -> PaperDomain:
    """Return the domain of an environment."""
    return cast("PaperDomain", env.get_domain("paper"))


def warn(message: str, location: object, kind: Kind = Kind.REFERENCE) -> None:
    """Log a warning that can be suppressed by its kind."""
    logger.warning("%s", message, location=location, type="cardcatalog", subtype=kind.slug)  # type: ignore[arg-type]


def _is_reference(node: nodes.Node) -> bool:
    if not isinstance(node, nodes.Element):
        return False
    return node.get("refdomain") in {"paper", "cite"} or node.get("reftype") == "any"
