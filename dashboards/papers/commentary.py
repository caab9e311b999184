"""Officers' commentary: Markdown in which every figure is a call, read and never executed."""

import ast
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.token import Token

from dashboards.papers.blocks import PaperError
from dashboards.papers.sections import Chunk, Prose, ProseWriter

_CALL = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_HELD = re.compile("\ue002(\\d+)\ue003")
_CONTAINERS = ("bullet_list", "list_item", "paragraph", "heading")
_WORDS = ("text", "softbreak", "hardbreak", "em_open", "em_close", "strong_open", "strong_close")
_NAMED = {
    "fence": "a block of code",
    "code_block": "an indented block, which Markdown reads as code",
    "code_inline": "code",
    "html_block": "HTML",
    "html_inline": "HTML",
    "image": "an image",
    "link_open": "a link",
    "blockquote_open": "a quotation",
    "ordered_list_open": "a numbered list",
    "hr": "a rule",
}


@dataclass(frozen=True)
class Call:
    """One call between double braces: `value("conviction_rate", "Peterborough", context=true)`."""

    name: str
    arguments: tuple[str, ...]
    options: Mapping[str, str | bool]
    source: str


@dataclass(frozen=True)
class MarkdownProblem:
    """Something in a commentary that cannot stand; `remedy` says what to do."""

    line: int
    message: str
    remedy: str


@dataclass
class Commentary:
    """One file, taken apart: its text at each place, and what in it cannot stand."""

    prose: Prose
    problems: list[MarkdownProblem] = field(default_factory=list)


class CallError(ValueError):
    """What stands between double braces is not one call with words as its arguments."""


def parse_call(source: str) -> Call:
    """Read one call; only names and quoted words are understood, so nothing can be executed."""
    written = source.strip()
    try:
        node = ast.parse(written, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise CallError(f"'{written}' cannot be read") from error
    if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
        raise CallError(f"'{written}' is not a call such as value(\"conviction_rate\")")
    arguments = tuple(_word(argument, written) for argument in node.args)
    options = {}
    for option in node.keywords:
        if option.arg is None:
            raise CallError(f"'{written}' uses **, which is not understood")
        options[option.arg] = _option(option.value, written)
    return Call(node.func.id, arguments, options, written)


def _word(node: ast.expr, written: str) -> str:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    raise CallError(f"'{written}' has an argument that is not words in quotes")


def _option(node: ast.expr, written: str) -> str | bool:
    if isinstance(node, ast.Name) and node.id in ("true", "false"):
        return node.id == "true"
    if isinstance(node, ast.Constant) and isinstance(node.value, bool):
        return node.value
    return _word(node, written)


def calls(text: str) -> list[Call]:
    """Read every call in a text; what cannot be read raises CallError."""
    return [parse_call(match[1]) for match in _CALL.finditer(text)]


def without_calls(text: str, put: str = " ") -> str:
    """Leave the calls out of a text."""
    return _CALL.sub(put, text)


def say(text: str, functions: Mapping[str, Callable[..., Any]]) -> str:
    """Put what each call says in its place."""

    def said(match: re.Match[str]) -> str:
        call = parse_call(match[1])
        if call.name not in functions:
            raise CallError(f"'{call.name}' is not known")
        try:
            return str(functions[call.name](*call.arguments, **call.options))
        except TypeError as error:
            raise CallError(f"'{call.source}' has the wrong arguments") from error

    return _CALL.sub(said, text)


@lru_cache(maxsize=1)
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark")


def read(source: str, name: str, priority_id: str) -> Commentary:
    """Take a commentary apart; what Markdown allows and a paper does not is a problem, by line."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return f"\ue002{len(held) - 1}\ue003" + "\n" * match[0].count("\n")

    made = Commentary(Prose(name))
    place = (priority_id, "")
    made.prose.chunks[place] = []
    tokens = _markdown().parse(_CALL.sub(hold, source))
    for index, token in enumerate(tokens):
        line = token.map[0] + 1 if token.map else 0
        if token.type in _NAMED:
            made.problems.append(_not_allowed(line, _NAMED[token.type]))
        if token.type in ("code_block", "fence"):
            made.prose.chunks[place].append(Chunk(_whole(token.content.strip(), held), line))
        if token.type != "inline":
            continue
        made.problems += [
            _not_allowed(line, _NAMED.get(child.type, child.type))
            for child in token.children or ()
            if child.type not in _WORDS and not child.type.endswith("_close")
        ]
        words = _whole(_words(token), held)
        opener = tokens[index - 1]
        if opener.type == "heading_open":
            if opener.tag != "h3":
                made.problems.append(
                    MarkdownProblem(line, f"'{words}' is not a topic", "Head a topic with ###.")
                )
            place = (priority_id, words)
            made.prose.chunks.setdefault(place, [])
        elif words:
            in_list = opener.level >= 2
            made.prose.chunks[place].append(Chunk(f"- {words}" if in_list else words, line))
    _join_lists(made.prose)
    return made


def _words(token: Token) -> str:
    """Say an inline token as one line; emphasis is dropped, since a paper has none."""
    parts = []
    for child in token.children or ():
        if child.type in ("softbreak", "hardbreak"):
            parts.append("\n")
        elif child.content:
            parts.append(child.content)
    return "".join(parts).strip()


def _whole(text: str, held: list[str]) -> str:
    return _HELD.sub(lambda match: held[int(match[1])], text)


def _not_allowed(line: int, what: str) -> MarkdownProblem:
    remedy = "Write paragraphs, lists with '-' and topics with '###'; tables and charts by a call."
    return MarkdownProblem(line, f"holds {what}, which a paper does not carry", remedy)


def _join_lists(prose: Prose) -> None:
    """Set the items of one list in one chunk, as sections do."""
    for place, chunks in prose.chunks.items():
        joined: list[Chunk] = []
        for chunk in chunks:
            is_item = chunk.text.startswith("- ")
            if is_item and joined and joined[-1].text.startswith("- "):
                last = joined.pop()
                item = chunk.text.replace("\n", "\n  ")
                joined.append(Chunk(f"{last.text}\n{item}", last.line))
            else:
                joined.append(Chunk(chunk.text.replace("\n", "\n  "), chunk.line)
                              if is_item else chunk)  # fmt: skip
        prose.chunks[place] = joined


def refuse(made: Commentary) -> Prose:
    """Return the prose, or refuse it by its first problem."""
    for problem in made.problems:
        raise PaperError(
            f"{made.prose.path}, line {problem.line}: {problem.message}. {problem.remedy}"
        )
    return made.prose


class CommentaryWriter(ProseWriter):
    """Writes what officers wrote: only the calls named here, and no template language."""

    def render(self, source: str) -> str:
        """Put what each call says in its place."""
        return say(source, self.functions)
