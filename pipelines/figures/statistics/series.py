"""Judge one published series whole: what it shows, since when, against its season and its target.

Only final figures are judged, so that a late or missing figure is never news; of periods that
overlap (years ending each quarter) only those that do not share a day with a later one, because
neighbours that share data would make runs of themselves.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from pipelines.figures.statistics import spc, wording
from pipelines.figures.statistics.change import Change, Figure, Kind, change
from pipelines.figures.statistics.periods import period_name
from pipelines.figures.statistics.seasonal import LENGTHS, Season, season

MAY_BE_NEGATIVE = ("gbp", "gbp_each")
SIGNALS = ("improving", "concern", "shift")
NOT_AWAITED = ("not_due", "not_applicable")


@dataclass(frozen=True)
class Point:
    """One figure of a series."""

    start: dt.date
    end: dt.date
    value: float | None
    state: str = "final"
    numerator: float | None = None
    denominator: float | None = None

    @property
    def is_settled(self) -> bool:
        """True where the figure is there and will not change as matters stand."""
        return self.value is not None and self.state == "final"


@dataclass(frozen=True)
class Break:
    """What divides a series: figures before and after are not compared."""

    date: dt.date
    words: str


@dataclass(frozen=True)
class Finding:
    """What a series says; limits are null where it is seasonal: each month has its own.

    `mean`, `usual_lower` and `usual_upper` are what is usual in the latest period judged.
    """

    judgement: spc.Judgement
    sentence: str
    method: str
    assurance: str
    assurance_sentence: str
    is_seasonal: bool
    caution: str
    judged_to: dt.date | None = None
    segment_start: dt.date | None = None
    mean: float | None = None
    lower: float | None = None
    upper: float | None = None
    usual_lower: float | None = None
    usual_upper: float | None = None
    change: Change | None = None


def read(
    title: str,
    period_type: str,
    points: Sequence[Point],
    kind: Kind,
    *,
    target: float | None = None,
    breaks: Sequence[Break] = (),
    as_at: dt.date | None = None,
) -> Finding:
    """Judge a series, in order of time, and put it into words."""
    settled = apart([point for point in points if point.is_settled])
    values = [point.value or 0.0 for point in settled]
    edges = [edge for edge in (_edge(settled, one.date) for one in breaks) if edge]
    seasonality, effects = _season(settled, period_type, edges)
    if effects:
        values = [value - effect for value, effect in zip(values, effects, strict=True)]
    floor = None if kind.unit in MAY_BE_NEGATIVE else 0.0
    ceiling = 100.0 if kind.unit == "percent" else None
    bounds = {} if effects else {"floor": floor, "ceiling": ceiling}
    judged = spc.judge(values, better_when=kind.better_when, target=target, breaks=edges, **bounds)
    labels = [period_name(period_type, point.start, point.end) for point in settled]
    sentence = wording.finding(title, judged, labels, is_seasonal=bool(effects))
    caution = _caution(points, settled, judged, period_type, as_at, seasonality)
    assurance = judged.assurance
    if effects:
        ends = _shifted(judged, min(effects), max(effects))
        assurance = spc.assurance_of(target, kind.better_when, *ends)
    assured = "" if target is None else wording.assured(assurance, target_text(target, kind.unit))
    method = _method(
        judged, is_apart=len(settled) < sum(p.is_settled for p in points), is_seasonal=bool(effects)
    )
    if not settled:
        return Finding(judged, sentence, method, assurance, assured, False, caution)
    now = effects[-1] if effects else 0.0
    usual = _shifted(judged, now, now)
    return Finding(
        judged,
        sentence,
        method,
        assurance,
        assured,
        bool(effects),
        caution,
        judged_to=settled[-1].end,
        segment_start=settled[judged.stretches[-1].start].start,
        mean=None if judged.mean is None else judged.mean + now,
        lower=None if effects else judged.lower,
        upper=None if effects else judged.upper,
        usual_lower=spc.bounded(usual[0], floor, ceiling),
        usual_upper=spc.bounded(usual[1], floor, ceiling),
        change=_on_a_year_before(points, settled[-1], period_type, kind, judged, breaks),
    )


def apart(points: Sequence[Point]) -> list[Point]:
    """Keep the latest point and, going back, each that ends before the one kept begins."""
    kept: list[Point] = []
    for point in reversed(points):
        if not kept or point.end < kept[-1].start:
            kept.append(point)
    return kept[::-1]


def target_text(target: float, unit: str) -> str:
    """Say a target in its unit."""
    number = f"{target:,.1f}".removesuffix(".0")
    return f"{number}%" if unit == "percent" else number


def _edge(points: Sequence[Point], date: dt.date) -> int:
    """Find the first point that a break touches; 0 where it divides nothing."""
    return next((n for n, point in enumerate(points) if point.end >= date), 0)


def _season(
    points: Sequence[Point], period_type: str, edges: Sequence[int]
) -> tuple[Season, list[float]]:
    """Find what the time of year does to each point; nothing where periods are irregular."""
    length = LENGTHS.get(period_type)
    if length is None or not points:
        return Season(is_known=True), []
    months, first = 12 // length, points[0].start
    places = [
        ((point.start.year - first.year) * 12 + point.start.month - first.month) // months
        for point in points
    ]
    if len(set(places)) < len(places):
        return Season(is_known=False), []
    grid: list[float | None] = [None] * (places[-1] + 1)
    for place, point in zip(places, points, strict=True):
        grid[place] = point.value
    seasonality = season(grid, length, [places[edge] for edge in edges])
    effects = seasonality.effects
    return seasonality, [effects[place % length] for place in places] if effects else []


def _shifted(
    judged: spc.Judgement, lowest: float, highest: float
) -> tuple[float | None, float | None]:
    if judged.lower is None or judged.upper is None:
        return None, None
    return judged.lower + lowest, judged.upper + highest


def _method(judged: spc.Judgement, *, is_apart: bool, is_seasonal: bool) -> str:
    """Name how the series was judged."""
    if judged.variation == "too_few":
        return "none"
    if is_seasonal:
        return "xmr_seasonally_adjusted"
    return "xmr_periods_apart" if is_apart else "xmr"


def _caution(
    points: Sequence[Point],
    settled: Sequence[Point],
    judged: spc.Judgement,
    period_type: str,
    as_at: dt.date | None,
    seasonality: Season,
) -> str:
    last = settled[-1].end if settled else dt.date.min
    after = [point for point in points if point.end > last and point.state not in NOT_AWAITED]
    given = [point.end for point in points if point.value is not None]
    months_old = None
    if as_at and given:
        months_old = (as_at.year - max(given).year) * 12 + as_at.month - max(given).month
    return wording.caution(
        unsettled=[period_name(period_type, p.start, p.end) for p in after if p.value is not None],
        absent=[
            period_name(period_type, p.start, p.end)
            for p in after
            if p.value is None and (as_at is None or p.end <= as_at)
        ],
        months_old=months_old,
        season_is_known=seasonality.is_known or judged.variation not in SIGNALS,
    )


def _on_a_year_before(
    points: Sequence[Point],
    latest: Point,
    period_type: str,
    kind: Kind,
    judged: spc.Judgement,
    breaks: Sequence[Break],
) -> Change | None:
    """Compare the latest settled figure with that of the same period a year before."""
    when = (latest.start.year - 1, latest.start.month, latest.start.day)
    before = [p for p in points if (p.start.year, p.start.month, p.start.day) == when]
    if len(before) != 1:
        return None
    first, second = (
        Figure(
            period_name(period_type, point.start, point.end),
            point.value,
            point.numerator,
            point.denominator,
            point.state,
            (point.end - point.start).days + 1,
        )
        for point in (before[0], latest)
    )
    for one in breaks:
        if before[0].start < one.date <= latest.end:
            words = f"{second.label} against {first.label}: not compared, divided by {one.words}"
            return Change("not_compared", words)
    return change(
        first,
        second,
        kind,
        range_limit=judged.stretches[-1].range_limit,
        is_usual=judged.variation == "common_cause",
    )
