"""The slow path: loads one file record by record, and names every record that is not loaded.

A supplier's own total row (a control total) must agree with the records of its file.
"""

import csv
from collections.abc import Iterator
from decimal import Decimal
from itertools import chain
from pathlib import Path

import duckdb

from pipelines import effects
from pipelines.contract.feed import Control
from pipelines.errors import FeedError
from pipelines.ingest.intake.account import MOST_REJECTS_KEPT, Staged, day, too_few
from pipelines.ingest.intake.header import Match
from pipelines.ingest.intake.profile import undecodable
from pipelines.ingest.intake.route import UNREADABLE
from pipelines.ingest.intake.rules import rules, typing, value_of
from pipelines.ingest.intake.slow_path import Structure, normalise, read_text
from pipelines.ingest.intake.source import Source, measure
from pipelines.sql import literal

TOLERANCE = 1e-6

Figure = int | float | Decimal


def disagreement(
    connection: duckdb.DuckDBPyConnection, source: Source, structure: Structure
) -> str:
    """Say which total row of the file does not equal its records, or nothing.

    Every record that can be read counts, also one that another rule rejects: the total is of the
    file as the supplier sent it.
    """
    for number, control in enumerate(source.layout.controls):
        found = [(line, cells) for its, line, cells in structure.controls if its == number]
        if found and (reason := _compared(connection, source, control, found)):
            return reason
    return ""


def _compared(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    control: Control,
    found: list[tuple[int, list[str]]],
) -> str:
    place = source.match.places.get(control.column)
    if place is None:
        return ""
    header = source.match.header[place].strip() or control.column
    total: Figure = 0
    for line, cells in found:
        text = cells[place].strip() if place < len(cells) else ""
        figure = _typed(connection, source, control, text)
        if figure is None:
            return (
                f"line {line}: the total row's {header} is {text!r}, which is no figure to check "
                "the records with. Ask the supplier to send the file again."
            )
        total += figure  # type: ignore[operator]
    row = connection.execute(f"select coalesce(sum({control.column}), 0) from judged").fetchone()
    assert row is not None
    if abs(float(total) - float(row[0])) <= TOLERANCE * max(1.0, abs(float(row[0]))):
        return ""
    where = f"line {found[0][0]}" if len(found) == 1 else f"lines {found[0][0]} to {found[-1][0]}"
    return (
        f"{where}: the total of {header} is {total:,}, but the file's records add up to "
        f"{row[0]:,}. The file is refused whole; ask the supplier which is right."
    )


def _typed(
    connection: duckdb.DuckDBPyConnection, source: Source, control: Control, text: str
) -> Figure | None:
    if not text:
        return None
    column = source.layout.column(control.column)
    row = connection.execute(f"select {value_of(column, literal(text))}").fetchone()
    assert row is not None
    return row[0]


USUAL_LINE = 2 * 1024 * 1024
_TOTAL_WORDS = r"(?i)^\s*((grand |sub-?)?totals?|sum|overall|all)\b"


def stage_by_record(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Staged:
    """Load record by record; name every record that is not loaded."""
    with effects.scratch() as folder:
        plain = folder / "records.csv"
        try:
            structure = normalise(_read(source), source.layout, source.match.header, plain)
        except UnicodeDecodeError:
            return Staged.refused(_undecodable_text(source))
        except (FeedError, csv.Error) as error:
            return Staged.refused(str(error))
        except OSError:
            raise
        except UNREADABLE as error:
            return Staged.refused(f"cannot be read: {error}. Ask the supplier to send it again.")
        if reason := _structural_refusal(source, structure):
            return Staged.refused(reason, structure.records)
        return _type_plain(connection, source, plain, structure, target)


def _read(source: Source) -> Iterator[tuple[int, list[str]]]:
    """Yield the records; that they cannot be read is the file's fault, unlike a disk that is full."""
    try:
        yield from _records(source)
    except OSError as error:
        raise FeedError(f"cannot be read: {error}. Ask the supplier to send it again.") from error


def _records(source: Source) -> Iterator[tuple[int, list[str]]]:
    match = source.match
    if match.layout.reader is not None:
        yield from (match.records or match.layout.reader(source.path)).rows
        return
    encodings = (source.profile.bom,) if source.profile.bom else match.layout.encodings
    fits = next((e for e in encodings if undecodable(source.path, e) is None), encodings[0])
    chosen = Match(match.layout, match.header, match.places, [], match.delimiter, fits)
    records = read_text(source.path, chosen)
    first = next(records, None)
    if first is not None and _header_is(first[1], match.header):
        yield from records
    elif first is not None:
        yield from chain([first], records)


def _header_is(cells: list[str], header: list[str]) -> bool:
    bare = [cell.removeprefix("\ufeff").strip() for cell in cells]
    return bare == [cell.removeprefix("\ufeff").strip() for cell in header]


def _structural_refusal(source: Source, structure: Structure) -> str:
    """Say why the file as a whole cannot be trusted, or nothing."""
    layout, profile = source.layout, source.profile
    if structure.repeated_header_line:
        return (
            f"line {structure.repeated_header_line}: the header stands a second time, so two files "
            "were joined. Ask the supplier for each file by itself."
        )
    cut = "the file was cut short. Ask the supplier to send it again."
    if layout.reader is None and not profile.ends_with_newline:
        if structure.last_is_broken:
            return f"line {profile.lines}: the last record is incomplete; {cut}"
        if layout.always_ends_with_newline:
            return (
                f"line {profile.lines}: the last line has no end, which this supplier's files "
                f"always have; {cut}"
            )
    for number, control in enumerate(layout.controls):
        if control.required and not any(found[0] == number for found in structure.controls):
            return f"has no row {control.row!r}, which this supplier always sends: {cut}"
    if structure.records - structure.ignored < layout.minimum_rows:
        return too_few(structure.records - structure.ignored, layout)
    return ""


def _type_plain(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    plain: Path,
    structure: Structure,
    target: Path,
) -> Staged:
    """Type the well-formed records by the same rules as the fast path, and name what breaks."""
    layout = source.layout
    line = max(USUAL_LINE, 5 * structure.longest)
    reader = (
        f"read_csv({literal(str(plain))}, header = false, auto_detect = false, delim = ',', "
        f"quote = '\"', escape = '\"', nullstr = '', max_line_size = {line}, "
        f"columns = {{'record': 'BIGINT', 'line': 'BIGINT', {source.text_columns}}})"
    )
    connection.execute(
        f"create or replace temp table judged as select record, line, "
        f"{source.first_cell} as first_cell, {source.typed_list}, {_broken(source)} as broken "
        f"from {typing(layout, source.match.places, reader)}"
    )
    connection.execute(
        "create or replace temp table rejected as select record, line, broken.c as c, "
        "coalesce(broken.v, '') as v, broken.r as r from judged where broken is not null"
    )
    if reason := disagreement(connection, source, structure):
        return Staged.refused(reason, structure.records)
    _reject_repeated_keys(connection, source)
    _reject_totals(connection, source)
    account = Staged(
        rows_in_file=structure.records,
        rows_ignored=structure.ignored,
        rows_rejected=structure.rejected,
    )
    found = connection.execute(
        f"select line, c, left(v, 200), r, count(*) over () from rejected order by record "
        f"limit {MOST_REJECTS_KEPT}"
    ).fetchall()
    account.rows_rejected += found[0][4] if found else 0
    rejects = structure.rejects + [row[:4] for row in found]
    account.rejects = sorted(rejects)[:MOST_REJECTS_KEPT]
    names = ["source_file", "received_at", *(["file_period"] if layout.period_in_name else [])]
    connection.execute(
        f"copy (select {', '.join([*layout.staged, *names])} from judged "
        "anti join rejected using (record) order by record) "
        f"to {literal(str(target))} (format parquet, compression snappy)"
    )
    connection.execute("drop table judged; drop table rejected")
    account.parts, account.content, _ = measure(connection, layout, target)
    account.rows_loaded = sum(part[2] for part in account.parts)
    account.judge()
    return account


def _broken(source: Source) -> str:
    """Give the expression for what a record breaks first: column, value and rule, or null."""
    whens = [
        f"when ({rule}) is not null then "
        f"struct_pack(c := {literal(_header_of(source, column.name))}, v := {text}, r := {rule})"
        for column, text, rule in rules(source.layout, source.match.places)
    ]
    if source.month_ahead:
        assert source.today is not None
        name = source.month_name
        header = _header_of(source, name) if name else "(the record)"
        value = f"c{source.match.places[name]}" if name else "''"
        rule = literal(f"lies after {day(source.today)}")
        whens.append(
            f"when {source.month_ahead} then "
            f"struct_pack(c := {literal(header)}, v := {value}, r := {rule})"
        )
    empty = "null::struct(c varchar, v varchar, r varchar)"
    return f"case {' '.join(whens)} else {empty} end" if whens else empty


def _reject_repeated_keys(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Reject each record whose key an earlier record of the file has."""
    if not source.layout.key:
        return
    keys = ", ".join(source.layout.key)
    shown = f"concat_ws(' | ', {', '.join(f'{k}::varchar' for k in source.layout.key)})"
    words = literal(f"repeats the {' and '.join(source.layout.key)} of line ")
    connection.execute(
        f"""
        insert into rejected
        select record, line, '(the record)', shown, {words} || first_line
        from (
            select record, line, {shown} as shown,
                first(line) over earlier as first_line, row_number() over earlier as place
            from judged where broken is null
            window earlier as (partition by {keys} order by record)
        )
        where place > 1
        """
    )


def _reject_totals(connection: duckdb.DuckDBPyConnection, source: Source) -> None:
    """Reject a row that says total and is the sum of the others, which no contract foresaw."""
    layout = source.layout
    beside = {*layout.key, *layout.partition_by}
    numbers = [c.name for c in layout.columns if c.is_number and c.name not in beside]
    if not numbers:
        return
    candidate = f"regexp_matches(first_cell, {literal(_TOTAL_WORDS)})"
    sums = ", ".join(f"sum({name}) as sum_of_{name}" for name in numbers)
    same = " and ".join(
        f"({n} is null or abs({n} - sum_of_{n}) <= 1e-6 * greatest(1, abs(sum_of_{n})))"
        for n in numbers
    )
    some = " or ".join(f"{name} <> 0" for name in numbers)
    connection.execute(
        f"""
        insert into rejected
        with others as (
            select count(*) as n, {sums} from judged
            where broken is null and not {candidate}
                and record not in (select record from rejected)
        )
        select record, line, '(the record)', first_cell,
            'is the total of the other records, which the contract does not foresee'
        from judged cross join others
        where broken is null and {candidate} and n > 1 and ({same}) and ({some})
            and record not in (select record from rejected)
        """
    )


def _header_of(source: Source, name: str) -> str:
    """Give the publisher's own name of a column."""
    return source.match.header[source.match.places[name]].strip() or name


def _undecodable_text(source: Source) -> str:
    encoding = source.profile.bom or source.layout.encodings[0]
    found = undecodable(source.path, encoding)
    line, byte = found or (1, 0)
    return (
        f"line {line}: byte 0x{byte:02x} is not {encoding.upper()} text; the file is probably saved "
        f"as Windows-1252. Ask the supplier to save it as {encoding.upper()}, or declare the "
        "encoding in the feed's contract."
    )
