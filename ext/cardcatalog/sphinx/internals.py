"""Our use of Sphinx, docutils, Jinja, Furo and sphinxcontrib-bibtex beyond their public API, one function for each.

Any release of theirs may change these. ``tests/sphinx/test_internals.py`` names each and fails when it does.
"""

from __future__ import annotations

import sys
from abc import abstractmethod
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from html import unescape
from inspect import ismodule
from itertools import chain
from pathlib import Path
from typing import Any

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from jinja2 import Template
from sphinx import addnodes, version_info
from sphinx.application import ENV_PICKLE_FILENAME
from sphinx.builders import Builder
from sphinx.builders.epub3 import Epub3Builder
from sphinx.builders.html import INVENTORY_FILENAME, StandaloneHTMLBuilder
from sphinx.config import Config
from sphinx.domains import Domain
from sphinx.domains.std import make_glossary_term
from sphinx.environment import BuildEnvironment
from sphinx.environment.adapters.toctree import global_toctree_for_doc
from sphinx.events import EventManager
from sphinx.jinja2glue import BuiltinTemplateLoader, SphinxFileSystemLoader
from sphinx.search import IndexBuilder
from sphinx.util import texescape
from sphinxcontrib.serializinghtml import SerializingHTMLBuilder

from cardcatalog.catalog.slugs import unique

FURO_MENU = "furo_navigation_tree"
"""The variable of Furo's templates that holds the menu with boxes to fold it."""


def handlers(events: EventManager, name: str) -> list[Callable[..., Any]]:
    """Return the handlers of an event; Sphinx can emit an event, but not return its handlers."""
    return [listener.handler for listener in events.listeners.get(name, ())]


def unregistered_settings(config: Config) -> list[str]:
    """Return the names of values in ``conf.py`` that no extension has registered, without modules and functions."""
    values = config._raw_config.items()  # noqa: SLF001
    return [name for name, value in values if name not in config and not (callable(value) or ismodule(value))]


def set_escape(template: Template, escape: Callable[[object], str]) -> None:
    """Set the function by which a compiled template of Jinja makes each of its values HTML."""
    template.root_render_func.__globals__["escape"] = escape


def furo_menu(toctree: Callable[..., str]) -> str:
    """Return the menu as Furo makes it of the function ``toctree`` of templates."""
    from furo.navigation import get_navigation_tree  # noqa: PLC0415  (not every project has it)

    return str(get_navigation_tree(toctree(collapse=False, titles_only=True, maxdepth=-1, includehidden=True)))


def site_menu(builder: StandaloneHTMLBuilder, **options: Any) -> str:  # noqa: ANN401
    """Return the menu of the whole site as HTML, as seen from the root page; templates get that of their page only."""
    if version_info >= (9,):  # before, Sphinx took the tags from the builder
        options["tags"] = builder.tags
    tree = global_toctree_for_doc(builder.env, builder.config.root_doc, builder, **options)
    return render_fragment(builder, tree)


def render_fragment(builder: StandaloneHTMLBuilder, node: nodes.Node | None) -> str:
    """Return a piece of a document as HTML, without a page around it."""
    return str(builder.render_partial(node)["fragment"])


def glossary_term(env: BuildEnvironment, text: str, identifier: str, place: tuple[str, int],
                  document: nodes.document) -> nodes.term:  # fmt: skip
    """Return a term that ``{term}`` finds; the directive ``glossary`` makes them of its own text only."""
    return make_glossary_term(env, [nodes.Text(text)], None, *place, identifier, document)


def hidden_toctree(docname: str, docnames: Sequence[str]) -> addnodes.toctree:
    """Return a table of contents that only menus and books show; the directive makes it of its own text only."""
    return addnodes.toctree(
        "", parent=docname, entries=[(None, name) for name in docnames], includefiles=list(docnames),
        maxdepth=-1, caption=None, glob=False, hidden=True, includehidden=False, numbered=0, titlesonly=True,
    )  # fmt: skip


def reserve_identifier(document: nodes.document, wish: str) -> str:
    """Return an identifier that nothing else on a page has; docutils gives them only to nodes with names."""
    identifier = unique(wish, document.ids)
    document.ids[identifier] = nodes.Element()
    return identifier


def mathml(tex: str, *, as_block: bool) -> str:
    """Return TeX math as docutils writes it in MathML.

    :raises ValueError: if the TeX cannot be understood.
    """
    try:
        return str(tex2mathml(tex, as_block=as_block))
    except (AttributeError, LookupError, NameError, RecursionError) as error:
        # On a script without a base, and the like, docutils fails where it should refuse; brackets may nest too deep.
        message = "not understood"
        raise ValueError(message) from error


def escape_latex(text: str) -> str:
    """Return text as Sphinx writes it for LuaLaTeX."""
    return texescape.escape(text, "lualatex")


class EpubBuilder(Epub3Builder):
    """Sphinx's builder of EPUB, which lets a class derived from it complete the manifest before the book is packed."""

    def build_content(self) -> None:
        """Write the manifest."""
        super().build_content()
        self.complete_manifest(Path(self.outdir, "content.opf"))

    @abstractmethod
    def complete_manifest(self, path: Path) -> None:
        """Change the manifest."""


def has_scripts(builder: Builder) -> bool:
    """Return whether pages of a builder run JavaScript: those of HTML do, chapters of an e-book and data do not."""
    is_read_elsewhere = getattr(builder, "embedded", False) or isinstance(builder, SerializingHTMLBuilder)
    return builder.format == "html" and not is_read_elsewhere


def add_template_folder(builder: Builder, folder: Path) -> None:
    """Add a folder of templates after those of the project and before those of the theme, to which ``!`` refers."""
    loader = getattr(builder, "templates", None)
    if isinstance(loader, BuiltinTemplateLoader):
        loader.loaders.insert(loader.templatepathlen, SphinxFileSystemLoader(str(folder)))
        loader.templatepathlen += 1


def fix_fragment(builder: Builder) -> Callable[[str], str] | None:
    """Return how a builder rewrites anchors, if it does; that of EPUB rewrites links, but not their targets."""
    fix = getattr(builder, "fix_fragment", None)
    return (lambda name: str(fix("", name))) if fix else None


def has_bibliography(document: nodes.document) -> bool:
    """Return whether a page has a bibliography of sphinxcontrib-bibtex, which need not be installed."""
    module = sys.modules.get("sphinxcontrib.bibtex.nodes")
    return module is not None and next(document.findall(module.bibliography), None) is not None


def share_cited(
    env: BuildEnvironment, encoding: str, files: Mapping[Path, Iterable[str]], entries: Mapping[str, Any]
) -> None:
    """Hand sphinxcontrib-bibtex the keys of its files, and the entries of all, as if it had just read them."""
    from pybtex.database import BibliographyData  # noqa: PLC0415  (not every project has it)
    from sphinxcontrib.bibtex.bibfile import BibData, BibFile, get_mtime  # noqa: PLC0415  (as above)

    class SharedData(BibData):
        """All entries, for one build: what is pickled holds none, and so counts as out of date."""

        def __reduce__(self) -> tuple[Any, ...]:
            return BibData, ("", {}, BibliographyData())

    data = BibliographyData()
    data.entries = entries
    known = {path: BibFile(get_mtime(path), dict.fromkeys(keys)) for path, keys in files.items()}
    env.get_domain("cite").data["bibdata"] = SharedData(encoding, known, data)


def remember_stems(builder: Builder) -> None:
    """Let the search index reduce a word to its stem once a build, not once a page: pages share most of their words."""
    indexer = getattr(builder, "indexer", None)
    if indexer and not hasattr(indexer.lang.stem, "cache_info"):
        indexer.lang.stem = cache(indexer.lang.stem)


def remember_titles(builder: Builder) -> None:
    """Let Sphinx write the title of a page once, and not for each page before, after and below it.

    This is for titles of text alone: the address of a picture depends on the page.
    """
    render: Callable[[nodes.Node | None], dict[str, str]] | None = getattr(builder, "render_partial", None)
    if not render or "render_partial" in vars(builder):
        return
    written: dict[nodes.Node, dict[str, str]] = {}

    def render_partial(node: nodes.Node | None) -> dict[str, str]:
        if not isinstance(node, nodes.title) or not all(isinstance(child, nodes.Text) for child in node.children):
            return render(node)
        if node not in written:
            written[node] = render(node)
        return written[node]

    builder.render_partial = render_partial  # type: ignore[attr-defined]


def forget_dependencies(env: BuildEnvironment, is_ours: Callable[[str], bool]) -> None:
    """Let no page depend on the date of a file of ours, as other extensions ask: pages depend on content."""
    for paths in env.dependencies.values():
        paths -= {path for path in paths if is_ours(str(path))}


def add_to_search(builder: Builder, pages: Mapping[str, tuple[str, str]]) -> None:
    """Add pages without a source to Sphinx's search, which finds objects only on pages that are in its index.

    :param pages: the title of each page there, and a text by which it is found too, by its name.
    """
    indexer = getattr(builder, "indexer", None)
    if not indexer:
        return
    if pages and getattr(builder, "search", False):
        prune = indexer.prune
        # Before it writes its index, Sphinx takes out all pages that have no source.
        indexer.prune = lambda docnames: prune({*docnames, *pages})
        _add_titles(indexer, {page: title for page, (title, _text) in pages.items()})
        for page, (title, text) in pages.items():
            if text:
                indexer.feed(page, f"{page}.html", title, nodes.paragraph("", text))
    _correct_objects(indexer, builder.env.domains.sorted())


def _add_titles(indexer: IndexBuilder, titles: Mapping[str, str]) -> None:
    """Add pages without a text, by their names, all at once; one by one takes longer than to write the index."""
    indexer._titles |= titles  # noqa: SLF001
    indexer._filenames |= {page: f"{page}.html" for page in titles}  # noqa: SLF001
    indexer._all_titles |= {page: [] for page in titles}  # noqa: SLF001
    indexer._index_entries |= {page: [] for page in titles}  # noqa: SLF001


def search_files(builder: Builder) -> list[str]:
    """Return the files that a builder of HTML writes last: the inventory of objects, and the index of its search."""
    index = [str(builder.searchindex_filename)] if getattr(builder, "indexer", None) else []  # type: ignore[attr-defined]
    return [INVENTORY_FILENAME, *index]


def keep_search_files(builder: Builder) -> None:
    """Let a builder of HTML leave these files as they are; Sphinx writes them in every build."""
    builder.dump_inventory = builder.dump_search_index = lambda: None  # type: ignore[attr-defined]


def _correct_objects(indexer: IndexBuilder, domains: Iterable[Domain]) -> None:
    """Let the search show the names of objects as they are, and find those whose name is not their anchor.

    Sphinx escapes names in its index and again on the page. It leaves out an anchor that is the name of its object, and
    then takes the name that is shown for the anchor (sphinx-doc/sphinx#10380).
    """
    own = indexer.get_objects
    # Rows of a domain: name, shown name, type, page, anchor, priority.
    objects = chain.from_iterable(domain.get_objects() for domain in domains)
    lost = {(row[3], row[1]): row[4] for row in objects if row[1] != row[0] == row[4]}

    def get_objects(fn2index: dict[str, int]) -> dict[str, list[tuple[Any, ...]]]:
        pages = {number: name for name, number in fn2index.items()}

        def correct(prefix: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
            # sphinx-immaterial has more columns.
            page, kind, priority, anchor, last, *more = row
            name = unescape(f"{prefix}.{last}" if prefix else last)
            return page, kind, priority, anchor or lost.get((pages[page], name), ""), unescape(last), *more

        return {unescape(prefix): [correct(prefix, row) for row in rows] for prefix, rows in own(fn2index).items()}

    indexer.get_objects = get_objects  # type: ignore[method-assign]


def forget_environment(doctreedir: Path) -> None:
    """Remove what Sphinx has kept of the pages that it has read."""
    (doctreedir / ENV_PICKLE_FILENAME).unlink(missing_ok=True)
