"""Finds which layout a delivered file is of, and says why where it is of none."""

import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pipelines.contract.feed import Feed, Layout, Records
from pipelines.errors import FeedError
from pipelines.ingest.intake.bounds import workbook_problem
from pipelines.ingest.intake.header import MAXIMUM_COLUMNS, Match, candidates, match_text, too_wide
from pipelines.ingest.intake.profile import Profile
from pipelines.ingest.landing import NOT_DATA

TEXT = {".csv", ".tsv", ".txt", ".tab", ""}
# What a reader meets in a file that is not what its name says.
UNREADABLE = (
    FeedError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    ArithmeticError,
    EOFError,
    OSError,
    NotImplementedError,
    RecursionError,
    SyntaxError,
    zipfile.BadZipFile,
    zlib.error,
)


@dataclass(frozen=True)
class Route:
    """Where a file goes: a bound layout, or the reason why there is none."""

    match: Match | None
    ignored: str = ""


def route(feed: Feed, name: str, path: Path, profile: Profile) -> Route:
    """Bind a file to the layout of its feed that fits best; problems stay in the match."""
    last = PurePosixPath(name.replace("!", "/")).name
    if last.casefold() in NOT_DATA or last.casefold().startswith("readme"):
        return Route(None, "it is a note that came with the data, not data.")
    best = best_match(feed.layouts, name, path, profile)
    if best is None:
        kinds = ", ".join(sorted({p for layout in feed.layouts for p in layout.file_patterns}))
        return Route(
            None, f"no layout of {feed.feed_id} takes a file of this kind (known: {kinds})."
        )
    return Route(best)


def best_match(layouts: Iterable[Layout], name: str, path: Path, profile: Profile) -> Match | None:
    """Return the binding with the fewest problems, then by name, then with the most columns."""
    layouts = list(layouts)
    named = candidates(layouts, name)
    suffix = PurePosixPath(name.casefold().removesuffix(".gz")).suffix
    found: list[tuple[int, int, int, Match]] = []
    for layout in layouts:
        if layout.reader is None:
            if suffix not in TEXT and layout not in named:
                continue
            match = match_text(layout, path, profile.bom)
        elif layout in named:
            match = _match_reader(layout, path)
        else:
            continue
        found.append((len(match.problems), layout not in named, -len(match.places), match))
    return min(found, key=lambda item: item[:3])[3] if found else None


def _match_reader(layout: Layout, path: Path) -> Match:
    assert layout.reader is not None
    records = Records([], ())
    problem = workbook_problem(path)
    if not problem:
        try:
            records = layout.reader(path)
        except UNREADABLE as error:
            problem = f"cannot be read: {error}"
    if not problem and len(records.header) > MAXIMUM_COLUMNS:
        problem = too_wide(records.header)
    if problem:
        return Match(layout, records.header[:20], {}, [problem], ",", "utf-8")
    places, problems = layout.bind(records.header)
    return Match(layout, records.header, places, problems, ",", "utf-8", records)


def owner(
    feeds: Iterable[Feed], name: str, path: Path, profile: Profile
) -> list[tuple[Feed, Match]]:
    """List the feeds whose layouts a file binds to without any problem, the best first."""
    found = []
    for feed in feeds:
        match = best_match(feed.layouts, name, path, profile)
        if match is not None and not match.problems:
            found.append(
                (
                    not is_named_after(match.layout, name),
                    len(match.extra),
                    feed.feed_id,
                    feed,
                    replace(match),
                )
            )
    return [(item[3], item[4]) for item in sorted(found, key=lambda item: item[:3])]


def is_named_after(layout: Layout, name: str) -> bool:
    """Say whether a file's name fits a layout, and not only as any name of its kind would."""
    kind = PurePosixPath(name.removesuffix(".gz")).suffix
    return bool(candidates([layout], name)) and not candidates([layout], f"0{kind}")
