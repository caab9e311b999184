"""Writes street files in the layout of data.police.uk: many months, eight forces, no crime twice."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import duckdb

FORCES = {
    "Avon and Somerset Constabulary": "avon-and-somerset",
    "Cambridgeshire Constabulary": "cambridgeshire",
    "Cumbria Constabulary": "cumbria",
    "Essex Police": "essex",
    "Hertfordshire Constabulary": "hertfordshire",
    "Kent Police": "kent",
    "Norfolk Constabulary": "norfolk",
    "Suffolk Constabulary": "suffolk",
}
FIRST_MONTH = dt.date(2016, 1, 1)


@dataclass(frozen=True)
class Places:
    """Small areas (code, name) of each force, so that its rows can be placed in it."""

    rows: list[tuple[str, str, str]]


def month_after(start: dt.date, number: int) -> dt.date:
    """Return the first day of the month that lies so many months later."""
    months = start.year * 12 + start.month - 1 + number
    return dt.date(months // 12, months % 12 + 1, 1)


class StreetFiles:
    """Makes files of `rows_per_file` rows, drawn in turn from rows as really published."""

    def __init__(self, models: list[Path], places: Places, rows_per_file: int) -> None:
        """`models` are street files whose rows are taken as they are, but for time, place and ID."""
        self.connection = duckdb.connect()
        self.rows_per_file = rows_per_file
        self.connection.execute(
            "create table model as select *, row_number() over () - 1 as turn "
            "from read_csv(?, all_varchar = true, union_by_name = true)",
            [[str(path) for path in models]],
        )
        self.connection.execute("create table place (force varchar, code varchar, name varchar)")
        for start in range(0, len(places.rows), 1000):
            some = places.rows[start : start + 1000]
            self.connection.execute(
                f"insert into place values {', '.join(['(?, ?, ?)'] * len(some))}",
                [cell for row in some for cell in row],
            )
        self.connection.execute(
            "create table numbered as select *, row_number() over (partition by force order by code)"
            " - 1 as turn from place"
        )
        self.place_counts = dict(
            self.connection.execute("select force, count(*) from place group by all").fetchall()
        )
        (self.model_count,) = self.connection.execute("select count(*) from model").fetchall()[0]

    def write(
        self, folder: Path, first: int, months: int, tell: Callable[[int, int], None] | None = None
    ) -> list[Path]:
        """Write the files of some months, counted from the first one; return their paths."""
        written = []
        for number in range(first, first + months):
            month = f"{month_after(FIRST_MONTH, number):%Y-%m}"
            (folder / month).mkdir(parents=True, exist_ok=True)
            for place, (force, slug) in enumerate(FORCES.items()):
                path = folder / month / f"{month}-{slug}-street.csv"
                self._write_one(path, month, force, number * len(FORCES) + place)
                written.append(path)
            if tell:
                tell(number - first + 1, months)
        return written

    def _write_one(self, path: Path, month: str, force: str, number: int) -> None:
        models, places = self.model_count, self.place_counts.get(force, 1)
        copies = -(-self.rows_per_file // models)
        first = number * self.rows_per_file % models
        name = str(path).replace("'", "''")
        self.connection.execute(
            f"""
            copy (
                select
                    case when m."Crime ID" is not null
                        then sha256(concat_ws('/', '{month}', '{force}', m.turn, copy)) end
                        as "Crime ID",
                    '{month}' as "Month", '{force}' as "Reported by", '{force}' as "Falls within",
                    m."Longitude", m."Latitude", m."Location",
                    case when m."LSOA code" is not null
                        then coalesce(p.code, m."LSOA code") end as "LSOA code",
                    case when m."LSOA code" is not null
                        then coalesce(p.name, m."LSOA name") end as "LSOA name",
                    m."Crime type", m."Last outcome category", m."Context",
                from model as m cross join range({copies}) as c(copy)
                left join numbered as p
                    on p.force = '{force}' and p.turn = (m.turn * 7 + {number}) % {places}
                where copy * {models} + (m.turn + {models} - {first}) % {models}
                    < {self.rows_per_file}
            ) to '{name}' (header, delimiter ',')
            """
        )

    def close(self) -> None:
        """Let go of the model rows."""
        self.connection.close()
