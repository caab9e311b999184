"""Recognises a folder of mixed files and copies each into its feed's landing folder."""

import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from pipelines import effects
from pipelines.contract.feed import Feed
from pipelines.errors import ConfigurationError, FeedError
from pipelines.ingest import landing
from pipelines.ingest.intake.header import Match
from pipelines.ingest.intake.profile import Profile, profile
from pipelines.ingest.intake.route import best_match, is_named_after, owner
from pipelines.ingest.landing import NOT_DATA, Found, is_unfinished


@dataclass(frozen=True)
class Received:
    """What became of one file: the feed it went to, or why it went nowhere."""

    source: str
    feed_id: str | None
    target: str | None
    reason: str = ""


def receive(
    paths: list[Path],
    site_landing: Path,
    feeds: list[Feed],
    *,
    only: Feed | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Received]:
    """Copy each recognised file into landing, under its own name and folders.

    A zip whose members are all of one feed is copied whole; a mixed one is unpacked by feed.
    """
    files = [pair for path in paths for pair in _files(path)]
    effects.sweep(site_landing, deep=True)
    found = []
    for number, (path, inner) in enumerate(files, 1):
        if path.suffix.casefold() == ".zip":
            found += _zip(path, inner, site_landing, feeds, only)
        else:
            found.append(_file(path, inner, site_landing, feeds, only))
        if progress:
            progress(number, len(files))
    return found


def _files(path: Path) -> Iterator[tuple[Path, PurePosixPath]]:
    """Yield each file with the path it keeps under its feed's landing folder."""
    if not path.exists():
        raise ConfigurationError(f"{path}: does not exist. Name a file or a folder that does.")
    if path.is_file():
        yield path, PurePosixPath(path.name)
        return
    for file in sorted(path.rglob("*")):
        parts = file.relative_to(path).parts
        if file.is_file() and not any(part.startswith(".") for part in parts):
            yield file, PurePosixPath(*parts)


def _file(
    path: Path, inner: PurePosixPath, site_landing: Path, feeds: list[Feed], only: Feed | None
) -> Received:
    if is_unfinished(path):
        return Received(str(inner), None, None, "it is still arriving, or hidden.")
    try:
        with effects.scratch() as scratch:
            found = Found("", str(inner), path, "", "", path.stat().st_size)
            with landing.opened(found, scratch) as plain:
                feed, reason = recognise(str(inner), plain, profile(plain), feeds, only)
    except (FeedError, OSError) as error:
        return Received(str(inner), None, None, str(error))
    if feed is None:
        return Received(str(inner), None, None, reason)
    return _put(path, feed, inner, site_landing)


def _put(path: Path, feed: Feed, inner: PurePosixPath, site_landing: Path) -> Received:
    """Copy a file in; never over a different file of the same name."""
    target = site_landing / feed.feed_id / inner
    number = 1
    while target.exists():
        if effects.sha256_of(target) == effects.sha256_of(path):
            return Received(str(inner), feed.feed_id, _told(target, site_landing), "already there")
        number += 1
        target = target.with_name(f"{PurePosixPath(inner).stem} ({number}){target.suffix}")
    landing.copy_into(path, target)
    return Received(str(inner), feed.feed_id, _told(target, site_landing))


def _told(target: Path, site_landing: Path) -> str:
    return target.relative_to(site_landing.parent).as_posix()


def recognise(
    name: str, plain: Path, shape: Profile, feeds: list[Feed], only: Feed | None
) -> tuple[Feed | None, str]:
    """Say whose file this is by its name and header, or why it is nobody's."""
    if only is not None:
        return only, ""
    last = PurePosixPath(name).name
    if last.casefold() in NOT_DATA or last.casefold().startswith("readme"):
        return None, "it is a note that came with the data, not data."
    if shape.size == 0:
        return None, "it is empty. Name its feed with --feed to have it refused in the ledger."
    theirs = owner(feeds, name, plain, shape)
    if theirs:
        return theirs[0][0], ""
    return None, _nearest(name, plain, shape, feeds)


def _nearest(name: str, plain: Path, shape: Profile, feeds: list[Feed]) -> str:
    """Explain with the feed that comes closest by its header, else with one it is named after."""
    by_header: list[tuple[int, str, Match]] = []
    by_name: list[tuple[int, str, Match]] = []
    for feed in feeds:
        match = best_match(feed.layouts, name, plain, shape)
        if match is None:
            continue
        score = len(match.places) - len(match.problems)
        if score > 0:
            by_header.append((score, feed.feed_id, match))
        elif is_named_after(match.layout, name):
            by_name.append((score, feed.feed_id, match))
    for how, nearest in (("it is nearest to", by_header), ("it is named like", by_name)):
        if nearest:
            _, feed_id, match = max(nearest, key=lambda item: item[0])
            first, more = match.problems[:4], len(match.problems) - 4
            left = f" and {more} more" if more > 0 else ""
            return f"{how} {feed_id}, but line 1: {'; '.join(first)}{left}."
    return "its name and header are those of no feed."


def _zip(
    path: Path, inner: PurePosixPath, site_landing: Path, feeds: list[Feed], only: Feed | None
) -> list[Received]:
    members = landing.members(path)
    results: list[tuple[Found, Feed | None, str]] = []
    with effects.scratch() as scratch:
        for member in members:
            if member.problem:
                results.append((member, None, member.problem))
                continue
            try:
                with landing.opened(member, scratch) as plain:
                    feed, reason = recognise(member.member, plain, profile(plain), feeds, only)
            except (FeedError, zipfile.BadZipFile, OSError) as error:
                feed, reason = None, str(error)
            results.append((member, feed, reason))
        owners = {feed.feed_id for _, feed, _ in results if feed is not None}
        if len(owners) == 1:
            feed = next(feed for _, feed, _ in results if feed is not None)
            return [_put(path, feed, inner, site_landing)]
        received = []
        for member, feed, reason in results:
            name = f"{inner}!{member.member or path.name}"
            if feed is None:
                received.append(Received(name, None, None, reason))
                continue
            with landing.opened(member, scratch) as plain:
                target = inner.with_suffix("") / PurePosixPath(member.member.replace("\\", "/"))
                received.append(_put(plain, feed, target, site_landing))
    return received
