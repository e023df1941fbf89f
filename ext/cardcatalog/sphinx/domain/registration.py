"""Register the domain with its directives and roles, and let it follow what Sphinx reads and writes."""

from __future__ import annotations

from collections.abc import Iterable
from glob import glob
from itertools import chain
from pathlib import Path

from sphinx.addnodes import pending_xref
from sphinx.application import Sphinx
from sphinx.domains import Domain
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from cardcatalog.problems import unknown
from cardcatalog.settings import as_texts, kind_of_contact
from cardcatalog.sphinx.domain.directives import DIRECTIVES
from cardcatalog.sphinx.domain.domain import PaperDomain, domain_of, warn
from cardcatalog.sphinx.domain.quotes import patterns_of_no_page
from cardcatalog.sphinx.domain.roles import ROLES
from cardcatalog.sphinx.domain.tables import TABLES
from cardcatalog.sphinx.internals import forget_dependencies, remember_stems, remember_titles

logger = logging.getLogger(__name__)


def find_stale_pages(_app: Sphinx, env: BuildEnvironment, *_changes: set[str]) -> list[str]:
    """Return the pages to read again since the part of the catalog that they show has changed."""
    return domain_of(env).stale_pages()


def resolve_targets(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Find where every object is, and return the pages to write again since their targets have moved."""
    patterns = as_texts(app.config.cardcatalog_bibliography)
    names = chain.from_iterable(glob(name, root_dir=app.confdir, recursive=True) for name in patterns)  # noqa: PTH207  (absolute, too)
    files = {Path(app.confdir, name).resolve() for name in names}
    # sphinxcontrib-bibtex lets pages depend on the dates of the files.
    forget_dependencies(env, lambda path: Path(app.srcdir, path).resolve() in files)
    return domain_of(env).resolve_targets()


def warn_of_pages(app: Sphinx, env: BuildEnvironment) -> None:
    """Report the patterns of settings that no page matches, and a page to contact that is not there."""
    for setting, pattern in patterns_of_no_page(env.found_docs, app.config):
        message = "%s: no page matches %r; correct it in conf.py, or delete it"
        logger.warning(message, setting, pattern, type="cardcatalog")
    contact = app.config.cardcatalog_contact
    name = contact.partition("#")[0]
    if kind_of_contact(contact) == "page" and name not in env.found_docs:
        advice = "write an e-mail address, a URL, or a page such as 'contribute'"
        warn(f"cardcatalog_contact: there is no page {name!r}; {advice}", None)


def share_work(app: Sphinx, *_page: object) -> None:
    """Let pages share stems of words and titles of pages, before the first one is written."""
    remember_stems(app.builder)
    remember_titles(app.builder)


def warn_unknown(_app: object, domain: Domain | None, node: pending_xref) -> bool | None:
    """Report the unknown paper, category or keyword of a role, with a suggestion."""
    if not isinstance(domain, PaperDomain):
        return None
    known: dict[str, Iterable[str]] = {
        "category": domain.catalog.categories,
        "keyword": domain.catalog.keywords,
        "download": domain.web_files.names,
    }
    what = node["reftype"] if node["reftype"] in known else "paper"
    names = known.get(what, domain.catalog.papers)
    target = node["reftarget"]
    if target in names:
        warn(f"{what} {target!r} is on no page; write a page that lists it, or do not exclude its page", node)
    else:
        warn(unknown(what, target, names), node)
    return True


def setup(app: Sphinx) -> None:
    """Register the domain, and its handlers of each phase of the build."""
    app.add_domain(PaperDomain)
    for name, directive in (DIRECTIVES | TABLES).items():
        app.add_directive_to_domain("paper", name, directive)
    for name, role in ROLES.items():
        app.add_role_to_domain("paper", name, role)
    app.connect("env-get-outdated", find_stale_pages)
    app.connect("env-updated", resolve_targets)
    app.connect("env-updated", warn_of_pages)  # in every build; the check of consistency is only after changes
    app.connect("warn-missing-reference", warn_unknown)
    app.connect("doctree-resolved", share_work)
