"""The archive of data.police.uk: which zips hold the months asked for, and which files to take."""

import re
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from pipelines import effects
from pipelines.contract.feed import Feed
from pipelines.errors import FeedError, FetchError
from pipelines.ingest import landing
from pipelines.ingest.fetch.asked import MEMBER, Asked, later
from pipelines.ingest.fetch.checksum import listed_md5
from pipelines.ingest.fetch.desk import Desk, Fetched
from pipelines.ingest.fetch.download import BROKEN_ZIP, Order, download
from pipelines.ingest.fetch.request import NotThereError
from pipelines.ingest.receive import receive

GROUP = "police_uk"
ADDRESS = "https://data.police.uk/data/archive"
ARCHIVE_PATH = "/data/archive"
MONTHS_HELD = 36  # an archive holds the three years to its month


def holds(feed: Feed) -> bool:
    """Say whether the archive is where a feed's files come from."""
    return feed.feed_id.startswith(f"{GROUP}_")


def fetch_archive(asked: Asked, desk: Desk) -> Fetched:
    """Bring the months asked for into landing, from as few archives as hold them."""
    done = Fetched()
    waiting = set(asked.months)
    while waiting:
        newest = max(waiting)
        path = _archive_with(newest, asked, desk)
        if path is None:
            done.lacking.append(
                f"{newest}: there is no archive of that month at {desk.base_url}. It is not published "
                "yet, or the address is wrong."
            )
            waiting.remove(newest)
            continue
        held = waiting & {member["month"] for member in _members(path)}
        if newest not in held:
            done.lacking.append(f"{newest}: the archive {path.name} does not hold that month.")
        if held:
            _into_landing(path, Asked(tuple(sorted(held)), asked.forces, asked.feeds), desk, done)
        effects.unlink(path)
        waiting -= held | {newest}
    return done


def _archive_with(month: str, asked: Asked, desk: Desk) -> Path | None:
    """Download the archive named after a month, else the last one that should still hold it."""
    names = [month, later(month, MONTHS_HELD - 1)]
    for name in [n for n in names if n <= f"{desk.today:%Y-%m}"] or [month]:
        for folder in _folders(desk.base_url):
            url = f"{folder}/{name}.zip"
            target = desk.downloads / f"{name}.zip"
            if target.is_file() and not _problem(target, asked):
                return target  # whole, and left by a run that was stopped while it unpacked
            md5 = listed_md5(folder, target.name, desk.patience)
            order = Order(url, target, md5, lambda path: _problem(path, asked))
            progress = desk.progress(f"{name}.zip") if desk.progress else None
            try:
                return download(order, desk.patience, progress=progress, tell=desk.tell)
            except NotThereError:
                continue
    return None


def _folders(base_url: str) -> Iterable[str]:
    """Take the address of the archive's folder, or of the site alone."""
    bare = base_url.rstrip("/")
    return [bare] if bare.endswith(ARCHIVE_PATH) else [bare, bare + ARCHIVE_PATH]


def _members(path: Path) -> list[re.Match[str]]:
    with zipfile.ZipFile(path) as archive:
        return [m for name in archive.namelist() if (m := MEMBER.fullmatch(name))]


def _problem(path: Path, asked: Asked) -> str:
    """Read every file that will be taken, so that its checksum in the zip is compared."""
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                bomb = member.file_size > landing.LARGEST_RATIO * max(member.compress_size, 1)
                if asked.wants(member.filename) and not bomb:
                    with archive.open(member) as file:
                        while file.read(landing.BLOCK):
                            pass
    except BROKEN_ZIP as error:
        return f"what came is not a whole zip ({error})."
    return ""


def _into_landing(path: Path, asked: Asked, desk: Desk, done: Fetched) -> None:
    """Unpack what is asked for, month by month, and receive it as any delivery is received."""
    unpacked = desk.downloads / f"{path.stem}.unpacked"
    effects.remove_tree(unpacked)
    forces: set[str] = set()
    try:
        for found in landing.members(path):
            member = asked.wants(found.member)
            if member is None:
                continue
            if found.problem:
                done.lacking.append(f"{found.member}: {found.problem}")
                continue
            target = unpacked / member["month"] / PurePosixPath(found.member).name
            effects.make_folder(target.parent)
            with landing.opened(found, desk.downloads) as plain:
                effects.replace(plain, target, durable=False)
            forces.add(member["force"])
        if unpacked.is_dir():
            done.received += receive([unpacked], desk.site_landing, list(asked.feeds))
    except FeedError as error:
        raise FetchError(f"{path.name}: {error}") from error
    finally:
        effects.remove_tree(unpacked)
    for force in sorted(set(asked.forces) - forces):
        known = sorted({member["force"] for member in _members(path)})
        done.lacking.append(
            f"{path.name}: holds nothing of the force {force!r} for {', '.join(asked.months)}. "
            f"It has files of {', '.join(known) or 'no force'}."
        )
