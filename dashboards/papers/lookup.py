"""Looks figures up for a paper: each measure is read once, and its note is remembered."""

import datetime as dt
from typing import Any

from dashboards import words
from dashboards.charts.svg import svg
from dashboards.measures import Measure, measure
from dashboards.papers.blocks import Block, Figures, Picture, Table, Text, page_share, reference
from dashboards.papers.clean_text import CleanedSnapshot, clean
from dashboards.papers.registers import Releases
from dashboards.papers.sections import NoFigureError
from snapshot.published import Row

# The period a typical day is the average of, the first that there is.
_UNSAID = ""  # the sentence is left out, and nothing stands in its place
_MOST_ROWS = 12  # of a table that commentary asks for: the rest stands in the appendix
_TYPICAL = ("day_average", "quarter", "financial_year", "month")
Key = tuple[str, str | None, str | None, str | None]
COMMENTARY_CALLS = (
    *("value", "change", "period", "age", "finding", "from_april"),
    *("chart", "table", "note", "ref"),
)


class Lookup:
    """The figures one paper uses, in the order it first uses them."""

    def __init__(self, published: CleanedSnapshot, board_date: dt.date | None = None) -> None:
        self.published = published
        self.releases = Releases(published, board_date or published.as_at)
        self.drawn: list[Block] = []  # blocks that prose asked for, until they are placed
        self.charts: dict[str, Measure] = {}  # label of a chart: the measure it shows
        self.noted: list[str] = []
        self.set_out: set[str] = set()  # measures whose parts prose has listed: no chart of them
        self.mentioned: set[str] = set()  # measures whose figure stands in prose
        # A promise explains a measure that is not in the catalogue where it is made.
        promised = {row["metric_id"] for row in published.promises}
        self._excused = promised - published.metrics.keys()
        self._read: dict[Key, Measure] = published.remembered
        self._day: dict[str, Row] = {}

    def measure(
        self,
        metric_id: str,
        area: str | None = None,
        part: str | None = None,
        period_type: str | None = None,
    ) -> Measure:
        """Read a measure; for the office's own force unless an area is named."""
        if metric_id not in self.published.metrics:
            message = f"No figure: this snapshot has no measure called {metric_id}."
            raise NoFigureError(message if self._excuse(metric_id) else "")
        key = (metric_id, area, part, period_type)
        if key not in self._read:
            code = self._area_code(metric_id, area) if area else None
            self._read[key] = measure(self.published, metric_id, code, part, period_type)
        return self._read[key]

    def _area_code(self, metric_id: str, area: str) -> str:
        series = self.published.series_of(metric_id)
        for row in series:
            if area in (row["area_code"], row["area_name"]):
                return str(row["area_code"])
        return area

    def note(self, metric_id: str) -> str:
        """Point to the note behind a measure, which is then written."""
        self.measure(metric_id)
        if metric_id not in self.noted:
            self.noted.append(metric_id)
        return reference(note_label(metric_id))

    def functions(self) -> dict[str, Any]:
        """Return what prose may call between double braces."""
        return {
            "value": self._value,
            "change": self._change,
            "from_april": self._from_april,
            "period": self._period,
            "age": self._age,
            "finding": self._finding,
            "chart": self._chart,
            "table": self._table,
            "typical_day": self._typical_day,
            "typical_day_period": self._typical_day_period,
            "note": self.note,
            "ref": reference,
        }

    def _known(self, metric_id: str, *which: str | None) -> Measure:
        """Read a measure for a sentence, which is not written when there is no figure for it."""
        measure = self.measure(metric_id, *which)
        self.mentioned.add(metric_id)
        if measure.latest is None:
            message = no_figure(measure, self.note(metric_id))
            raise NoFigureError(message if self._excuse(metric_id) else "")
        self.note(metric_id)
        return measure

    def _excuse(self, metric_id: str) -> bool:
        """Say whether a missing figure is still to be explained: once in a paper is enough."""
        explained = metric_id in self._excused
        self._excused.add(metric_id)
        return not explained

    def commentary_functions(self) -> dict[str, Any]:
        """Return what officers' commentary may call."""
        every = self.functions()
        return {name: every[name] for name in COMMENTARY_CALLS}

    def _value(self, metric_id: str, *which: str | None, context: bool = False) -> str:
        """Say a figure; `context` tells the checker that it stands beside unlike ones knowingly."""
        measure = self._known(metric_id, *which)
        if not measure.value_text:
            raise NoFigureError(f"{measure.finding.rstrip('.')}.")
        return measure.value_text

    def _change(self, metric_id: str, *which: str | None) -> str:
        measure = self._known(metric_id, *which)
        if measure.variation == "too_few":
            return "we cannot tell yet whether it changed"
        return words.VARIATION[measure.variation]

    def _from_april(self, metric_id: str, *which: str | None) -> str:
        """Say the figure of the April that began the latest figure's financial year."""
        measure = self._known(metric_id, *which)
        latest = measure.latest
        if latest is None or measure.period_type != "month":
            raise NoFigureError(_UNSAID)
        end = latest["period_end_date"]
        april = dt.date(end.year - (end.month < 4), 4, 1)
        rows = self.published.observations(
            metric_id, "month", [str(measure.area_code)], totals=measure.breakdown_value is None
        )
        for row in rows:
            same = row["breakdown_value"] == measure.breakdown_value
            if row["period_start_date"] == april and row["value"] is not None and same:
                text = words.value_text(row["value"], measure.metric["unit"])
                return f"{text} in {words.month_text(april)}"
        raise NoFigureError(_UNSAID)

    def _period(self, metric_id: str, *which: str | None) -> str:
        return self._known(metric_id, *which).period_text

    def _age(self, metric_id: str, *which: str | None) -> str:
        return self._known(metric_id, *which).age_text

    def _finding(self, metric_id: str, *which: str | None) -> str:
        return self._known(metric_id, *which).finding.rstrip(".")

    def _chart(self, metric_id: str, *which: str | None) -> str:
        measure = self._known(metric_id, *which)
        if picture := self.picture(measure):
            self.drawn.append(picture)
        return ""

    def picture(self, measure: Measure) -> Picture | None:
        """Draw a measure once; a second call gives nothing."""
        metric_id = measure.metric["metric_id"]
        name = "-".join(filter(None, (metric_id, measure.area_code, measure.breakdown_value)))
        label = f"chart-{name.replace(' ', '-').replace('_', '-').lower()}"
        if measure.chart is None or label in self.charts:
            return None
        self.charts[label] = measure
        self.note(metric_id)
        table = f"The same figures stand in {reference(table_label(label))}."
        return Picture(measure.chart, svg(measure.chart), label, Text(table))

    def _table(self, metric_id: str, *which: str | None) -> str:
        """Set a measure's table where it is asked for: its parts, else the chart's own figures."""
        measure = self._known(metric_id, *which)
        parts = measure.breakdown if measure.breakdown.rows else measure.table
        name = "-".join(filter(None, (metric_id, *which))).replace(" ", "-").replace("_", "-")
        rows = parts.rows[:_MOST_ROWS]
        more = len(parts.rows) - len(rows)
        caption = f"{measure.metric['title']}, {measure.area_name}, {measure.period_text}"
        caption += f" (the first {len(rows)} of {len(parts.rows)} rows)" if more else ""
        widths = (2.0, *(1.0 for _ in parts.columns[1:]))
        self.drawn.append(
            Table(
                caption,
                parts.columns,
                rows,
                f"asked-{name.lower()}",
                first_numeric=1,
                last_numeric=parts.numeric_to,
                widths=widths,
                share=page_share(parts.columns),
            )
        )
        return ""

    def chart_label(self, measure: Measure) -> str:
        """Name the label under which a measure was drawn; empty where it was not."""
        return next((label for label, drawn in self.charts.items() if drawn is measure), "")

    def typical_day(self) -> dict[str, Row]:
        """Return each type of demand on a typical day of the latest complete period."""
        measure = self._known("typical_day_count")
        if self._day:
            return self._day
        whole: list[Row] = []
        force = self.published.snapshot["force_code"]
        for period_type in _TYPICAL:
            rows = self.published.observations(
                "typical_day_count", period_type, [force], totals=False
            )
            whole = whole or [row for row in rows if row["value"] is not None and is_complete(row)]
        if not whole:
            raise NoFigureError(no_figure(measure, self.note("typical_day_count")))
        latest = max(row["period_end_date"] for row in whole)
        last = [row for row in whole if row["period_end_date"] == latest]
        longest = min(row["period_start_date"] for row in last)
        self._day = {
            _kind(row["breakdown_value"]): row
            for row in last
            if row["period_start_date"] == longest
        }
        return self._day

    def _typical_day(self, lead: str, kinds: dict[str, str]) -> str:
        """List types of demand in the words given: {"emergency_call": "calls to 999"}."""
        day = self.typical_day()
        listed = tuple(
            (_whole(day[_kind(kind)]["value"]), clean(noun))
            for kind, noun in kinds.items()
            if _kind(kind) in day
        )
        missing = [clean(noun) for kind, noun in kinds.items() if _kind(kind) not in day]
        self.set_out.add("typical_day_count")
        if listed:
            self.drawn.append(Figures(Text(clean(lead)), listed))
        if missing:
            return f"No figure was delivered for {words.list_text(missing)}."
        return ""

    def _typical_day_period(self) -> str:
        row = next(iter(self.typical_day().values()))
        return words.period_text("month", row["period_start_date"], row["period_end_date"])


def _whole(value: float) -> str:
    """Say a daily average as people speak of a day: in whole numbers, unless less than one."""
    return words.number_text(value, "count" if value >= 1 else "per_day")


def _kind(name: str) -> str:
    return name.replace("_", " ").strip().lower()


def is_complete(row: Row) -> bool:
    """Say whether a period has all the shorter periods it is made of."""
    present, expected = row["periods_present"], row["periods_expected"]
    return present is None or expected is None or present >= expected


def no_figure(measure: Measure, note: str) -> str:
    """Say that there is no figure, and why."""
    return f"{measure.metric['title']} ({note}): {why_no_figure(measure)}."


def why_no_figure(measure: Measure) -> str:
    """Give the reason for a missing figure, as the end of a sentence."""
    reason = (measure.withheld or " ".join(measure.gaps) or measure.summary).rstrip(".!")
    if reason.startswith("There is no figure"):
        return f"{reason[0].lower()}{reason[1:]}"
    return f"there is no figure: {reason}"


def note_label(metric_id: str) -> str:
    """Name the note of a measure."""
    return f"note-{metric_id.replace('_', '-')}"


def table_label(chart_label: str) -> str:
    """Name the table of a chart."""
    return f"table-{chart_label}"
