"""Run the command line: ``python -m cardcatalog`` is ``cardcatalog``."""

from cardcatalog.commands import main

if __name__ == "__main__":
    main(prog_name="cardcatalog")
