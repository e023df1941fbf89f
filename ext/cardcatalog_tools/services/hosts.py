"""The URLs of the services."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Hosts:
    """The URLs of the services."""

    arxiv: str = "https://export.arxiv.org"
    doi: str = "https://doi.org"
    crossref: str = "https://api.crossref.org"
    openreview: str = "https://api2.openreview.net"
    openreview_old: str = "https://api.openreview.net"
    anthology: str = "https://aclanthology.org"
    files: str = "https://raw.githubusercontent.com"
    """The files of repositories of GitHub, each at a commit."""


HOSTS = Hosts()
