"""The columns of a layout as a Markdown table."""

from pipelines.contract import wording as words
from pipelines.contract.example import BEYOND, example
from pipelines.contract.feed import Column, Layout
from pipelines.contract.wording import code

BAR = r"\|"


def column_table(layout: Layout) -> str:
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
        _value(column),
        presence,
        words.markers(column) or "none",
        "; ".join(words.other_names(column)) or "none",
    ]
    # A bar would end the cell of a table.
    return f"| {' | '.join(' '.join(cell.split()).replace('|', BAR) for cell in cells)} |"


def _value(column: Column) -> str:
    said = [words.type_of(column)]
    if column.unit:
        said.append(f"in {column.unit}")
    if column.values:
        said.append(f"one of {words.listed([code(value) for value in column.values], 'or')}")
    if column.pattern:
        shown = example(column)
        such = f"such as {code(shown)}, " if shown != BEYOND else ""
        said.append(f"{such}of the form {code(column.pattern)}")
    if column.minimum is not None:
        said.append(f"{column.minimum:g} or more")
    return ", ".join(said)
