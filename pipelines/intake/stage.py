"""Turns one delivered file into typed Parquet, and accounts for every record in it."""

import csv
import datetime as dt
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import duckdb

from pipelines.contract import Layout
from pipelines.errors import FeedError
from pipelines.intake.header import Match
from pipelines.intake.profile import Profile, undecodable
from pipelines.intake.rules import literal, rules, select_list, typing
from pipelines.intake.slow_path import Structure, normalise, read_text

REFUSE_ABOVE_REJECTED_SHARE = 0.2


@dataclass(frozen=True)
class Source:
    """The file to read, and what is the same for each of its records."""

    path: Path
    file_name: str
    received_at: dt.datetime
    profile: Profile
    match: Match


@dataclass
class Staged:
    """The account of one file: records in file = loaded + rejected + ignored."""

    state: str = "loaded"
    reason: str = ""
    rows_in_file: int = 0
    rows_loaded: int = 0
    rows_rejected: int = 0
    rows_ignored: int = 0
    rejects: list[tuple[int, str, str, str]] = field(default_factory=list)
    parts: list[tuple[str, dt.date | None, int]] = field(default_factory=list)

    @classmethod
    def refused(cls, reason: str, rows: int = 0) -> "Staged":
        """Refuse a file whole: nothing of it is loaded."""
        return cls(state="refused", reason=reason, rows_in_file=rows, rows_rejected=rows)


def stage(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Staged:
    """Write the file's good records to `target` (Parquet) and return its account.

    The fast path is DuckDB's own reader, allowed only while nothing about the file is odd; the slow
    path reads that file alone record by record. Both type values by the same SQL rules.
    """
    if reason := _unreadable(source):
        return Staged.refused(reason)
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_suffix(".partial")
    try:
        account = _fast(connection, source, partial) if _may_be_fast(source) else None
        if account is None:
            account = _slow(connection, source, partial)
        if account.state != "refused":
            partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return account


def _unreadable(source: Source) -> str:
    if source.profile.size == 0:
        return "the file is empty. Ask the supplier to send it again."
    if source.match.problems:
        found = ", ".join(repr(cell) for cell in source.match.header[:12]) or "nothing"
        return (
            f"line 1: {'; '.join(source.match.problems)}; found {found}. "
            "Ask the supplier for the agreed layout."
        )
    return ""


def _may_be_fast(source: Source) -> bool:
    profile, match = source.profile, source.match
    return (
        match.layout.reader is None
        and profile.bom in ("", "utf-8-sig")
        and match.encoding in ("utf-8", "utf-8-sig")
        and profile.one_kind_of_line_end
        and profile.ends_with_newline
        and profile.nulls == 0
    )


def _fast(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Staged | None:
    """Load by DuckDB's CSV reader; None where anything at all is not as it should be."""
    match, layout = source.match, source.match.layout
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(match.header)))
    reader = (
        f"read_csv({literal(str(source.path))}, header = true, auto_detect = false, "
        f"delim = {literal(match.delimiter)}, quote = '\"', escape = '\"', strict_mode = true, "
        f"null_padding = false, columns = {{{columns}}})"
    )
    odd = [f"({rule}) is not null" for _, _, rule in rules(layout, match.places)]
    odd += [
        f"regexp_full_match(trim({_first_cell(match)}), {literal(p)}, 'i')" for p in layout.ignore
    ]
    named = [p for p, cell in enumerate(match.header) if cell.strip()][:3]
    odd.append(
        " and ".join(f"trim(c{p}) = {literal(match.header[p].strip())}" for p in named) or "false"
    )
    typed = typing(layout, match.places, reader)
    try:
        connection.execute(
            f"copy (select {_typed_list(source)}, ({' or '.join(odd)}) as odd from {typed}) "
            f"to {literal(str(target))} (format parquet, compression snappy)"
        )
    except duckdb.Error:
        return None
    # A null here means a rule could not be judged: only `is not null` tests are joined, so it is odd.
    found = _parts(connection, layout, target, "count(*) filter (odd is distinct from false)")
    rows, bad = sum(part[2] for part in found), sum(part[3] for part in found)
    if bad or rows != source.profile.lines - 1:
        return None
    if rows < layout.minimum_rows:
        return Staged.refused(_too_few(rows, layout))
    parts = [(part, month, count) for part, month, count, _ in found]
    return Staged(rows_in_file=rows, rows_loaded=rows, parts=parts)


def _slow(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Staged:
    """Load record by record; name every record that is not loaded."""
    match, layout = source.match, source.match.layout
    with tempfile.TemporaryDirectory() as folder:
        plain = Path(folder) / "records.csv"
        try:
            structure = normalise(_records(source), layout, match.header, plain)
        except UnicodeDecodeError:
            return Staged.refused(_undecodable_text(source))
        except (FeedError, csv.Error) as error:
            return Staged.refused(str(error))
        if reason := _structural_refusal(source, structure):
            return Staged.refused(reason, structure.records)
        return _type_plain(connection, source, plain, structure, target)


def _records(source: Source) -> Iterator[tuple[int, list[str]]]:
    match = source.match
    if match.layout.reader is not None:
        yield from match.layout.reader(source.path).rows
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
    layout, profile = source.match.layout, source.profile
    delimited = layout.reader is None
    if structure.repeated_header_line:
        return (
            f"line {structure.repeated_header_line}: the header stands a second time, so two files "
            "were joined. Ask the supplier for each file by itself."
        )
    cut = "the file was cut short. Ask the supplier to send it again."
    if delimited and not profile.ends_with_newline:
        if structure.last_is_broken:
            return f"line {profile.lines}: the last record is incomplete; {cut}"
        if layout.always_ends_with_newline:
            return (
                f"line {profile.lines}: the last line has no end, which this supplier's files "
                f"always have; {cut}"
            )
    if structure.records - structure.ignored < layout.minimum_rows:
        return _too_few(structure.records - structure.ignored, layout)
    return ""


def _too_few(rows: int, layout: Layout) -> str:
    return (
        f"holds {rows:,} records where at least {layout.minimum_rows:,} are expected. "
        "A file with a header alone is not taken as zero; ask the supplier."
    )


def _type_plain(
    connection: duckdb.DuckDBPyConnection,
    source: Source,
    plain: Path,
    structure: Structure,
    target: Path,
) -> Staged:
    """Type the well-formed records by the same rules as the fast path, and name what breaks."""
    match, layout = source.match, source.match.layout
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(len(match.header)))
    connection.execute(
        f"create or replace temp table plain as from read_csv({literal(str(plain))}, header = false, "
        "auto_detect = false, delim = ',', quote = '\"', escape = '\"', nullstr = '', "
        f"max_line_size = 16000000, columns = {{'line': 'BIGINT', {columns}}})"
    )
    checked = rules(layout, match.places)
    typed = typing(layout, match.places, "plain")
    broken = " or ".join(f"({rule}) is not null" for _, _, rule in checked) or "false"
    account = Staged(
        rows_in_file=structure.records,
        rows_ignored=structure.ignored,
        rows_rejected=structure.rejected,
        rejects=structure.rejects,
    )
    if checked:
        whens = " ".join(
            f"when ({rule}) is not null then "
            f"struct_pack(c := {literal(_header_of(match, column.name))}, v := {text}, r := {rule})"
            for column, text, rule in checked
        )
        found = connection.execute(
            f"select line, b.c, coalesce(b.v, ''), b.r "
            f"from (select line, case {whens} end as b from {typed}) "
            "where b is not null order by line"
        ).fetchall()
        account.rows_rejected += len(found)
        account.rejects += [(line, c, v[:200], r) for line, c, v, r in found[:100]]
    connection.execute(
        f"copy (select {_typed_list(source)} from {typed} where not coalesce({broken}, false)) "
        f"to {literal(str(target))} (format parquet, compression snappy)"
    )
    written = f"read_parquet({literal(str(target))})"
    (account.rows_loaded,) = _one(connection, f"select count(*) from {written}")
    connection.execute("drop table plain")
    account.rejects = sorted(account.rejects)[:100]
    return _verdict(account, lambda: [p[:3] for p in _parts(connection, layout, target)])


def _header_of(match: Match, name: str) -> str:
    """Give the publisher's own name of a column."""
    return match.header[match.places[name]].strip() or name


def _verdict(account: Staged, parts: Callable[[], list[tuple[str, dt.date | None, int]]]) -> Staged:
    """Refuse a file of which more than a fifth is broken; else say how much is rejected."""
    if account.rows_rejected:
        line, column, value, rule = account.rejects[0]
        first = f"line {line}: {column} {value!r} {rule}"
        counted = f"{account.rows_rejected:,} of {account.rows_in_file:,} records rejected"
        if account.rows_rejected > REFUSE_ABOVE_REJECTED_SHARE * account.rows_in_file:
            account.state = "refused"
            account.rows_rejected, account.rows_loaded = (
                account.rows_rejected + account.rows_loaded,
                0,
            )
            account.reason = (
                f"{counted}, which is more than {REFUSE_ABOVE_REJECTED_SHARE:.0%}, so the file is "
                f"refused whole; first, {first}. Ask the supplier to mend and resend it."
            )
            return account
        account.state = "partly_rejected"
        account.reason = f"{counted}; first, {first}. Ask the supplier to mend and resend it."
    account.parts = parts()
    return account


def _typed_list(source: Source) -> str:
    layout = source.match.layout
    period = layout.period_in_name(source.file_name) if layout.period_in_name else None
    constants = [
        f"{literal(source.file_name)} as source_file",
        f"timestamp {literal(source.received_at.strftime('%Y-%m-%d %H:%M:%S.%f'))} as received_at",
    ]
    if layout.period_in_name:
        constants.append(
            f"date {literal(period.isoformat())} as file_period"
            if period
            else "null::date as file_period"
        )
    return ", ".join(select_list(layout, source.match.places) + constants)


def _first_cell(match: Match) -> str:
    return "coalesce(" + ", ".join(f"c{p}" for p in range(len(match.header))) + ")"


def _parts(
    connection: duckdb.DuckDBPyConnection, layout: Layout, target: Path, count: str = "0"
) -> list[tuple[str, dt.date | None, int, int]]:
    """List the partitions the file holds: the unit of revision, its month, its rows, and a count."""
    names = ", ".join(f"{name}::varchar" for name in layout.partition_by)
    part = f"concat_ws(' | ', {names})" if names else "''"
    month = f"({layout.month})::date" if layout.month else "null::date"
    # Grouped by the columns first: joining their texts for every row costs more than all the rest.
    columns = f"{', '.join(layout.partition_by)}, " if names else ""
    return connection.execute(
        f"""
        select {part} as part, month_of_part, sum(n)::bigint, sum(counted)::bigint
        from (
            select {columns}{month} as month_of_part, count(*) as n, {count} as counted
            from read_parquet({literal(str(target))}) group by all
        )
        group by all order by all
        """
    ).fetchall()


def _one(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[int, ...]:
    row = connection.execute(query).fetchone()
    assert row is not None
    return row


def _undecodable_text(source: Source) -> str:
    encoding = source.profile.bom or source.match.layout.encodings[0]
    found = undecodable(source.path, encoding)
    line, byte = found or (1, 0)
    return (
        f"line {line}: byte 0x{byte:02x} is not {encoding.upper()} text; the file is probably saved "
        f"as Windows-1252. Ask the supplier to save it as {encoding.upper()}, or declare the "
        "encoding in the feed's contract."
    )
