"""Write TeX without the commands of packages, for a document that may not load them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cardcatalog.bibtex.commands import PACKAGES
from cardcatalog.bibtex.decode import SPACE, TOKEN, Reader, nest_quotes
from cardcatalog.bibtex.tex import to_tex

if TYPE_CHECKING:
    from cardcatalog.bibtex.commands import Command


def without_packages(tex: str) -> str:
    """Return TeX with what they show in the place of commands of packages: ``quoted'' words, 5 mm."""
    return nest_quotes(_Writer(tex).read()).translate(_QUOTES) if "\\" in tex else tex


_QUOTES = str.maketrans({"“": "``", "”": "''", "‘": "`", "’": "'", "…": r"{\ldots}"})


class _Writer(Reader):
    """A reader that leaves TeX as it is, except for commands of packages."""

    def read(self) -> str:
        """Return the TeX of all that is left."""
        while token := TOKEN.match(self.tex, self.at):
            self.at = token.end()
            is_package = token["name"] in PACKAGES
            if is_package:
                self.next(SPACE)
            self.shown += self.filled(PACKAGES[self.starred(token["name"])]) if is_package else token[0]
        return self.shown

    def text(self, tex: str, *, is_math: bool) -> str:
        """Return the TeX of an argument."""
        return _Writer(tex, is_math=is_math).read()

    def filled(self, command: Command) -> str:
        """Return what a command shows, as TeX."""
        shown = super().filled(command)
        return to_tex(shown) if command.shown.startswith("=") else shown
