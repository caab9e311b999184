"""Hand-written prose: Markdown files whose figures are looked up, never typed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment

from dashboards.papers.blocks import Block, Bullets, PaperError, Paragraph, Text
from dashboards.papers.texts import Texts

_LABEL = re.compile(r"\s*\{#([a-z][a-z0-9-]*)\}\s*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


class NoFigureError(Exception):
    """A sentence needs a figure that is not there; the message is the sentence to print instead."""


@dataclass(frozen=True)
class Chunk:
    """A paragraph, list or heading as written, with the line it starts on."""

    text: str
    line: int


@dataclass
class Prose:
    """One section file, taken apart: opening words, then priorities, then topics within them."""

    path: str
    is_shipped: bool = False
    chunks: dict[tuple[str, str], list[Chunk]] = field(default_factory=dict)

    def topics(self, priority_id: str) -> list[str]:
        """List the topics written for a priority, in order."""
        return [topic for priority, topic in self.chunks if priority == priority_id and topic]

    @property
    def priorities(self) -> list[str]:
        """List the priorities written for."""
        return list(dict.fromkeys(priority for priority, _ in self.chunks if priority))


def read(name: str, texts: Texts) -> Prose:
    """Read a section by name; the office's own stands in for the one that ships."""
    path = f"{name}.md"
    source = texts.read(path)
    if source is None:
        return Prose(path)
    return replace(take_apart(source, path), is_shipped=texts.is_shipped(path))


def take_apart(source: str, name: str) -> Prose:
    """Divide Markdown by its headings: ## names a priority for action, ### a topic."""
    prose = Prose(name)
    place = ("", "")
    for chunk in _chunks(_COMMENT.sub(lambda match: "\n" * match[0].count("\n"), source)):
        if chunk.text.startswith("### "):
            place = (place[0], chunk.text[4:].strip())
        elif chunk.text.startswith("## "):
            place = (chunk.text[3:].strip(), "")
        elif chunk.text.startswith("#"):
            raise PaperError(
                f"{name}, line {chunk.line}: a section starts without a title of its own; found "
                f"'{chunk.text}'. Use ## for a priority for action and ### for a topic."
            )
        else:
            prose.chunks.setdefault(place, []).append(chunk)
            continue
        prose.chunks.setdefault(place, [])
    return prose


def _chunks(source: str) -> Iterator[Chunk]:
    """Split at empty lines; a heading is a chunk of its own."""
    held: list[str] = []
    first = 1
    for number, line in enumerate([*source.splitlines(), ""], start=1):
        is_heading = line.startswith("#")
        if held and (not line.strip() or is_heading):
            yield Chunk("\n".join(held), first)
            held = []
        if is_heading:
            yield Chunk(line.rstrip(), number)
        elif line.strip():
            first = first if held else number
            held.append(line.rstrip())


class ProseWriter:
    """Turns chunks into blocks; figures are looked up after Markdown is read: data stays data."""

    def __init__(self, functions: Mapping[str, Any], drawn: list[Block]) -> None:
        """Take what prose may call, and the list that chart() and its like add blocks to."""
        self._drawn = drawn
        self.functions = functions
        self._environment = SandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)

    def blocks(self, prose: Prose, priority_id: str = "", topic: str = "") -> list[Block]:
        """Write what a section says at one place."""
        made: list[Block] = []
        for chunk in prose.chunks.get((priority_id, topic), []):
            made += self._block(chunk, prose.path)
        return made

    def _block(self, chunk: Chunk, path: str) -> list[Block]:
        lines = chunk.text.splitlines()
        if all(line.startswith(("- ", "  ")) for line in lines):
            items = "\n".join(lines).removeprefix("- ").split("\n- ")
            texts = [self._say(" ".join(item.split()), chunk, path) for item in items]
            return [Bullets(tuple(Text(item) for item in texts if item)), *self._taken()]
        labelled = _LABEL.search(chunk.text)
        words = self._say(" ".join(_LABEL.sub("", chunk.text).split()), chunk, path)
        drawn = self._taken()
        label = labelled[1] if labelled else ""
        return [Paragraph(Text(words), label), *drawn] if words else drawn

    def _say(self, source: str, chunk: Chunk, path: str) -> str:
        """Look the figures up; where one is missing, say so in place of the sentence."""
        try:
            return self.render(source).strip()
        except NoFigureError as missing:
            return str(missing)
        except (jinja2.TemplateError, TypeError, ValueError) as error:
            raise PaperError(
                f"{path}, line {chunk.line}: {error}. Prose may use: "
                f"{', '.join(sorted(self.functions))}."
            ) from error

    def render(self, source: str) -> str:
        """Put figures in the places that double braces keep for them."""
        return self._environment.from_string(source).render(self.functions)

    def _taken(self) -> list[Block]:
        taken, self._drawn[:] = list(self._drawn), []
        return taken
