"""What a supplier is given of a feed's contract: its specification in Markdown, an empty CSV."""

import csv
import inspect
import io
import re

from pipelines.contract import wording as words
from pipelines.contract.example import BEYOND, example
from pipelines.contract.feed import Column, Feed, Layout
from pipelines.contract.wording import code
from pipelines.errors import ConfigurationError

BAR = r"\|"
_FACTS = re.compile(r"^(Grain|Supplier|Arrives|Rights) {2,}(.*)$")


def specification(feed: Feed) -> str:
    """Write the whole specification as Markdown."""
    parts = [_head(feed)]
    several = len(feed.layouts) > 1
    for layout in feed.layouts:
        parts.append(_layout(feed, layout, several=several))
    parts.append(_outcomes(feed))
    if notes := _notes(feed):
        parts.append(f"## What else to know\n\n{notes}")
    return "\n\n".join(parts) + "\n"


def _head(feed: Feed) -> str:
    facts_of_doc = _facts(feed)
    rows = [
        ("Name of the feed", code(feed.feed_id)),
        ("Supplier", feed.supplier),
        ("Owner in this office", feed.owner),
        ("One row is", facts_of_doc.get("Grain", "").removeprefix("one row per ")),
        ("Due", words.due(feed)),
        ("Arrives", facts_of_doc.get("Arrives", "")),
        ("Where it is", feed.fetch_from),
        ("Rights", feed.rights),
        ("Classification marking", feed.marking),
        ("Kept", f"{words.counted(feed.retention_years, 'year')} after it arrives"),
    ]
    facts = "\n".join(f"* {name}: {value}" for name, value in rows if value)
    kind = "\n\nThis is reference data: names and codes, not figures." if feed.reference else ""
    return f"# {feed.title}\n\nWhat a delivery must look like to be loaded whole.{kind}\n\n{facts}"


def _facts(feed: Feed) -> dict[str, str]:
    """Read the small data log at the head of the feed's own text."""
    facts: dict[str, str] = {}
    name = ""
    for line in feed.doc.splitlines():
        if start := _FACTS.match(line):
            name = start[1]
            facts[name] = start[2].strip()
        elif name and line.startswith("  "):
            facts[name] += f" {line.strip()}"
        else:
            name = ""
    return facts


def _notes(feed: Feed) -> str:
    """Return what the feed's own text says beside its title and its data log."""
    paragraphs = re.split(r"\n\s*\n", feed.doc.strip())
    return "\n\n".join(text for text in paragraphs[1:] if not _FACTS.match(text.splitlines()[0]))


def _layout(feed: Feed, layout: Layout, *, several: bool) -> str:
    title = f"## Files of the kind {code(layout.table)}" if several else "## The file"
    names = [name for pattern in layout.file_patterns for name in words.file_name(pattern)]
    rules = [f"File names: {words.listed(names, 'or')}."]
    if layout.reader is None:
        rules.append(
            f"Plain text in {words.encoding(layout)}; cells are separated by {words.delimiter(layout)}; "
            'a cell that holds one, a quote or a line break stands in double quotes ("). '
            "The first row is the header; the order of the columns does not matter."
        )
        if layout.always_ends_with_newline:
            rules.append("The last line ends with a line break: one that does not was cut short.")
    else:
        rules.append(
            "The publisher's own form, read as published: tables and columns are found by their words. "
            "A CSV template is not given: nobody fills one in."
        )
    rules += _rules(layout)
    bullets = "\n".join(f"* {rule}" for rule in rules)
    return f"{title}\n\n{bullets}\n\n{_column_table(layout)}\n\n{_example(layout)}"


def _rules(layout: Layout) -> list[str]:
    """Say what holds for the file as a whole."""
    rules = [
        f"At least {words.counted(layout.minimum_rows, 'record')}: an empty file is not a zero."
    ]
    if layout.key:
        rules.append(f"No two records of a file have the same {_names(layout, layout.key)}.")
    if layout.period_in_name is not None:
        known = " ".join((inspect.getdoc(layout.period_in_name) or "").split())
        rules.append(f"The period a file is about comes from its name or folder. {known}")
    if layout.month:
        rules.append(f"The month of a record: {_month(layout)}.")
    rules.append(_revision(layout))
    if layout.complete_by:
        rules.append(
            f"No hole is expected: every {_names(layout, layout.complete_by)} has a record."
        )
    for control in layout.controls:
        column = code(words.name_in_file(layout.column(control.column)))
        rules.append(
            f"A total row (its first cell is like {code(control.row)}) must equal the sum of {column} "
            "over the records; if it does not, the file is refused. It is not loaded as a record."
        )
    if layout.ignore:
        patterns = words.listed([code(pattern) for pattern in layout.ignore], "or")
        rules.append(
            f"Total rows and footnotes are left out and counted as ignored: rows whose first filled "
            f"cell is like {patterns} (regular expressions, in capitals or not)."
        )
    return rules


def _revision(layout: Layout) -> str:
    if layout.revision in words.REVISION:
        return words.REVISION[layout.revision]
    if not layout.partition_by:
        return "A later file replaces the earlier one whole. The earlier one is kept."
    return (
        f"A later file replaces, whole, what earlier files said of the same "
        f"{_names(layout, layout.partition_by)}. The earlier one is kept."
    )


def _names(layout: Layout, columns: tuple[str, ...]) -> str:
    known = {column.name: column for column in layout.columns}
    names = []
    for name in columns:
        if name in known:
            names.append(code(words.name_in_file(known[name])))
        else:
            names.append("period of the file" if name == "file_period" else name.replace("_", " "))
    return words.listed(names)


def _month(layout: Layout) -> str:
    known = [column.name for column in layout.columns]
    if layout.month in known:
        return code(words.name_in_file(layout.column(layout.month)))
    used = [name for name in known if re.search(rf"\b{re.escape(name)}\b", layout.month)]
    return f"worked out from {_names(layout, tuple(used))}" if used else "that of the file"


def _column_table(layout: Layout) -> str:
    """Say of each column its name, meaning, values, markers and other names."""
    head = (
        "| Column | What it is | Value | May be empty | Markers | Other names |\n"
        "|---|---|---|---|---|---|"
    )
    return "\n".join([head, *(_column(column) for column in layout.columns)])


def _column(column: Column) -> str:
    name = words.name_in_file(column)
    title = code(name) if name else "(the heading is empty)"
    what = column.description.rstrip(".") or column.name.replace("_", " ").capitalize()
    sensitive = "; sensitive: never published" if column.sensitive else ""
    empty = "yes" if column.nullable else "no"
    presence = empty if column.required else f"{empty}; the column may be absent"
    cells = [
        title,
        what + sensitive,
        _value_of(column),
        presence,
        words.markers(column) or "none",
        "; ".join(words.other_names(column)) or "none",
    ]
    # A bar would end the cell of a table.
    return f"| {' | '.join(' '.join(cell.split()).replace('|', BAR) for cell in cells)} |"


def _value_of(column: Column) -> str:
    parts = [words.type_of(column)]
    if column.unit:
        parts.append(f"in {column.unit}")
    if column.values:
        parts.append(f"one of {words.listed([code(value) for value in column.values], 'or')}")
    if column.pattern:
        shown = example(column)
        such = f"such as {code(shown)}, " if shown != BEYOND else ""
        parts.append(f"{such}of the form {code(column.pattern)}")
    if column.minimum is not None:
        parts.append(f"{column.minimum:g} or more")
    return ", ".join(parts)


def _example(layout: Layout) -> str:
    header = _csv_line([words.name_in_file(column) for column in layout.columns], layout)
    row = _csv_line([example(column) for column in layout.columns], layout)
    lead = (
        "An example (invented):" if layout.reader is None else "A record as it is read (invented):"
    )
    return f"{lead}\n\n```csv\n{header}{row}```"


def _outcomes(feed: Feed) -> str:
    return (
        "## What becomes of a delivery\n\n"
        "Every record is loaded, rejected or ignored, and each file is accounted for. A record that "
        "breaks a rule above is rejected and named by file, line, column and value; a file that cannot "
        "be trusted as a whole is refused, with the reason. Send it again whole, under any name that "
        f"fits: {code(f'pcplan scorecard --supplier {chr(34)}{feed.supplier}{chr(34)}')} lists what to "
        "mend. The same file sent twice counts once."
    )


def template(feed: Feed, table: str = "") -> str:
    """Write the header row of a feed's CSV, or of one of its kinds of file."""
    plain = [layout for layout in feed.layouts if layout.reader is None]
    if table:
        plain = [layout for layout in plain if layout.table == table]
    if not plain:
        names = ", ".join(name.table for name in feed.layouts if name.reader is None)
        if table and names:
            raise ConfigurationError(
                f"{feed.feed_id}: has no CSV layout named {table}. It has {names}."
            )
        raise ConfigurationError(
            f"{feed.feed_id}: has no CSV template. {feed.supplier} publishes it as "
            f"{_kinds(feed)}, which pcplan reads as published; send the publisher's own file. "
            f"`pcplan feeds describe {feed.feed_id}` says what is read from it."
        )
    layout = plain[0]
    return _csv_line([words.name_in_file(column) for column in layout.columns], layout)


def _kinds(feed: Feed) -> str:
    kinds = {
        name.strip("`").rsplit(".", 1)[-1]
        for layout in feed.layouts
        for pattern in layout.file_patterns
        for name in words.file_name(pattern)
    }
    names = sorted(kind for kind in kinds if kind.isalnum())
    return f"{words.listed(names, 'or')} files" if names else "files of its own form"


def _csv_line(cells: list[str], layout: Layout) -> str:
    """Write one line as the layout's files have it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=layout.delimiters[0], lineterminator="\n").writerow(cells)
    return out.getvalue()
