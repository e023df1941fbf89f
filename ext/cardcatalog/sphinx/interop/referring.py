"""An extension for projects that refer to the papers of another one and have none: just the names of the roles.

Sphinx resolves ``external:paper:ref`` only where there is a domain ``paper``, from which intersphinx takes the types.
"""

from __future__ import annotations

from itertools import chain

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.roles import XRefRole
from sphinx.util.typing import ExtensionMetadata

from cardcatalog.sphinx.domain.domain import PaperDomain
from cardcatalog.version import __version__

_LINK = XRefRole(innernodeclass=nodes.inline)


class ForeignPapers(Domain):
    """Papers, categories and keywords of other projects, and none of this one's own."""

    name = PaperDomain.name
    label = PaperDomain.label
    object_types = PaperDomain.object_types
    roles = dict.fromkeys(chain.from_iterable(row.roles for row in PaperDomain.object_types.values()), _LINK)


def setup(app: Sphinx) -> ExtensionMetadata:
    """Register the domain."""
    app.add_domain(ForeignPapers)
    return {"version": __version__, "parallel_read_safe": True, "parallel_write_safe": True}
