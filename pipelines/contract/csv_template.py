"""An empty CSV for a supplier to fill in: the header row alone, in the publisher's spelling."""

import csv
import io

from pipelines.contract import wording as words
from pipelines.contract.feed import Feed, Layout
from pipelines.errors import ConfigurationError


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
    return csv_line([words.name_in_file(column) for column in layout.columns], layout)


def _kinds(feed: Feed) -> str:
    kinds = {
        name.strip("`").rsplit(".", 1)[-1]
        for layout in feed.layouts
        for pattern in layout.file_patterns
        for name in words.file_name(pattern)
    }
    names = sorted(kind for kind in kinds if kind.isalnum())
    return f"{words.listed(names, 'or')} files" if names else "files of its own form"


def csv_line(cells: list[str], layout: Layout) -> str:
    """Write one line as the layout's files have it."""
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=layout.delimiters[0], lineterminator="\n").writerow(cells)
    return out.getvalue()
