"""The services that some commands ask, and within which limits; tests hand over services of their own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from cardcatalog_tools.services.hosts import HOSTS, Hosts

if TYPE_CHECKING:
    from cardcatalog_tools.services.web import Limits


@dataclass(frozen=True, slots=True)
class Web:
    """The hosts to ask, and the limits of each request; without limits, the usual ones."""

    hosts: Hosts = HOSTS
    limits: Limits | None = None


pass_web = click.make_pass_decorator(Web, ensure=True)
"""Passes a command the services; a test passes its own as the object of click's context."""
