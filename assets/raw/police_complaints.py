"""Complaints about the police, by force: cases, allegations and how long they take.

Grain     one row per force and period (a financial year, or its first quarters to date)
Supplier  Independent Office for Police Conduct: Police complaints statistics and force bulletins
Arrives   quarterly bulletins three months after the quarter; the annual tables in the autumn
Rights    Open Government Licence v3.0; counts by force; no personal data

The header is found by its words. The period is a column, or is read from the table's titles or the
file's name: `2018/19`, or `Q2 2018/19`, which is the year to date. Until 31 January 2020 forces
recorded complaints; since 1 February 2020 they log every expression of dissatisfaction, so the two
are different counts. Days are working days, as published.
"""

import re
from pathlib import Path

from assets.sources import source
from pipelines.contract.feed import Column, Records, feed_of_one_table
from pipelines.ingest.readers.headed import folded, joined_tables

MARKERS = {
    "": "missing",
    "..": "missing",
    "[x]": "missing",
    "N/A": "not_applicable",
    "-": "zero",
    "[z]": "not_applicable",
    "*": "suppressed",
    "[c]": "suppressed",
}
# Below a table: a bracketed mark, a numbered note, a source, a sentence. No name of a place is such.
NOTES = (r"[\[(*].*", r"\d+[.)]?\s.*", r".*[:.]", r"\w+:.*", r"(notes?|end of \w+)", r".{46,}")
PERIOD_HEADER = "Period"
_FORCE = re.compile(r"(police )?force( name| area)?|appropriate authority|police service")
_IS_PERIOD = re.compile(r"period|(financial |reporting )?year|quarter")
_PERIOD = re.compile(
    r"(?:(q(?:uarter)? ?[1-4])[^0-9]*)?(?<!\d)((?:19|20)\d\d) ?[-_/\N{EN DASH}] ?((?:20)?\d\d)(?!\d)"
    r"(?:[^a-z0-9]*(q(?:uarter)? ?[1-4]))?"
)


def read_complaints(path: Path) -> Records:
    """Find the table of complaints by force; carry the period of titles or name to each row."""
    return joined_tables(path, _is_header, _IS_PERIOD.fullmatch, (PERIOD_HEADER, _period))


def _is_header(row: list[str]) -> bool:
    words = [folded(cell) for cell in row]
    return any(_FORCE.fullmatch(word) for word in words) and any(
        "employees" in word or "workforce" in word for word in words
    )


def _period(text: str) -> str:
    match = _PERIOD.search(text)
    if not match:
        return ""
    quarter = (match[1] or match[4] or "")[-1:]
    return f"{f'Q{quarter} ' if quarter else ''}{match[2]}/{match[3][-2:]}"


def _number(name: str, *headers: str, unit: str, type_: str = "integer", **kind: bool) -> Column:
    return Column(
        name,
        headers,
        type=type_,
        number=True,
        minimum=0,
        markers=MARKERS,
        keeps_state=kind.get("keeps_state", False),
        unit=unit,
        required=kind.get("required", True),
    )


FEED = feed_of_one_table(
    "police_complaints",
    title="Police complaints",
    **source("iopc_complaints"),
    cadence="annual",
    due_days=230,
    data_to="max(make_date(regexp_extract(period, '\\d{4}')::integer + 1, 3, 31))",
    columns=(
        Column("force_name", ("Police force", rf"re:({_FORCE.pattern})"), nullable=False),
        Column(
            "period",
            (PERIOD_HEADER, rf"re:({_IS_PERIOD.pattern})"),
            pattern=r"\s*([Qq](uarter )?[1-4] )?(19|20)\d\d ?[-/\x{2013}] ?(20)?\d\d( [Qq][1-4])?\s*",
            nullable=False,
        ),
        _number(
            "complaint_count",
            "Complaint cases logged",
            r"re:(number of )?complaint( case)?s (logged|recorded)( ?\[.*)?",
            unit="complaints",
            keeps_state=True,
        ),
        _number(
            "allegation_count",
            "Allegations logged",
            r"re:(number of )?allegations (logged|recorded)( ?\[.*)?",
            unit="allegations",
            required=False,
        ),
        _number(
            "employee_count",
            "Number of employees",
            r"re:(number of |total |police )?(employees|workforce)( ?[\[\(].*)?",
            unit="employees",
            type_="double",
        ),
        _number(
            "finalised_days",
            "Average number of working days to finalise complaint cases",
            r"re:average (number of )?(working )?days (taken )?to finali[sz]e.*",
            unit="days",
            type_="double",
            required=False,
        ),
    ),
    file_patterns=(r".*\.(csv|xlsx|xls|ods)",),
    key=("force_name", "period"),
    partition_by=("period",),
    ignore=NOTES,
    reader=read_complaints,
)
