"""The archive of data.police.uk: which zips hold the months asked for, and which files to take.

What is taken is chosen by the names of the files in a zip; forces are named as the publisher names
them; where the page of a folder lists a file's checksum, the download is proved by it.
"""

import csv
import difflib
import re
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import requests

from pipelines import effects
from pipelines.contract.feed import Feed
from pipelines.errors import ConfigurationError, FeedError, FetchError
from pipelines.ingest import landing
from pipelines.ingest.fetch.download import BROKEN_ZIP, FetchContext, Fetched, Order, download
from pipelines.ingest.fetch.request import NotThereError, RetryPolicy, answer, blocks
from pipelines.ingest.receive import receive
from pipelines.store.functions import name_key

MEMBER = re.compile(
    r"(?:.*/)?(?P<month>(?:19|20)\d\d-\d\d)-(?P<force>[a-z][a-z-]*?)"
    r"-(?P<kind>street|outcomes|stop-and-search)\.csv"
)


@dataclass(frozen=True)
class Selection:
    """What to take out of the archive: months as `2019-12`, forces by the publisher's names.

    No force named means all of them. `feeds` decide which kinds of file are taken.
    """

    months: tuple[str, ...]
    forces: tuple[str, ...]
    feeds: tuple[Feed, ...]

    def wants(self, name: str) -> re.Match[str] | None:
        """Say whether a file of the archive is asked for."""
        found = MEMBER.fullmatch(name)
        if not found or found["month"] not in self.months:
            return None
        if self.forces and found["force"] not in self.forces:
            return None
        last = PurePosixPath(name).name
        patterns = (p for feed in self.feeds for one in feed.layouts for p in one.file_patterns)
        return found if any(re.fullmatch(p, last, re.IGNORECASE) for p in patterns) else None


def months_between(first: str, last: str) -> tuple[str, ...]:
    """List months as `2019-12`, both ends included."""
    if last < first:
        raise ConfigurationError(
            f"--from {first} is after --to {last}. Give the earlier one first."
        )
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return tuple(_month(number) for number in range(start, end + 1))


def later(month: str, months: int) -> str:
    """Return the month so many months later."""
    return _month(int(month[:4]) * 12 + int(month[5:]) - 1 + months)


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"


LARGEST_INDEX = 4 * 1024**2


def listed_md5(folder: str, name: str, retry_policy: RetryPolicy) -> str:
    """Find the MD5 that the publisher's page lists beside the file; empty where it lists none."""
    text = b""
    try:
        with (
            requests.Session() as session,
            answer(session, f"{folder}/", {}, retry_policy) as response,
        ):
            if response.status_code != 200:
                return ""
            for block in blocks(response, 64 * 1024):
                text += block
                if len(text) > LARGEST_INDEX:
                    return ""
    except FetchError:
        return ""
    page = text.decode("utf-8", "replace")
    # The sum must stand after the file's own name, in the same row, before the name of another file.
    between = r"(?:(?!\.zip|</?(?:tr|li|p)\b).)*?"
    md5 = r"(?<![0-9a-f])([0-9a-f]{32})(?![0-9a-f])"
    found = re.search(re.escape(name) + between + md5, page, re.DOTALL | re.IGNORECASE)
    return found[1].casefold() if found else ""


EVERY = "all"


def publisher_names(reference: Path, asked: Sequence[str], own_force_code: str) -> tuple[str, ...]:
    """Return the publisher's names of the forces asked for; nothing means every force.

    Without any, it is the office's own. A force may be named as the publisher does (`west-mercia`),
    by any spelling we know (`West Mercia Police`) or by its code.
    """
    with (reference / "police_force.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if any(name_key(name) == EVERY for name in asked):
        return ()
    slugs = {row["force_code"].casefold(): row["slug"] for row in rows if row["slug"]}
    slugs |= {
        name_key(row[column]): row["slug"]
        for row in rows
        for column in ("slug", "name", "force_name")
        if row["slug"]
    }
    found = []
    for name in asked or [own_force_code]:
        slug = slugs.get(name.strip().casefold()) or slugs.get(name_key(name))
        if slug is None:
            known = sorted(set(slugs.values()))
            asked_for = "-".join(name.casefold().replace("&", "and").split())
            near = difflib.get_close_matches(asked_for, known, n=3, cutoff=0.5)
            hint = f"Near it: {', '.join(near)}." if near else f"Choose from {', '.join(known)}."
            raise ConfigurationError(
                f"--force {name}: the archive has no force of that name. {hint} "
                "`--force all` takes every force."
            )
        found.append(slug)
    return tuple(dict.fromkeys(found))


GROUP = "police_uk"
ADDRESS = "https://data.police.uk/data/archive"
ARCHIVE_PATH = "/data/archive"
MONTHS_HELD = 36  # an archive holds the three years to its month


def holds(feed: Feed) -> bool:
    """Say whether the archive is where a feed's files come from."""
    return feed.feed_id.startswith(f"{GROUP}_")


def fetch_archive(asked: Selection, context: FetchContext) -> Fetched:
    """Bring the months asked for into landing, from as few archives as hold them."""
    done = Fetched()
    waiting = set(asked.months)
    while waiting:
        newest = max(waiting)
        path = _archive_with(newest, asked, context)
        if path is None:
            done.lacking.append(
                f"{newest}: there is no archive of that month at {context.base_url}. It is not published "
                "yet, or the address is wrong."
            )
            waiting.remove(newest)
            continue
        held = waiting & {member["month"] for member in _members(path)}
        if newest not in held:
            done.lacking.append(f"{newest}: the archive {path.name} does not hold that month.")
        if held:
            _into_landing(
                path, Selection(tuple(sorted(held)), asked.forces, asked.feeds), context, done
            )
        effects.unlink(path)
        waiting -= held | {newest}
    return done


def _archive_with(month: str, asked: Selection, context: FetchContext) -> Path | None:
    """Download the archive named after a month, else the last one that should still hold it."""
    names = [month, later(month, MONTHS_HELD - 1)]
    for name in [n for n in names if n <= f"{context.today:%Y-%m}"] or [month]:
        for folder in _folders(context.base_url):
            url = f"{folder}/{name}.zip"
            target = context.downloads / f"{name}.zip"
            if target.is_file() and not _problem(target, asked):
                return target  # whole, and left by a run that was stopped while it unpacked
            md5 = listed_md5(folder, target.name, context.retry_policy)
            order = Order(url, target, md5, lambda path: _problem(path, asked))
            progress = context.progress(f"{name}.zip") if context.progress else None
            try:
                return download(order, context.retry_policy, progress=progress, tell=context.tell)
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


def _problem(path: Path, asked: Selection) -> str:
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


def _into_landing(path: Path, asked: Selection, context: FetchContext, done: Fetched) -> None:
    """Unpack what is asked for, month by month, and receive it as any delivery is received."""
    unpacked = context.downloads / f"{path.stem}.unpacked"
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
            with landing.opened(found, context.downloads) as plain:
                effects.replace(plain, target, durable=False)
            forces.add(member["force"])
        if unpacked.is_dir():
            done.received += receive([unpacked], context.site_landing, list(asked.feeds))
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
