"""What a figure in prose must have: a published source, a period, a base, a total, a comparison."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from dashboards.papers.checker.text import PaperFinding, Passage, TypedFigure, has_period

_VAGUE = re.compile(
    r"\b(?:almost|nearly|around|about|approximately|approx\.?|roughly|some|over|more than|up to"
    r"|circa|c\.|at least|in excess of|just (?:over|under))\s+$",
    re.IGNORECASE,
)
_BASE = re.compile(r"\b(?:of|out of)\s+(?:the\s+)?\d[\d,]*|\bn\s*=\s*\d", re.IGNORECASE)
_SOURCE = re.compile(
    r"\b(?:according to|source|published by|reported by|survey|statistics|data from|as recorded in"
    r"|study|census)\b",
    re.IGNORECASE,
)
_ESTIMATE = re.compile(r"\b(?:on average|estimated?|assum\w+|typically|modelled)\b", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(?:past|last|previous)\s+(?:\w+\s+)?(?:day|week|month|quarter|year)s?\b"
    r"|\bthis (?:year|month|quarter)\b|\b(?:recently|to date|so far)\b",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:compared?|against|than|versus|vs|from\s+\S+\s+(?:in\s+.{0,20})?to|same (?:period|month"
    r"|quarter|time)|previous\w*|earlier period|the year before|national\w*)\b|…",
    re.IGNORECASE,
)
_EACH = re.compile(r"\b(?:to|for|per|by)\s+each\b|\beach\b|\bper\s+[A-Z][\w-]+", re.IGNORECASE)
_TOTAL = re.compile(r"\b(?:totals?|in all|altogether|sums? to|come to|in total)\b", re.IGNORECASE)
_ADDS = re.compile(r"\boverlap\w*|\badd(?:ed)? up\b|\btotals?\b|\bin all\b", re.IGNORECASE)
_PART = re.compile(
    r"(?<!each )\b(?:of (?:those|these|them|whom|which)|among (?:those|these|them))\b", re.I
)
_SHARED = re.compile(
    r"\b(?:recipients? including|shared (?:by|between)|jointly|split between|several recipients)\b",
    re.IGNORECASE,
)
_ACTIVITY = re.compile(
    r"\b(?:attended|attendees|events?|workshops?|sessions?|meetings?|training days?|visits?"
    r"|leaflets?|downloads?|views)\b",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"\b(?:(?:one|two|three|four)[ -](?:thirds?|quarters?|fifths?|tenths?)|(?:a|one) (?:half|third"
    r"|quarter|fifth)|half) of\b|\b(?:majority|minority|most|handful|vast majority) of\b"
    r"|\b(?:one|two|three|four)[ -](?:thirds?|quarters?|fifths?|tenths?)\b",
    re.IGNORECASE,
)
_LIST_FROM = 3  # amounts from which a list needs its total
_LARGE = 1000


@dataclass(frozen=True)
class FigureInPlace:
    """A figure where it stands: its sentence, and what stands around it."""

    passage: Passage
    figure: TypedFigure
    sentence: str

    @property
    def around(self) -> str:
        """The sentence with the words that a list hangs from."""
        return f"{self.passage.lead} {self.sentence}"

    def find(self, rule: str, message: str, remedy: str) -> PaperFinding:
        """Make a finding that names the figure."""
        return self.passage.find(rule, f"“{self.figure.text}” {message}", remedy, self.figure.start)


def places(passage: Passage) -> Iterator[FigureInPlace]:
    """Find each figure with its sentence."""
    for figure in passage.figures:
        sentence = next(
            (text for text, start in reversed(passage.sentences) if start <= figure.start),
            passage.text,
        )
        yield FigureInPlace(passage, figure, sentence)


def check(passage: Passage) -> Iterator[PaperFinding]:
    """Check every figure typed in a passage, and every share said in words."""
    for place in places(passage):
        yield place.find(
            "typed_figure",
            "is typed by hand: no published figure stands behind it.",
            'Call it: {{ value("...") }}. Where no measure gives it, leave it out or make it one.',
        )
        yield from _of_one(place)
    for sentence, start in passage.sentences:
        for match in _FRACTION.finditer(sentence):
            yield passage.find(
                "share_in_words",
                f"“{match[0]}” is a share without its figures.",
                "Give both numbers: 21 of 32.",
                start + match.start(),
            )


def _of_one(place: FigureInPlace) -> Iterator[PaperFinding]:
    passage, figure, sentence = place.passage, place.figure, place.sentence
    before = passage.text[: figure.start]
    if not has_period(place.around) and not (passage.is_item and has_period(passage.lead)):
        yield place.find(
            "no_period",
            "has no period, and no word on how it is averaged.",
            'Say when it is of: {{ period("...") }}; of a daily figure, over which days.',
        )
    if match := _VAGUE.search(before):
        yield place.find(
            "vague_amount", f"is only “{match[0].strip()}”.", "Give the figure itself."
        )
    if figure.is_percent and not _BASE.search(sentence):
        yield place.find(
            "no_base",
            "has no numerator or denominator: it may rest on few cases.",
            "Give both numbers, and whether it is a flow or a cohort; value() brings its note.",
        )
    if figure.is_percent and not (has_period(sentence) or _SOURCE.search(passage.text)):
        yield place.find("no_source", "has no source and no year.", "Name both, or leave it out.")
    if _ESTIMATE.search(sentence) and not _SOURCE.search(sentence):
        yield place.find(
            "assumption", "rests on an assumption without a source.", "Say who estimated it, when."
        )
    if _RELATIVE.search(sentence) and not figure.is_percent:
        yield place.find(
            "relative_period", "is of a period that moves as time passes.", "Give its dates."
        )
    yield from _of_its_meaning(place)


def _of_its_meaning(place: FigureInPlace) -> Iterator[PaperFinding]:
    figure, sentence = place.figure, place.sentence
    others = [f for f in place.passage.figures if f != figure and f.text in sentence]
    if has_period(sentence) and not _COMPARED.search(sentence) and not others:
        yield place.find(
            "no_comparison",
            "stands alone: a reader cannot tell whether it is many or few.",
            'Set the same figure of an earlier period beside it, or {{ change("...") }}.',
        )
    if figure.is_money and _EACH.search(sentence) and not _TOTAL.search(sentence):
        yield place.find("each_without_total", "is for each, without the total.", "Give the total.")
    if _PART.search(sentence) and not figure.is_percent and not figure.is_money:
        yield place.find(
            "part_without_share",
            "is a part, without its share and how sure that is.",
            'Give it of how many, with its interval: {{ value("...") }} does.',
        )
    if _ACTIVITY.search(sentence) and not figure.is_money and not figure.is_percent:
        yield place.find(
            "activity", "counts activity, not what came of it.", "Say what changed for people."
        )


def _is_amount(figure: TypedFigure) -> bool:
    return figure.is_money or ("," in figure.text and figure.amount >= _LARGE)


def _unsplit(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """Find the amount that follows words of several recipients, in the same words or the next."""
    for at, passage in enumerate(passages):
        for shared in _SHARED.finditer(passage.text):
            here = [f for f in passage.figures if _is_amount(f) and f.start > shared.start()]
            after = passages[at + 1] if at + 1 < len(passages) else passage
            there = [f for f in after.figures if _is_amount(f)]
            holder = passage if here else after
            for figure in (here or there)[:1]:
                yield holder.find(
                    "unsplit",
                    f"“{figure.text}” is one amount to several recipients.",
                    "Keep it as one, and say that its split is not known.",
                    figure.start,
                )


def _overlaps(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """Find lists of counts that do not say whether a reader may add them up."""
    for lead, group in groupby(passages, key=lambda passage: passage.lead):
        items = [passage for passage in group if passage.is_item and passage.figures]
        text = " ".join([lead, *(passage.text for passage in items)])
        if len(items) < _LIST_FROM or _ADDS.search(text):
            continue
        for passage in items:
            figure = passage.figures[0]
            yield passage.find(
                "overlap_unsaid",
                f"“{figure.text}” stands in a list of counts that may overlap.",
                "Say that the types overlap and must not be added up, or give their total.",
                figure.start,
            )


def check_lists(passages: Sequence[Passage]) -> Iterator[PaperFinding]:
    """Check that a list of amounts has its total, and that prose about it says the same total."""
    yield from _unsplit(passages)
    yield from _overlaps(passages)
    runs = groupby(passages, key=lambda passage: any(map(_is_amount, passage.figures)))
    for has_amounts, group in runs:
        listed = list(group)
        amounts = [f for passage in listed for f in passage.figures if _is_amount(f)]
        bare = [f for f in amounts if "£" not in f.text]
        if not has_amounts or len(bare) < _LIST_FROM:
            continue
        if any(_TOTAL.search(passage.text) for passage in listed):
            continue
        total = sum(figure.amount for figure in amounts)
        for passage in listed:
            for figure in filter(_is_amount, passage.figures):
                yield passage.find(
                    "list_without_total",
                    f"“{figure.text}” stands in a list without its total ({total:,.0f}).",
                    "Give the total, and its share of all; the grants appendix does.",
                    figure.start,
                )
        yield from _other_totals(passages, listed, total)


def _other_totals(
    passages: Sequence[Passage], listed: list[Passage], total: float
) -> Iterator[PaperFinding]:
    """Find prose that points to a list and names another sum than the list's."""
    opening = re.match(r"appendix\s+\d+", listed[0].text, re.IGNORECASE)
    for passage in passages:
        if passage in listed or not opening:
            continue
        if opening[0].casefold() not in passage.text.casefold():
            continue
        for figure in passage.figures:
            if figure.is_money and abs(figure.amount - total) >= 1:
                yield passage.find(
                    "total_differs",
                    f"“{figure.text}” is not the sum of {opening[0]}, which is {total:,.0f} "
                    f"({100 * total / figure.amount:.0f}% of it).",
                    "Say what the rest is for, or give the sum that is listed.",
                    figure.start,
                )
