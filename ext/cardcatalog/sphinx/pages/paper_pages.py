"""The pages of papers, one each."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from sphinx.builders.html import StandaloneHTMLBuilder

from cardcatalog.catalog.catalog import Catalog
from cardcatalog.catalog.related import Found, find_nearest
from cardcatalog.formats.formats import FORMATS
from cardcatalog.sphinx.domain.default_pages import paper_page
from cardcatalog.sphinx.domain.dependencies import code_digest
from cardcatalog.sphinx.domain.domain import PaperDomain
from cardcatalog.sphinx.kept_values import KeptValues
from cardcatalog.sphinx.pages.generated_pages import GeneratedPage
from cardcatalog.sphinx.pages.links import PageLinks
from cardcatalog.sphinx.pages.paper_context import PaperPageRenderer
from cardcatalog.sphinx.processes import share


def paper_pages(
    builder: StandaloneHTMLBuilder, domain: PaperDomain, kept: KeptValues, site: str, processes: int
) -> Iterator[GeneratedPage]:
    """Yield the page of each paper.

    The digest of a page is found only if the site has changed, or one of the papers that the page names.

    :param kept: related papers and digests of pages, of the build before.
    :param site: the digest of all that pages are made of apart from papers.
    :param processes: by how many processes related papers may be found.
    """
    catalog = domain.catalog
    links = PageLinks(builder, domain, paper_page("-"))
    renderer = PaperPageRenderer(builder, domain, links, _nearest(catalog, kept, processes))
    known = kept.get("papers")
    before = known["rows"] if known.get("site") == site else {}
    after: dict[str, tuple[str, str, str]] = {}
    states = dict(zip(catalog.papers, catalog.fingerprints(catalog.papers), strict=True))
    changed = {key for key, state in states.items() if key not in before or before[key][0] != state}
    if not known:
        _write_texts(catalog)
    for key, paper in catalog.papers.items():
        near, (_, text, digest) = renderer.near(paper), before.get(key, ("", "", ""))
        is_as_before = near.text and near.text == text and changed.isdisjoint(near.keys)
        page = renderer.page_of_digest(paper, digest) if is_as_before else renderer.page(paper, near)
        after[key] = (states[key], near.text, page.digest)
        yield page
    kept.put("papers", {"site": site, "rows": after})


def _write_texts(catalog: Catalog) -> None:
    """Write all papers in one format after the other, since a first build needs them all.

    That takes a tenth less than to write each paper in all formats.
    """
    for entry in (row.entry for row in FORMATS.values() if row.label and row.entry):
        for paper in catalog.papers.values():
            catalog.text(paper, entry)


def _nearest(catalog: Catalog, kept: KeptValues, processes: int) -> dict[str, Found]:
    """Return the papers nearest to each one; only those are found that may differ from an earlier build."""
    code, known = code_digest(), kept.get("related")
    rows = known["rows"] if known.get("code") == code else {}
    before = {key: Found._make(row) for key, row in rows.items()}
    found = find_nearest(catalog, before, share=partial(share, processes=processes))
    kept.put("related", {"code": code, "rows": {key: tuple(row) for key, row in found.items()}})
    return found
