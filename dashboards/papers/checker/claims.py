"""What prose may claim: a change only where a published signal carries it, and never without one."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboards.papers.checker.text import PaperFinding, Passage

_UP = r"rose|risen|rises|increased|grew|grown|went up|gone up|climbed|higher"
_DOWN = r"fell|fallen|falls|decreased|declined|dropped|went down|gone down|reduced|lower|fewer"
_GOOD = r"improved|improvements?|(?:is|are|got|become) better|success(?:es)?|strengthened"
_BAD = r"worsened|deteriorated|worse"
_GOING = (
    r"(?:is|are|was|were|been|trend of) (?:rising|growing|falling|improving|worsening|increasing"
    r"|decreasing|reducing|declining|deteriorating)"
)
_NOUNS = r"an? (?:\w+ )?(?:rise|increase|decrease|fall|drop|reduction|decline|improvement|upturn)"
_CHANGE = re.compile(rf"\b(?:{_UP}|{_DOWN}|{_GOOD}|{_BAD}|{_NOUNS}|{_GOING})\b", re.I)
# What is hoped for, planned or general is no claim that something changed.
_INTENT = re.compile(
    r"\b(?:to|will|would|could|may|might|should|can|likely to|aims? to|intended|order to|seeks? to"
    r"|opportunit\w+|need(?:ed)? to|help(?:s|ing)?|lead to|further)\s+(?:\w+\s+){0,4}$",
    re.IGNORECASE,
)
_VAGUE_CLAIM = re.compile(
    r"\b(?:high|higher|large|larger|low|lower|small|significant|considerable|substantial|growing"
    r"|increasing|good|strong)\s+(?:and \w+\s+)?(?:numbers?|percentages?|proportions?|volumes?"
    r"|levels?|shares?|rates?|awareness|engagement|take-?up)\b"
    r"|\bremains?\s+(?:very |highly |particularly )?(?:challenging|high|low|strong|stable|difficult"
    r"|an? (?:challenge|problem|concern))\b"
    r"|\bsigns? of\b|\bmore and more\b|\bsuccessfully\b|\bencouraging\b"
    r"|\bless (?:individuals|people|offenders|victims)\b",
    re.IGNORECASE,
)
_TWO_POINTS = re.compile(
    r"\bfrom\s+(?P<first>\S*\d\S*).{0,60}?\bto\s+(?P<last>\S*\d\S*)", re.IGNORECASE
)
_REACHED = re.compile(
    r"\b(?:fell|rose|increased|decreased|dropped|reduced|improved|declined|grew)\s+to\s+"
    r"(?P<figure>\S*\d[\d.,]*%?)",
    re.IGNORECASE,
)
_BY_PERCENT = re.compile(
    rf"\b(?:{_UP}|{_DOWN}|{_GOOD}|{_BAD}|{_NOUNS})\s+(?:\w+\s+)?(?:by|of)\s+(?P<figure>\d[\d.]*"
    r"\s?(?:%|per\s?cent))|(?P<lead>\d[\d.]*\s?(?:%|per\s?cent))\s+(?:rise|increase|decrease|fall"
    r"|drop|reduction|decline|improvement)",
    re.IGNORECASE,
)
_IS_RATE = re.compile(r"\b(?:rates?|percentages?|proportions?|shares?)\b", re.IGNORECASE)
SIGNALS = ("improving", "concern", "shift")
_CARRIERS = ("value", "change", "finding")


@dataclass(frozen=True)
class ClaimedSignal:
    """What a measure's published series says."""

    title: str
    variation: str
    sentence: str
    is_lower: bool


def check(passage: Passage, signals: Mapping[str, ClaimedSignal]) -> Iterator[PaperFinding]:
    """Check each claim against the signals of the measures that its paragraph calls."""
    named = [c.source for c in passage.calls if c.name in _CARRIERS and c.arguments]
    called = [signals[source] for source in named if source in signals]
    for sentence, start in passage.sentences:
        yield from _changes(passage, sentence, start, called)
        yield from _without_figure(passage, sentence, start)
        yield from _points(passage, sentence, start)


def _claims(sentence: str) -> Iterator[re.Match[str]]:
    for match in _CHANGE.finditer(sentence):
        if not _INTENT.search(sentence[: match.start()]):
            yield match


def _changes(
    passage: Passage, sentence: str, start: int, called: list[ClaimedSignal]
) -> Iterator[PaperFinding]:
    for match in _claims(sentence):
        word = match[0]
        at = start + match.start()
        if not called:
            yield passage.find(
                "unproved_change",
                f"“{word}” claims a change, and the paragraph calls no published finding.",
                'Call it: {{ change("...") }} says what the series shows; or leave the claim out.',
                at,
            )
        elif not any(_carries(signal, word) for signal in called):
            signal = called[0]
            yield passage.find(
                "signal_differs",
                f"“{word}”: the published series of {signal.title} does not carry it "
                f"({signal.sentence or 'no clear change'}).",
                "Write what the series shows: “no clear change” is a finding.",
                at,
            )


def _carries(signal: ClaimedSignal, word: str) -> bool:
    """Say whether a measure's signal allows a word of change."""
    if signal.variation not in SIGNALS:
        return False
    if re.search(r"improving", word, re.IGNORECASE):
        return signal.variation == "improving"
    if re.search(r"worsening|deteriorating", word, re.IGNORECASE):
        return signal.variation == "concern"
    if re.fullmatch(_GOOD, word, re.IGNORECASE):
        return signal.variation == "improving"
    if re.fullmatch(_BAD, word, re.IGNORECASE):
        return signal.variation == "concern"
    if re.search(
        rf"\b(?:{_DOWN}|decreas\w+|fall\w*|drop|reduc\w+|declin\w+)\b", word, re.IGNORECASE
    ):
        return signal.is_lower
    if re.search(rf"\b(?:{_UP}|ris\w+|increas\w+|grow\w+|upturn)\b", word, re.IGNORECASE):
        return not signal.is_lower
    return True


def _without_figure(passage: Passage, sentence: str, start: int) -> Iterator[PaperFinding]:
    has_figure = "…" in sentence or any(
        start <= figure.start < start + len(sentence) for figure in passage.figures
    )
    if has_figure:
        return
    for match in _VAGUE_CLAIM.finditer(sentence):
        yield passage.find(
            "claim_without_figure",
            f"“{match[0]}” is a claim without a figure.",
            'Give the figure, or enter the question in evidence_gaps.yaml and say "we cannot tell".',
            start + match.start(),
        )


def _points(passage: Passage, sentence: str, start: int) -> Iterator[PaperFinding]:
    claims = any(_claims(sentence))
    two = _TWO_POINTS.search(sentence)
    if two and claims:
        for name in ("first", "last"):
            yield passage.find(
                "two_points",
                f"“{two[name].strip('.,')}” is one of two points, and two points are no trend.",
                'Call {{ chart("...") }} and {{ change("...") }}, which look at the whole series.',
                start + two.start(name),
            )
    for match in _REACHED.finditer(sentence):
        if two is None:
            yield passage.find(
                "no_from_value",
                f"“{match['figure'].rstrip('.,')}” is said to be reached, without from where.",
                "Give the value it moved from, and the period of that.",
                start + match.start("figure"),
            )
    for match in _BY_PERCENT.finditer(sentence):
        if _IS_RATE.search(sentence):
            figure = match["figure"] or match["lead"]
            yield passage.find(
                "percent_or_points",
                f"“{figure}” of a rate: per cent, or percentage points?",
                "Of a rate say percentage points, and give both rates.",
                start + match.start(),
            )
