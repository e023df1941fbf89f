"""Run the command line: ``python -m cardcatalog_tools`` is ``cardcatalog``."""

from cardcatalog_tools.commands import main

if __name__ == "__main__":
    main(prog_name="cardcatalog")
