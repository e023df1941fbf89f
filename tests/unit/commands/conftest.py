"""Fixtures that run commands."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from cardcatalog_tools.commands import main
from cardcatalog_tools.commands.network import Web
from tests.unit.loopback import PATIENT, Server

Run = Callable[..., Result]
"""Runs the command line with some arguments."""

REFS = """% The papers

@inproceedings{doe2019binary,
  title         = {Binary Networks for Images},
  author        = {Doe, Jane and Roe, Rex},
  booktitle     = {International Conference on Examples},
  year          = {2019},
  doi           = {10.1000/Old},
  ids           = {doe2018binary},
  keywords      = {extreme},
  category      = {vision},
  venuekey      = {ICXX},
}

@misc{poe2020posttraining,
  title         = {Post-Training Quantization of Language Models},
  author        = {Poe, Pat},
  year          = {2020},
  url           = {https://arxiv.org/abs/2001.00001},
  eprint        = {2001.00001},
  archiveprefix = {arXiv},
  keywords      = {ptq},
  category      = {llm},
  venuekey      = {arXiv},
  code          = {https://example.org/code},
}
"""

PROJECT = {
    "conf.py": 'cardcatalog_bibliography = ["refs.bib"]\n'
    + "".join(f'cardcatalog_{name} = "{name}.toml"\n' for name in ("categories", "keywords", "venues")),
    "refs.bib": REFS,
    "categories.toml": '[[category]]\nid = "vision"\ntitle = "Vision"\n\n'
    '[[category]]\nid = "llm"\ntitle = "Language Models"\n',
    "keywords.toml": '[[keyword]]\nid = "extreme"\nname = "Extreme"\naliases = ["1-bit"]\n\n'
    '[[keyword]]\nid = "ptq"\nname = "PTQ"\naliases = ["post-training quantization"]\n',
    "venues.toml": '[[venue]]\nname = "ICXX"\nfull = "International Conference on Examples"\nkind = "conference"\n\n'
    '[[venue]]\nname = "arXiv"\nkind = "preprint server"\n',
}


class Terminal(io.BytesIO):
    """Standard input at which a person sits."""

    def isatty(self) -> bool:
        """Report that there is a terminal."""
        return True


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder in which the command runs."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def refs(folder: Path) -> Path:
    """The bibliography of a project in which the command runs."""
    for name, text in PROJECT.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "refs.bib"


@pytest.fixture
def run(folder: Path) -> Run:  # noqa: ARG001  (the command runs there)
    """A function that runs a command; an exception that is not click's own fails the test.

    Optional arguments: ``stdin``, a text; ``answers``, the input at a terminal; and ``web``.
    """

    def run(*arguments: str, stdin: str = "", answers: str | None = None, web: Web | None = None) -> Result:
        given = stdin.encode() if answers is None else Terminal(answers.encode())
        result = CliRunner().invoke(main, arguments, input=given, obj=web)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def ask(run: Run, server: Server) -> Run:
    """A function that runs a command with this machine in place of all services."""

    def ask(*arguments: str, **given: str) -> Result:
        return run(*arguments, web=Web(server.hosts, PATIENT), **given)

    return ask
