"""A metric's header: what it says about itself, checked before anything is computed."""

import datetime as dt
import hashlib
import re
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from pipelines.catalogue.sources import Sources
from pipelines.errors import ConfigurationError, MetricError

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
CHOICES: dict[str, tuple[str, ...]] = {
    "theme": ("victims", "offenders", "communities", "transformation"),
    "unit": tuple(FACTORS),
    "better_when": ("higher", "lower", "neither"),
    "aggregation": ("sum", "last", "none"),
    "basis": ("flow", "cohort", "stock", "survey", "audit", "estimate"),
    "partial": ("missing", "over_present"),
    "breakdown_total": ("sum", "none"),
    "disclosure": ("none", "people"),
    "chart": ("trend", "bars", "dots"),
    "marking": ("OFFICIAL", "OFFICIAL-SENSITIVE"),
    "frequency": (
        "day",
        "month",
        "quarter",
        "half_year",
        "financial_year",
        "calendar_year",
        "snapshot_date",
        "cohort_quarter",
        "cohort_year",
        "year_ending",
    ),
}
ROLL_UPS = (
    "month",
    "quarter",
    "financial_year",
    "calendar_year",
    "day_average",
    "to_date",
    "year_ending",
    "financial_year_to_date",
)
SUMMED_ONLY = {"day_average", "to_date", "year_ending", "financial_year_to_date"}
_BREAK = re.compile(r"\d{4}-\d\d-\d\d \S.*")
_HEADER = re.compile(r"\A\s*/\*\s*metric\s*\n(.*?)\*/\s*(.*)\Z", re.DOTALL)
_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Metric:
    """A measure of the catalogue: its declaration and its query are one file."""

    metric_id: str
    query: str
    title: str
    definition: str
    theme: str
    objective_id: str
    unit: str
    better_when: str
    basis: str
    population: str
    geography: str
    numerator_name: str
    numerator_unit: str
    aggregation: str
    frequency: str
    lag_months: int
    publisher: str
    owner: str
    caveats: tuple[str, ...]
    priority_id: str = ""
    denominator_name: str = ""
    denominator_unit: str = ""
    roll_up: tuple[str, ...] = ()
    partial: str = "missing"
    breakdown: str = ""
    breakdown_total: str = "sum"
    breakdown_note: str = ""
    provisional_months: int = 0
    maturity_months: int = 0
    breaks: tuple[str, ...] = ()
    target: float | None = None
    target_source: str = ""
    context_only: bool = False
    area_roll_up: bool = False
    disclosure: str = "none"
    marking: str = "OFFICIAL"
    chart: str = "trend"
    kept_by_month: bool = False
    version: str = ""

    @property
    def is_rate(self) -> bool:
        """True where a value is a numerator over a denominator."""
        return bool(self.denominator_name)

    @property
    def factor(self) -> float:
        """What the ratio is multiplied by to give the unit."""
        return FACTORS[self.unit]


_TYPES = {field.name: field.type for field in fields(Metric)}
_NOT_IN_HEADER = {"metric_id", "query", "version"}
_REQUIRED = [
    field.name
    for field in fields(Metric)
    if field.name not in _NOT_IN_HEADER and field.default.__class__.__name__ == "_MISSING_TYPE"
]


def read_metric(path: Path, sources: Sources | None = None) -> Metric:
    """Read one metric file; MetricError names file, field and remedy.

    What its header does not say is as its `source` says (`pipelines.catalogue.sources`), and its
    theme is the folder of a theme that it lies in.
    """
    text = path.read_text(encoding="utf-8")
    found = _HEADER.match(text)
    where = "/".join(path.parts[-4:])
    if not found:
        raise MetricError(
            f"{where}: does not begin with a metric header. Begin it with `/* metric`, TOML, `*/`."
        )
    try:
        header = tomllib.loads(found[1])
    except tomllib.TOMLDecodeError as error:
        raise MetricError(
            f"{where}: the header is not valid TOML: {error}. Mend that line."
        ) from error
    if not _IDENTIFIER.fullmatch(path.stem):
        raise MetricError(f"{where}: the file name is the metric's name: use a-z, 0-9 and _ only.")
    own = header
    try:
        header = (sources or Sources()).header(own)
    except ConfigurationError as error:
        raise MetricError(f"{where}: {error}") from error
    if path.parent.name in CHOICES["theme"]:
        header.setdefault("theme", path.parent.name)
    taken_over = sorted((name, value) for name, value in header.items() if own.get(name) != value)
    _check_names(where, header)
    values = {name: _value(where, name, value) for name, value in header.items()}
    _check_sense(where, values)
    return Metric(
        metric_id=path.stem,
        query=found[2].strip().rstrip(";"),
        version=hashlib.sha256(f"{text}{taken_over or ''}".encode()).hexdigest()[:12],
        **values,
    )


def _check_names(where: str, header: dict[str, Any]) -> None:
    missing = [name for name in _REQUIRED if name not in header]
    if missing:
        raise MetricError(f"{where}: does not say {', '.join(missing)}. Add it to the header.")
    allowed = set(_TYPES) - _NOT_IN_HEADER | {"source"}
    if unknown := sorted(set(header) - allowed):
        raise MetricError(
            f"{where}: says {', '.join(unknown)}, which no metric has. "
            f"Remove it, or use one of {', '.join(sorted(allowed))}."
        )


def _value(where: str, name: str, value: Any) -> Any:
    kind = _TYPES[name]
    if kind == float | None:
        if not isinstance(value, int | float) or isinstance(value, bool):
            raise MetricError(f"{where}: {name} must be a number; found {value!r}.")
        return float(value)
    if kind == tuple[str, ...]:
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise MetricError(f"{where}: {name} must be a list of texts; found {value!r}.")
        return tuple(value)
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):  # type: ignore[arg-type]
        raise MetricError(f"{where}: {name} must be {kind}; found {value!r}.")
    if name in CHOICES and value not in CHOICES[name]:
        raise MetricError(f"{where}: {name} is {value!r}. Use one of {', '.join(CHOICES[name])}.")
    return value


def _check_sense(where: str, values: dict[str, Any]) -> None:
    """Refuse headers that contradict themselves."""
    if unknown := sorted(set(values.get("roll_up", ())) - set(ROLL_UPS)):
        raise MetricError(
            f"{where}: roll_up names {', '.join(unknown)}. Use some of {', '.join(ROLL_UPS)}."
        )
    needs_denominator = values["unit"].startswith("per_1") or values["unit"] == "per_day"
    if needs_denominator and not values.get("denominator_name") and values.get("roll_up"):
        raise MetricError(
            f"{where}: unit {values['unit']} is rolled up but has no denominator_name. Name it."
        )
    if values["unit"] in ("count", "people", "gbp") and values.get("denominator_name"):
        raise MetricError(
            f"{where}: unit {values['unit']} is a count but names a denominator. Remove one."
        )
    if values.get("breakdown_total") == "none" and not values.get("breakdown"):
        raise MetricError(
            f"{where}: breakdown_total is given but no breakdown. Name the breakdown."
        )
    if bool(values.get("denominator_name")) != bool(values.get("denominator_unit")):
        raise MetricError(
            f"{where}: denominator_name and denominator_unit go together. Say both or neither."
        )
    _check_aggregation(where, values)
    if "target" in values and values["better_when"] == "neither":
        raise MetricError(
            f"{where}: has a target, but better_when is neither. Say which way is better, or "
            "remove the target."
        )
    if ("target" in values) != bool(values.get("target_source")):
        raise MetricError(
            f"{where}: target and target_source go together: a target says who set it."
        )
    for one in values.get("breaks", ()):
        if not _BREAK.fullmatch(one) or not _is_date(one[:10]):
            raise MetricError(
                f"{where}: breaks has {one!r}. Write a date and words: '2017-04-01 Reclassified'."
            )
    if values.get("kept_by_month") and values["frequency"] != "month":
        raise MetricError(f"{where}: kept_by_month needs frequency month. Change one.")


def _check_aggregation(where: str, values: dict[str, Any]) -> None:
    """Refuse a way of adding up that the measure's basis does not allow."""
    aggregation, longer = values["aggregation"], set(values.get("roll_up", ()))
    if aggregation == "none" and longer:
        raise MetricError(
            f"{where}: aggregation is none, but roll_up names {', '.join(sorted(longer))}. "
            "Remove one."
        )
    if aggregation == "sum" and values["basis"] == "stock":
        raise MetricError(
            f"{where}: a stock is not summed over periods. Use aggregation last or none."
        )
    if aggregation == "last" and longer & SUMMED_ONLY:
        raise MetricError(
            f"{where}: aggregation is last, but {', '.join(sorted(longer & SUMMED_ONLY))} can only "
            "be summed. Remove one."
        )


def _is_date(text: str) -> bool:
    try:
        dt.date.fromisoformat(text)
    except ValueError:
        return False
    return True
