"""A metric's header: what it says about itself, checked before anything is computed."""

import datetime as dt
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pipelines.catalogue.sources import Sources
from pipelines.errors import ConfigurationError, MetricError
from pipelines.settings.declared import Declared, Texts, one_of, refuse
from pipelines.settings.document import toml_document

FACTORS = {
    "count": 1.0,
    "people": 1.0,
    "gbp": 1.0,
    "gbp_each": 1.0,
    "ratio": 1.0,
    "per_day": 1.0,
    "percent": 100.0,
    "per_1000": 1_000.0,
    "per_10000": 10_000.0,
    "per_100000": 100_000.0,
    "days": 1.0,
}
THEMES = ("victims", "offenders", "communities", "transformation")
FREQUENCIES = (
    *("day", "month", "quarter", "half_year", "financial_year", "calendar_year", "snapshot_date"),
    *("cohort_quarter", "cohort_year", "year_ending"),
)
ROLL_UPS = (
    *("month", "quarter", "financial_year", "calendar_year", "day_average", "to_date"),
    *("year_ending", "financial_year_to_date"),
)
SUMMED_ONLY = {"day_average", "to_date", "year_ending", "financial_year_to_date"}
_BREAK = re.compile(r"\d{4}-\d\d-\d\d \S.*")
_HEADER = re.compile(r"\A\s*/\*\s*metric\s*\n(.*?)\*/\s*(.*)\Z", re.DOTALL)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, kw_only=True)
class Header(Declared):
    """What a measure says of itself."""

    title: str
    definition: str
    theme: Annotated[str, one_of(THEMES)]
    objective_id: str
    unit: Annotated[str, one_of(FACTORS)]
    better_when: Annotated[str, one_of(("higher", "lower", "neither"))]
    basis: Annotated[str, one_of(("flow", "cohort", "stock", "survey", "audit", "estimate"))]
    population: str
    geography: str
    numerator_name: str
    numerator_unit: str
    aggregation: Annotated[str, one_of(("sum", "last", "none"))]
    frequency: Annotated[str, one_of(FREQUENCIES)]
    lag_months: int
    publisher: str
    owner: str
    caveats: Texts
    priority_id: str = ""
    denominator_name: str = ""
    denominator_unit: str = ""
    roll_up: Texts = ()
    partial: Annotated[str, one_of(("missing", "over_present"))] = "missing"
    breakdown: str = ""
    breakdown_total: Annotated[str, one_of(("sum", "none"))] = "sum"
    breakdown_note: str = ""
    provisional_months: int = 0
    maturity_months: int = 0
    breaks: Texts = ()
    target: float | None = None
    target_source: str = ""
    context_only: bool = False
    area_roll_up: bool = False
    disclosure: Annotated[str, one_of(("none", "people"))] = "none"
    marking: Annotated[str, one_of(("OFFICIAL", "OFFICIAL-SENSITIVE"))] = "OFFICIAL"
    chart: Annotated[str, one_of(("trend", "bars", "dots"))] = "trend"
    kept_by_month: bool = False

    also_known = ("source",)

    @property
    def is_rate(self) -> bool:
        """True where a value is a numerator over a denominator."""
        return bool(self.denominator_name)

    @property
    def factor(self) -> float:
        """What the ratio is multiplied by to give the unit."""
        return FACTORS[self.unit]

    def check(self) -> None:
        """Refuse a header that contradicts itself."""
        needs_denominator = self.unit.startswith("per_1") or self.unit == "per_day"
        longer = set(self.roll_up)
        summed_only = ", ".join(sorted(longer & SUMMED_ONLY))
        unknown = ", ".join(sorted(longer - set(ROLL_UPS)))
        for is_wrong, name, said in (
            (unknown, "roll_up", f"names {unknown}. Use some of {', '.join(ROLL_UPS)}."),
            (needs_denominator and not self.is_rate and longer, "unit",
             f"{self.unit} is rolled up but has no denominator_name. Name it."),
            (self.unit in ("count", "people", "gbp") and self.is_rate, "unit",
             f"{self.unit} is a count but names a denominator. Remove one."),
            (self.breakdown_total == "none" and not self.breakdown, "breakdown_total",
             "is given but no breakdown. Name the breakdown."),
            (self.is_rate != bool(self.denominator_unit), "denominator_name",
             "and denominator_unit go together. Say both or neither."),
            (self.aggregation == "none" and longer, "aggregation",
             f"is none, but roll_up names {', '.join(sorted(longer))}. Remove one."),
            (self.aggregation == "sum" and self.basis == "stock", "aggregation",
             "is sum, but a stock is not summed over periods. Use aggregation last or none."),
            (self.aggregation == "last" and summed_only, "aggregation",
             f"is last, but {summed_only} can only be summed. Remove one."),
            (self.target is not None and self.better_when == "neither", "target",
             "is given, but better_when is neither. Say which way is better, or remove the target."),
            ((self.target is not None) != bool(self.target_source), "target",
             "and target_source go together: a target says who set it."),
            (self.kept_by_month and self.frequency != "month", "kept_by_month",
             "needs frequency month. Change one."),
        ):  # fmt: skip
            if is_wrong:
                refuse(said, name)
        for one in self.breaks:
            if not _BREAK.fullmatch(one) or not _is_date(one[:10]):
                refuse(f"has {one!r}. Write a date and words: '2017-04-01 Reclassified'.", "breaks")


@dataclass(frozen=True, kw_only=True)
class Metric(Header):
    """A measure of the catalogue: its declaration and its query are one file."""

    metric_id: str
    query: str
    version: str = ""


def read_metric(path: Path, sources: Sources | None = None) -> Metric:
    """Read one metric file; MetricError names file, line, field and remedy.

    What its header does not say is as its `source` says (`pipelines.catalogue.sources`), and its
    theme is the folder of a theme that it lies in.
    """
    text = path.read_text(encoding="utf-8")
    where = "/".join(path.parts[-4:])
    parts = _HEADER.match(text)
    if not parts:
        raise MetricError(
            f"{where}: does not begin with a metric header. Begin it with `/* metric`, TOML, `*/`."
        )
    above = "\n" * text.count("\n", 0, parts.start(1))
    document = toml_document(where, above + parts[1], MetricError)
    if not _IDENTIFIER.fullmatch(path.stem):
        raise MetricError(f"{where}: the file name is the metric's name: use a-z, 0-9 and _ only.")
    try:
        header = (sources or Sources()).header(document.data)
    except ConfigurationError as error:
        raise MetricError(f"{where}: {error}") from error
    if path.parent.name in THEMES:
        header.setdefault("theme", path.parent.name)
    own = document.data.get
    taken_over = sorted((name, value) for name, value in header.items() if own(name) != value)
    return Metric(
        metric_id=path.stem,
        query=parts[2].strip().rstrip(";"),
        version=hashlib.sha256(f"{text}{taken_over or ''}".encode()).hexdigest()[:12],
        **vars(document.check(Header, header)),
    )


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
