"""A file about to be staged: its columns as SQL, and the measure of what was written of it."""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import duckdb

from pipelines.contract.feed import Layout
from pipelines.ingest.intake.account import Part, day
from pipelines.ingest.intake.header import Match
from pipelines.ingest.intake.profile import Profile
from pipelines.ingest.intake.rules import select_list
from pipelines.sql import literal


@dataclass(frozen=True)
class Source:
    """The file to read, and what is the same for each of its records.

    `today` is the day after which no period can have begun.
    """

    path: Path
    file_name: str
    received_at: dt.datetime
    profile: Profile
    match: Match
    today: dt.date | None = None

    @property
    def layout(self) -> Layout:
        """The layout that the file is of."""
        return self.match.layout

    @property
    def period(self) -> dt.date | None:
        """The period that the file's name says it is about."""
        return self.layout.period(self.file_name)

    @property
    def text_columns(self) -> str:
        """The delivered columns c0, c1 ... as DuckDB's reader wants them."""
        return ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(self.match.header)))

    @property
    def first_cell(self) -> str:
        """The expression for a record's first cell that is not empty."""
        return "coalesce(" + ", ".join(f"c{p}" for p in range(len(self.match.header))) + ")"

    @property
    def typed_list(self) -> str:
        """The select list of what is staged: typed columns, then where they come from."""
        constants = [
            f"{literal(self.file_name)} as source_file",
            f"timestamp {literal(self.received_at.strftime('%Y-%m-%d %H:%M:%S.%f'))} as received_at",
        ]
        if self.layout.period_in_name:
            given = f"date {literal(self.period.isoformat())}" if self.period else "null::date"
            constants.append(f"{given} as file_period")
        return ", ".join(select_list(self.layout, self.match.places) + constants)

    @property
    def month_ahead(self) -> str:
        """The test, over the typed columns, of a month that has not begun; empty where none."""
        if not self.layout.month or self.today is None or self.layout.looks_ahead:
            return ""
        return f"coalesce(({self.layout.month})::date > date '{self.today}', false)"

    @property
    def month_name(self) -> str:
        """The name of ours of the column that says a record's month."""
        words = set(re.findall(r"\w+", self.layout.month))
        named = [c.name for c in self.layout.columns if c.name in words]
        return next((name for name in named if name in self.match.places), "")

    def period_ahead(self) -> str:
        """Say that the name of the file speaks of a period that has not begun, or nothing."""
        period = self.period
        if period and self.today and period > self.today and not self.layout.looks_ahead:
            return (
                f"its name says the period from {day(period)}, which is after {day(self.today)}. "
                "Ask the supplier which period it is about, and deliver it under that name."
            )
        return ""


def measure(
    connection: duckdb.DuckDBPyConnection, layout: Layout, target: Path, count: str = "0"
) -> tuple[list[Part], str, int]:
    """Return the partitions a staged file holds, its content's fingerprint, and a count.

    A partition is the unit of revision, with its month and its rows. The fingerprint is of the
    typed records whatever their order, without where they came from.
    """
    names = ", ".join(f"{name}::varchar" for name in layout.partition_by)
    part = f"concat_ws(' | ', {names})" if names else "''"
    month = f"({layout.month})::date" if layout.month else "null::date"
    # Grouped by the columns first: joining their texts for every row costs more than all the rest.
    columns = f"{', '.join(layout.partition_by)}, " if names else ""
    record = f"hash({', '.join(layout.staged)})"
    found = connection.execute(
        f"""
        select {part} as part, month_of_part, sum(n)::bigint, sum(counted)::bigint, sum(total),
            bit_xor(folded)
        from (
            select {columns}{month} as month_of_part, count(*) as n, {count} as counted,
                sum({record}) as total, bit_xor({record}) as folded
            from read_parquet({literal(str(target))}) group by all
        )
        group by all order by all
        """
    ).fetchall()
    total, folded = 0, 0
    found = [row for row in found if row[2]]  # without a partition, no rows are one group of none
    for row in found:
        total, folded = total + int(row[4]), folded ^ int(row[5])
    rows = sum(row[2] for row in found)
    return [row[:3] for row in found], f"{rows}-{total:x}-{folded:x}", sum(row[3] for row in found)


def repeated_keys(connection: duckdb.DuckDBPyConnection, layout: Layout, target: Path) -> int:
    """Count the staged records that repeat the key of another."""
    if not layout.key:
        return 0
    row = connection.execute(
        f"select coalesce(sum(n - 1), 0)::bigint from (select count(*) as n "
        f"from read_parquet({literal(str(target))}) group by {', '.join(layout.key)})"
    ).fetchone()
    assert row is not None
    return int(row[0])


def dates_ahead(
    connection: duckdb.DuckDBPyConnection, source: Source, target: Path
) -> dt.date | None:
    """Return the last date of a file's own periods where it is still to come and no rule says so."""
    layout = source.layout
    if source.today is None or layout.looks_ahead or layout.month or layout.period_in_name:
        return None
    named = {*layout.key, *layout.partition_by, *layout.complete_by}
    dates = [c.name for c in layout.columns if c.name in named and c.type == "date"]
    if not dates:
        return None
    row = connection.execute(
        f"select max(greatest({', '.join(dates)})) from read_parquet({literal(str(target))})"
    ).fetchone()
    assert row is not None
    return row[0] if row[0] is not None and row[0] > source.today else None
