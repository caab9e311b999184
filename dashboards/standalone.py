"""Documents that stand alone: their templates are filled without the application."""

from functools import lru_cache
from pathlib import Path

import jinja2

PAGES = Path(__file__).parent / "pages" / "templates"


@lru_cache
def templates(folder: Path = PAGES) -> jinja2.Environment:
    """Return the templates of a folder, which refuse what they are not given; HTML is escaped."""
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folder),
        autoescape=jinja2.select_autoescape(["html"]),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["md"] = escaped
    return made


def escaped(text: object) -> str:
    """Keep text from being read as Markdown or as a cell's end."""
    inert = " ".join(str(text).split())
    for mark in "\\`*_[]<>|#":
        inert = inert.replace(mark, f"\\{mark}")
    return inert
