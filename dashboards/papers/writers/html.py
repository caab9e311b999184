"""Writes a paper as one HTML file: no script, no outside address, ready to print."""

from functools import lru_cache
from pathlib import Path

import jinja2
from markupsafe import Markup

from dashboards.papers.blocks import Block, Paper, Text


def html(paper: Paper) -> bytes:
    """Set the paper as one HTML page; every word from data is escaped."""
    page = _template().render(paper=paper, kind=_kind, said=_said, drawing=_drawing)
    return page.encode("utf-8")


@lru_cache(maxsize=1)
def _template() -> jinja2.Template:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template("paper.html")


def _kind(block: Block) -> str:
    return type(block).__name__.lower()


def _said(text: Text) -> Markup:
    """Set runs as words and links; only the link's own tag is markup."""
    link = Markup('<a href="#{}">{}</a>')
    return Markup().join(
        link.format(run.target, run.text) if run.target else run.text for run in text.runs
    )


def _drawing(svg: str) -> Markup:
    """Set a chart as drawn: its own words were escaped where it was drawn."""
    return Markup(svg[svg.index("<svg") :])
