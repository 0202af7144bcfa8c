"""``python -m glossary``, and the command ``glossary``."""

from glossary.edition.uncollected import uncollected

with uncollected():  # hardly anything that is imported is garbage
    from glossary.cli import main

if __name__ == "__main__":
    main(prog_name="glossary")
