"""What the snapshot knows of a text: signals, unlike populations, overtaken editions, areas."""

import calendar
import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import combinations

from dashboards.measures import Measure
from dashboards.papers.checker.claims import ClaimedSignal
from dashboards.papers.checker.text import PaperFinding, Passage, content_words
from dashboards.papers.commentary import Call
from dashboards.papers.lookup import Lookup, why_no_figure
from dashboards.papers.sections import NoFigureError
from dashboards.words import MONTHS

_NATIONAL = re.compile(r"\b(?:national\w*|across the country|England|Wales|UK)\b", re.IGNORECASE)
_GROUP = re.compile(
    r"\b(?:adults?|children|young people|youths?|juveniles?|women|females?|men|males?|prisoners?"
    r"|custod\w+|homeless|first[- ]time|repeat)\b",
    re.IGNORECASE,
)
_MONTH_YEAR = re.compile(rf"\b({'|'.join(MONTHS)})\s+(\d{{4}})\b")
_ADMITS = re.compile(r"\bnewer (?:edition|figures?)\b|\bovertaken\b", re.IGNORECASE)
_SAYS_WHICH = re.compile(
    r"^\s*(?:county|constabulary|police|force|and\s+[A-Z]|CSP|district|city|council)", re.IGNORECASE
)
_UNLIKE_AREAS = {"county", "force"}  # a county council's area leaves out what a city holds
_CALLED = ("value", "change", "finding", "period", "age", "from_april")
_DRAWN = ("chart", "table", "note")


class Known:
    """What one snapshot says of the measures that a text calls or names."""

    def __init__(self, lookup: Lookup) -> None:
        self.lookup = lookup
        self.published = lookup.published
        names: dict[str, set[str]] = defaultdict(set)
        for row in self.published.rows("select distinct area_code, area_name, area_type from area"):
            names[row["area_name"]].add(str(row["area_type"]))
        self._twofold = [name for name, kinds in names.items() if kinds >= _UNLIKE_AREAS]

    def measure(self, call: Call) -> Measure | None:
        """Read the measure that a call names; none where there is no such measure or area."""
        if call.name not in (*_CALLED, *_DRAWN) or not call.arguments:
            return None
        try:
            return self.lookup.measure(*call.arguments)
        except (NoFigureError, TypeError):
            return None

    def signals(self, passage: Passage) -> dict[str, ClaimedSignal]:
        """Return what the published series of each called measure says, by the call's words."""
        signals = {}
        for call in passage.calls:
            measure = self.measure(call)
            if measure is not None:
                signals[call.source] = ClaimedSignal(
                    measure.metric["title"],
                    measure.variation,
                    measure.finding,
                    not measure.is_above_mean,
                )
        return signals

    def titles(self) -> dict[str, list[str]]:
        """Name the measures that keep each promised item."""
        titles: dict[str, list[str]] = defaultdict(list)
        for row in self.published.promises:
            metric = self.published.metrics.get(row["metric_id"] or "")
            if metric:
                titles[row["item"].casefold()].append(metric["title"])
        return titles

    def check(self, passage: Passage) -> Iterator[PaperFinding]:
        """Check a passage against the snapshot."""
        yield from self._empty_calls(passage)
        yield from self._unlike_calls(passage)
        yield from self._overtaken_calls(passage)
        yield from self._overtaken_words(passage)
        yield from self._areas(passage)
        yield from unlike_words(passage)

    def _empty_calls(self, passage: Passage) -> Iterator[PaperFinding]:
        """A call that no figure answers: the sentence would be left out of the paper."""
        for call in passage.calls:
            if call.name not in (*_CALLED, *_DRAWN) or not call.arguments:
                continue
            measure = self.measure(call)
            if measure is not None and measure.latest is not None:
                continue
            why = why_no_figure(measure) if measure else f"there is no measure {call.arguments[0]}"
            yield passage.find(
                "no_figure",
                f"“{call.source}” has no figure: {why.rstrip('.')}.",
                "Mend the name or the area; or say in words that there is no figure, and why.",
            )

    def _unlike_calls(self, passage: Passage) -> Iterator[PaperFinding]:
        """Two figures of one unit that count other people, in another way, or over another time."""
        values = [c for c in passage.calls if c.name == "value" and not c.options.get("context")]
        read = [(call, measure) for call in values if (measure := self.measure(call)) is not None]
        for (one, first), (other, second) in combinations(read, 2):
            if first.metric["unit"] != second.metric["unit"]:
                continue
            differ = [
                name
                for name in ("population", "basis", "geography")
                if first.metric[name] != second.metric[name]
            ]
            if _kind(first) != _kind(second):
                differ.append("kind of area")
            if first.period_text != second.period_text:
                differ.append("period")
            if differ:
                yield passage.find(
                    "unlike_populations",
                    f"“{one.source}” and “{other.source}” are not alike: they differ in "
                    f"{', '.join(differ)}.",
                    "Give them in paragraphs of their own; or mark the one that is only context: "
                    "value(..., context=true).",
                )

    def _overtaken_calls(self, passage: Passage) -> Iterator[PaperFinding]:
        if _ADMITS.search(passage.text):
            return
        for call in passage.calls:
            measure = self.measure(call)
            text = self.lookup.releases.overtaken_text(measure) if measure else ""
            if text:
                yield passage.find(
                    "overtaken",
                    f"“{call.source}”: {text}.",
                    "Load that edition; or say in the sentence that a newer edition is out.",
                )

    def _overtaken_words(self, passage: Passage) -> Iterator[PaperFinding]:
        """A typed figure of a measure whose release calendar holds later figures than its date."""
        dates = [
            _month_end(int(y), MONTHS.index(m) + 1) for m, y in _MONTH_YEAR.findall(passage.text)
        ]
        if not passage.figures or not dates:
            return
        about = set(content_words(passage.text))
        for metric_id in self.lookup.releases.metric_ids:
            metric = self.published.metrics.get(metric_id)
            if metric is None or not set(content_words(metric["title"])) <= about:
                continue
            row = self.lookup.releases.overtaking(metric_id, max(dates))
            if row is None:
                continue
            for figure in passage.figures:
                yield passage.find(
                    "overtaken",
                    f"“{figure.text}”: {row['publication']}, {row['edition']}, was due before "
                    "this Board.",
                    "Load that edition and call the figure.",
                    figure.start,
                )

    def _areas(self, passage: Passage) -> Iterator[PaperFinding]:
        """A name of two areas beside a typed figure: the county leaves out what the force holds."""
        for sentence, start in passage.sentences:
            inside = [f for f in passage.figures if start <= f.start < start + len(sentence)]
            for name in self._twofold:
                at = [m.end() for m in re.finditer(rf"\b{re.escape(name)}\b", sentence)]
                plain = [end for end in at if not _SAYS_WHICH.match(sentence[end:])]
                for figure in inside if plain else ():
                    yield passage.find(
                        "ambiguous_area",
                        f"“{figure.text}”: “{name}” is the name of two areas.",
                        f"Say which: {name} county, or the force area.",
                        figure.start,
                    )


def unlike_words(passage: Passage) -> Iterator[PaperFinding]:
    """Two typed percentages in one paragraph, of which one is of the nation or of a group apart."""
    read = []
    for sentence, start in passage.sentences:
        percents = [
            f for f in passage.figures if f.is_percent and start <= f.start < start + len(sentence)
        ]
        if percents:
            groups = {word.casefold() for word in _GROUP.findall(sentence)}
            read.append((percents, bool(_NATIONAL.search(sentence)), groups))
    if "context" in passage.text.casefold() or len(read) < 2:
        return
    _, is_national, groups = read[0]
    for percents, national, others in read[1:]:
        if national != is_national or groups != others:
            for figure in percents:
                yield passage.find(
                    "unlike_populations",
                    f"“{figure.text}” is of other people or another area than "
                    f"“{read[0][0][0].text}” before it.",
                    "Give it a paragraph of its own, and say that it is context.",
                    figure.start,
                )


def _kind(measure: Measure) -> str:
    return (measure.area_code or "")[:3]


def _month_end(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])
