"""Turns one delivered file into typed Parquet, and accounts for every record in it."""

import os
from pathlib import Path

import duckdb

from pipelines import effects
from pipelines.ingest.intake.account import Staged, day, too_few
from pipelines.ingest.intake.by_record import stage_by_record
from pipelines.ingest.intake.profile import LONGEST_LINE
from pipelines.ingest.intake.rules import broken, literal, typing
from pipelines.ingest.intake.source import Source, dates_ahead, measure, repeated_keys

FEW_LINES = 2_000

__all__ = ["Source", "Staged", "stage"]


def stage(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Staged:
    """Write the file's good records to `target` (Parquet) and return its account.

    The fast path is DuckDB's own reader, allowed only while nothing about the file is odd; the slow
    path reads that file alone record by record. Both type values by the same SQL rules.
    """
    if reason := _unreadable(source):
        return Staged.refused(reason)
    effects.make_folder(target.parent)
    # Two processes may be at the same content: a night, and what a killed one left behind.
    partial = target.with_suffix(f".{os.getpid()}.partial")
    try:
        # Planning a small file's query costs more than running it as it stands.
        small = source.profile.lines < FEW_LINES
        connection.execute(f"pragma {'disable' if small else 'enable'}_optimizer")
        # The same name is written twice within a moment, by the fast path and then by the slow one.
        connection.execute("set enable_external_file_cache = false")
        effects.before("write", partial)
        account = _fast(connection, source, partial) if _may_be_fast(source) else None
        if account is None:
            account = stage_by_record(connection, source, partial)
        if account.state != "refused":
            _add_notes(connection, source, partial, account)
            effects.replace(partial, target, durable=False)
    finally:
        effects.unlink(partial)
    return account


def _unreadable(source: Source) -> str:
    profile, layout = source.profile, source.layout
    if profile.size == 0:
        return "the file is empty. Ask the supplier to send it again."
    if source.match.problems:
        found = ", ".join(repr(cell[:60]) for cell in source.match.header[:12]) or "nothing"
        return (
            f"line 1: {'; '.join(source.match.problems[:20])}; found {found}. "
            "Ask the supplier for the agreed layout."
        )
    if layout.reader is None and profile.longest_line > LONGEST_LINE:
        return (
            f"holds a line of more than {LONGEST_LINE:,} bytes, so its records cannot be told "
            "apart. Ask the supplier to send it again with line ends."
        )
    return source.period_ahead()


def _add_notes(
    connection: duckdb.DuckDBPyConnection, source: Source, target: Path, account: Staged
) -> None:
    """Say what is not wrong by any rule, but must be known."""
    layout, profile = source.layout, source.profile
    if layout.reader is None and not profile.ends_with_newline:
        account.note(
            "the last line has no end, as this supplier's files may; whether its last cell is whole "
            "cannot be seen."
        )
    if ahead := dates_ahead(connection, source, target):
        account.note(f"holds dates to {day(ahead)}, which are still to come; ask the supplier.")


def _may_be_fast(source: Source) -> bool:
    profile, match = source.profile, source.match
    return (
        match.layout.reader is None
        and not any(control.required for control in match.layout.controls)
        and profile.bom in ("", "utf-8-sig")
        and match.encoding in ("utf-8", "utf-8-sig")
        and profile.one_kind_of_line_end
        and profile.ends_with_newline
        and profile.controls == 0
    )


def _fast(connection: duckdb.DuckDBPyConnection, source: Source, target: Path) -> Staged | None:
    """Load by DuckDB's CSV reader; None where anything at all is not as it should be."""
    match, layout = source.match, source.layout
    reader = (
        f"read_csv({literal(str(source.path))}, header = true, auto_detect = false, "
        f"delim = {literal(match.delimiter)}, quote = '\"', escape = '\"', strict_mode = true, "
        f"null_padding = false, columns = {{{source.text_columns}}})"
    )
    odd = " or ".join(_odd(source))
    first = f"(select *, lower(trim({source.first_cell})) as first_cell from {reader})"
    typed = typing(layout, match.places, first)
    try:
        connection.execute(
            f"copy (select {source.typed_list}, ({odd}) as odd from {typed}) "
            f"to {literal(str(target))} (format parquet, compression snappy)"
        )
    except duckdb.Error:
        return None
    parts, content, bad = measure(connection, layout, target, "count(*) filter (odd)")
    rows = sum(part[2] for part in parts)
    if bad or rows != source.profile.lines - 1 or repeated_keys(connection, layout, target):
        return None
    if rows < layout.minimum_rows:
        return Staged.refused(too_few(rows, layout))
    return Staged(rows_in_file=rows, rows_loaded=rows, parts=parts, content=content)


def _odd(source: Source) -> list[str]:
    """List the tests that send a file to the slow path: a broken rule, or a record that is none."""
    match, layout = source.match, source.layout
    odd = broken(layout, match.places)
    patterns = [*layout.ignore, *(control.row for control in layout.controls)]
    odd += [f"regexp_full_match(first_cell, {literal(p)}, 'i')" for p in patterns]
    if all(c.type == "varchar" for c in layout.columns if c.name in match.places):
        # A second header: elsewhere its words stand where a figure or a date must.
        heads = ", ".join(literal(cell.strip().lower()) for cell in match.header if cell.strip())
        odd.append(f"first_cell in ({heads})")
    if not layout.bulk:
        # A total that the contract does not foresee; events have no figures to add up.
        odd += [f"starts_with(first_cell, '{word}')" for word in ("total", "grand total", "sum")]
    if source.month_ahead:
        odd.append(source.month_ahead)
    return odd
