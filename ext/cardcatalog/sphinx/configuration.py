"""Register the settings with Sphinx, and refuse values that are wrong before anything is built with them."""

from __future__ import annotations

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.errors import ConfigError
from sphinx.util import logging

from cardcatalog.settings import SETTINGS, find_faults, find_unknown
from cardcatalog.sphinx.internals import unregistered_settings

logger = logging.getLogger(__name__)


def check_settings(_app: Sphinx, config: Config) -> None:
    """Refuse settings of a wrong type or form, and report those that no extension has registered.

    :raises ConfigError: with what is wrong and what to do for every such setting.
    """
    faults = list(find_faults({name: config[row.full_name] for name, row in SETTINGS.items()}))
    if faults:
        raise ConfigError("\n".join(f"conf.py: {fault}" for fault in faults))
    for message in find_unknown(unregistered_settings(config)):
        logger.warning("conf.py: %s", message, type="cardcatalog")


def setup(app: Sphinx) -> None:
    """Register the settings, and check them when they are known."""
    for row in SETTINGS.values():
        app.add_config_value(row.full_name, row.default, row.rebuild, row.form.types)
    app.connect("config-inited", check_settings)
