"""The Jinja templates of HTML that directives put into documents."""

from __future__ import annotations

from jinja2 import Environment, PackageLoader
from markupsafe import Markup

from cardcatalog.sphinx.language import messages

TEMPLATES = Environment(loader=PackageLoader("cardcatalog"), autoescape=True)


def _gettext(text: str, **values: Markup) -> Markup:
    """Return a text of a template with markup in it."""
    return Markup(messages.gettext(text)).format(**values)  # noqa: S704  (our own texts)


TEMPLATES.globals |= {"gettext": _gettext}
