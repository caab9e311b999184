"""Which rows of a published table, and what of a cell, each audience may see.

What is marked higher, or may identify somebody, is physically absent from the file of an audience
that may not have it. The office's own analysts (`restricted`) have every row. A condition is on a
row `t`; `out_<table>` is a table of the snapshot in the making, `hidden_figure` the figures that
may identify somebody.
"""

from snapshot.snapshots import AUDIENCES

_UNOFFICIAL = "(select metric_id from out_metric where marking <> 'OFFICIAL')"
# Of measures of people an earlier figure may have been small, or give one away beside its
# neighbours, whatever it is now: outside the restricted file only the present figure stands.
_OF_PEOPLE = "(select metric_id from out_metric where disclosure <> 'none')"
_SAME_SERIES = (
    "{other}.metric_id = t.metric_id and {other}.area_code = t.area_code "
    "and {other}.period_type = t.period_type "
    "and {other}.breakdown_value is not distinct from t.breakdown_value"
)
_SAME_PERIOD = (
    "{other}.period_start_date = t.period_start_date "
    "and {other}.period_end_date = t.period_end_date"
)


def _outside(rule: str) -> dict[str, str]:
    """Keep to a rule in the files that leave the office's analysts."""
    return {"board": rule, "public": rule}


def _official(rows: str = "true") -> dict[str, str]:
    """Keep measures that are marked higher to the office's analysts."""
    return {"restricted": "true"} | _outside(f"metric_id not in {_UNOFFICIAL} and {rows}")


def _not_hidden(period: str) -> str:
    """Leave out what is said of a figure that may identify somebody."""
    hidden = f"{_SAME_SERIES} and {period}".format(other="h")
    return f"not exists (select 1 from hidden_figure as h where {hidden})"


_SHOWN = _not_hidden(_SAME_PERIOD)
_PRESENT = (
    "exists (select 1 from out_observation as o where "
    + f"{_SAME_SERIES} and {_SAME_PERIOD}".format(other="o")
    + " and abs(o.value - t.value) <= 1e-9 * greatest(1, abs(o.value)))"
)

EVERY_ROW = dict.fromkeys(AUDIENCES, "true")
ANALYSTS_ONLY = {"restricted": "true"}
OFFICIAL_MEASURES = _official()
OFFICIAL_OR_NO_MEASURE = {"restricted": "true"} | _outside(
    f"metric_id is null or metric_id not in {_UNOFFICIAL}"
)
FIGURES_SHOWN = _official(_SHOWN)
LATEST_FIGURES_SHOWN = _official(_not_hidden("{other}.period_end_date = t.as_at"))
PRESENT_FIGURES_OF_PEOPLE = _official(f"{_SHOWN} and (metric_id not in {_OF_PEOPLE} or {_PRESENT})")
NO_REVISION_OF_PEOPLE = _official(f"{_SHOWN} and metric_id not in {_OF_PEOPLE}")

WHOM_IT_IS_FOR = {audience: f"'{audience}'" for audience in AUDIENCES}
NOT_OUTSIDE = _outside("null")
NOT_IN_PUBLIC = {"public": "null"}
NO_QUOTED_VALUE = _outside(
    "case when rows_rejected > 0 "
    "then regexp_replace(reason, '''[^'']*''', '(value not shown)', 'g') else reason end"
)
FIRST_VALUE_OF_PEOPLE_AS_NOW = _outside(
    f"case when metric_id not in {_OF_PEOPLE} "
    "or abs(first_published_value - value) <= 1e-9 * greatest(1, abs(value)) "
    "then first_published_value end"
)
