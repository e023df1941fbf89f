"""The digest that outputs share."""

from __future__ import annotations

from sphinx.application import Sphinx

from cardcatalog.bibtex.entries import digest
from cardcatalog.sphinx.domain.dependencies import catalog_digest, code_digest
from cardcatalog.sphinx.domain.domain import domain_of
from cardcatalog.sphinx.language import messages
from cardcatalog.sphinx.urls import base_url


def site_digest(app: Sphinx, *more: object) -> str:
    """Return the digest of the inputs that every output may depend on: code, catalog, places of objects, language, URL.

    :param more: what else an output depends on.
    """
    domain, config = domain_of(app.env), app.config
    places = sorted((target, place) for target, place in domain.places.items() if target.objtype != "paper")
    site = (app.builder.name, config.project, config.author, config.root_doc, base_url(config), messages.language)
    return digest(
        code_digest(),
        catalog_digest(domain.catalog),
        repr(places),
        repr((domain.has_paper_pages, site)),
        repr(more),
        repr(sorted(domain.quotes.on_cards().items())),
    )
