"""Reads written text as a checker does: passages with their lines, sentences, figures, periods."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from dashboards.papers.commentary import Call, CallError, calls, without_calls
from dashboards.words import MONTHS

_MONTH = "|".join(MONTHS)
_SMALL_NUMBER = "two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|\\d+"
_PERIOD = re.compile(
    rf"\b(?:{_MONTH})\s+\d{{4}}|\b\d{{4}}\s?/\s?\d{{2,4}}\b"
    r"|\b(?:in|since|during|by|to|for|year|ending|of|early|late)\s+(?:19|20)\d{2}\b"
    r"|\b(?:past|last|previous|next|first)\s+(?:" + _SMALL_NUMBER + r")?\s*"
    r"(?:day|week|month|quarter|year)s?\b|\bthis (?:year|month|quarter)\b",
    re.IGNORECASE,
)
# What holds digits and is a name, a date or a place in a text, not a figure.
_NAMES = re.compile(
    "|".join(
        (
            rf"\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH})(?:\s+\d{{4}})?",
            rf"(?:{_MONTH})\s+\d{{4}}",
            r"\d{4}-\d{2}-\d{2}",
            r"(?:19|20)\d{2}\s?[/\u2013-]\s?\d{2,4}\b|\b\d{2}/\d{2}\b|24/7",
            r"\b(?:19|20)\d{2}\b(?![,.]?\d)(?!\s+(?!has|was|is|this|as|onwards|towards|s\b)[a-z]+s\b)(?!\s*(?:%|per))",
            r"\d+(?:st|nd|rd|th)\b",
            r"\b(?:agenda item|item|section|paragraph|para|note|table|chart|appendix|page|article"
            r"|part|phase|type|outcome|version|stage|tier|level|figure)s?\s+\d+(?:\.\d+)*",
            r"\b(?:report|update|paper|outlined|highlighted|described|set out|noted|shown"
            r"|explained|mentioned|given|discussed|stated|see|seen|referred to)\s+(?:at\s+)?"
            r"\d+\.\d+(?:\s+and\s+\d+\.\d+)*",
            r"\b(?:to|the|by|on|through|via|calls?|calling|dial)\s+(?:999|101|111)\b",
            r"\b(?:999|101|111)\s+(?:calls?|line|service|answer\w*|demand)\b",
            r"\baged?\s+\d+(?:\s+to\s+\d+|\s+or\s+over)?|\b(?:under|over)[ -]\d{2}s\b",
            r"\b(?:previous|past|last|next|first|full|whole|less than|more than|within|every|over)"
            r"\s+\d+\s+(?:months?|years?|weeks?|days?)\b",
            r"\b[A-Za-z]+-\d+\b|\b\d+:\d+\b|\b\d+[A-Za-z](?<![kmh])\b",
        )
    ),
    re.IGNORECASE,
)
_FIGURE = re.compile(
    r"(?<![\w.,/£])(?P<text>(?:£\s?)?\d[\d,]*(?:\.\d+)?"
    r"(?:\s?(?:%|per cent\b|percent\b|percentage points?\b)|(?:k|m|bn)\b|\s(?:million|billion|thousand)\b)?)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[.!?;])\s+(?=[A-Z\u201c\"(£\d])")
_BULLET = re.compile(r"^\s*(?:[-\u2022\u2023\u25e6\uf0b7]|\ufffd)\s*")
_LABEL = re.compile(r"^\s*(\d{1,2}(?:\.\d{1,2})+)\s+")
_SECTION = re.compile(r"^\s*\d{1,2}\.?\s+(?=[A-Z])")
_NAMED = re.compile(r"\s*\{#[a-z][a-z0-9-]*\}")
_OPENS = re.compile(
    r"^\s*(?:(?:source|objective|priority for action|business intelligence(?: information)?)\s*:"
    r"|appendix \d+\b)",
    re.IGNORECASE,
)
_COUNTS = re.compile(r"^\s*\d[\d,]*\s+[a-z]")
_ENDED = re.compile(r"[.!?:;]['\u201d\"\u2019)]?\s*$")
_SCALE = {"k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "bn": 1e9, "billion": 1e9}


@dataclass(frozen=True)
class PaperFinding:
    """Something a reader should not be given: where, what, and what to do."""

    file: str
    line: int
    rule: str
    message: str
    remedy: str


@dataclass(frozen=True)
class TypedFigure:
    """A number typed in a text."""

    text: str
    start: int

    @property
    def is_percent(self) -> bool:
        """Say whether it is a percentage."""
        return bool(re.search(r"%|per\s?cent", self.text, re.IGNORECASE))

    @property
    def is_money(self) -> bool:
        """Say whether it is an amount of money."""
        return "£" in self.text

    @property
    def amount(self) -> float:
        """Return its size."""
        number = re.search(r"\d[\d,]*(?:\.\d+)?", self.text)
        scale = re.search(r"(k|m|bn|million|billion|thousand)\s*$", self.text, re.IGNORECASE)
        size = float(number[0].replace(",", "")) if number else 0.0
        return size * (_SCALE[scale[1].lower()] if scale else 1.0)


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item or heading as written; `lead` are the words a list hangs from."""

    file: str
    source: str
    lines: tuple[tuple[int, int], ...]
    label: str = ""
    is_item: bool = False
    lead: str = ""
    place: str = ""

    @cached_property
    def text(self) -> str:
        """The words, without the calls in them, one space between words."""
        return without_calls(self.source, "…")

    @cached_property
    def calls(self) -> tuple[Call, ...]:
        """The calls that can be read; the others are refused where the paper is composed."""
        try:
            return tuple(calls(self.source))
        except CallError:
            return ()

    @property
    def line(self) -> int:
        """The line it starts on."""
        return self.lines[0][1]

    def line_at(self, start: int) -> int:
        """The line of a place in its text; calls shorten a text, so it is near, not exact."""
        return [line for offset, line in self.lines if offset <= start][-1]

    @cached_property
    def sentences(self) -> tuple[tuple[str, int], ...]:
        """The sentences, with where each starts."""
        sentences, start = [], 0
        for end in [*_SENTENCE_END.finditer(self.text), None]:
            stop = end.start() if end else len(self.text)
            if self.text[start:stop].strip():
                sentences.append((self.text[start:stop], start))
            start = end.end() if end else stop
        return tuple(sentences)

    @cached_property
    def figures(self) -> tuple[TypedFigure, ...]:
        """The numbers typed in it."""
        return tuple(figures(self.text))

    def find(self, rule: str, message: str, remedy: str, start: int = 0) -> PaperFinding:
        """Make a finding about it."""
        return PaperFinding(self.file, self.line_at(start), rule, message, remedy)


def figures(text: str) -> Iterator[TypedFigure]:
    """Find the figures of a text: digits that are not part of a name, a date or a reference."""
    bare = _NAMES.sub(lambda match: " " * len(match[0]), text)
    for match in _FIGURE.finditer(bare):
        yield TypedFigure(match["text"].strip().rstrip(","), match.start())


def has_period(text: str) -> bool:
    """Say whether a text names the period it is about."""
    return bool(_PERIOD.search(text))


def content_words(text: str) -> list[str]:
    """List the words that carry meaning, in a form that can be compared."""
    return [word for word in re.findall(r"[a-z]{4,}", text.casefold()) if word not in _COMMON]


_COMMON = frozenset(
    ("this", "that", "these", "those", "with", "from", "into", "have", "been", "will", "their",
     "which", "where", "were", "also", "through", "about", "above", "below", "there", "being",
     "more", "most", "such", "other", "when", "what", "than", "they", "over", "under", "only",
     "each", "within", "between", "across", "upon", "them")
)  # fmt: skip


def passages(file: str, chunks: Iterable[tuple[str, int, str]]) -> list[Passage]:
    """Divide chunks of text (text, line, place) into passages; a broken sentence is joined again."""
    made: list[Passage] = []
    lead = ""
    for written, first, place in chunks:
        text = _NAMED.sub("", written)
        for offset, line in enumerate(text.splitlines()):
            if not line.strip():
                continue
            number = first + offset
            last = made[-1] if made else None
            label = _LABEL.match(line)
            opens = bool(label or _OPENS.match(line) or _SECTION.match(line))
            is_item = bool(_BULLET.match(line)) or (not opens and _lists(last, line, offset))
            opens = opens or is_item
            goes_on = offset > 0 or (last is not None and not _ENDED.search(last.source))
            if last is None or opens or not goes_on or last.place != place:
                bare = _SECTION.sub("", _LABEL.sub("", line)) if offset == 0 else line
                words = _BULLET.sub("", _LABEL.sub("", bare)).strip()
                lead = lead if is_item else ""
                if is_item and last is not None and not last.is_item:
                    lead = last.source
                name = label[1] if label else ""
                made.append(Passage(file, words, ((0, number),), name, is_item, lead, place))
            else:
                made[-1] = _joined(last, line.strip(), number)
    return made


def _lists(last: Passage | None, line: str, offset: int) -> bool:
    """Say whether a line without a mark is an item: lists pasted from a PDF lose their marks."""
    if last is None:
        return False
    if last.is_item:
        return not _ENDED.search(last.source) and (offset == 0 or bool(_COUNTS.match(line)))
    return last.source.rstrip().endswith(":") and bool(_COUNTS.match(line))


def _joined(last: Passage, words: str, number: int) -> Passage:
    at = len(without_calls(last.source, "…")) + 1
    return Passage(
        last.file, f"{last.source} {words}", (*last.lines, (at, number)),
        last.label, last.is_item, last.lead, last.place,
    )  # fmt: skip
