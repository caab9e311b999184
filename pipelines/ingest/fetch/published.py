"""One file at a lasting address, as a feed's contract names it."""

import re
import zipfile
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from pipelines import effects
from pipelines.contract.feed import Feed
from pipelines.errors import ConfigurationError
from pipelines.ingest import landing
from pipelines.ingest.fetch.download import BROKEN_ZIP, FetchContext, Fetched, Order, download
from pipelines.ingest.receive import receive

_ADDRESS = re.compile(r"https?://[^\s<>\"'),;]+")
_FILES = (".csv", ".tsv", ".txt", ".zip", ".gz", ".json", ".xlsx", ".xlsm", ".xls", ".ods")


def lasting_address(feed: Feed) -> str:
    """Return the address of the feed's one file; empty where its contract names a page, or nothing."""
    for found in _ADDRESS.findall(feed.fetch_from):
        address = found.rstrip(".")
        if _name(address).casefold().endswith(_FILES):
            return str(address)
    return ""


def where_to_get(feed: Feed) -> str:
    """Say where a person gets the feed's files, and what to do with them."""
    source = (
        f"Its files are at {feed.fetch_from.rstrip('.')}."
        if feed.fetch_from
        else f"They come from {feed.supplier}; its contract names no address."
    )
    return (
        f"{feed.feed_id}: cannot be downloaded by pcplan, because it has no lasting address of a file. "
        f"{source} Save the file, then run: pcplan receive FILE --feed {feed.feed_id}"
    )


def fetch_file(feed: Feed, context: FetchContext, base_url: str | None = None) -> Fetched:
    """Download the feed's file and receive it as any delivery is received."""
    address = lasting_address(feed)
    if not address:
        raise ConfigurationError(where_to_get(feed))
    if base_url:
        address = base_url.rstrip("/") + urlsplit(address).path
    folder = context.downloads / feed.feed_id
    order = Order(address, folder / _name(address), proof=_problem)
    progress = context.progress(_name(address)) if context.progress else None
    path = download(order, context.retry_policy, progress=progress, tell=context.tell)
    done = Fetched(receive([path], context.site_landing, [feed]))
    effects.unlink(path)
    return done


def _name(address: str) -> str:
    return PurePosixPath(unquote(urlsplit(address).path)).name


def _problem(path: Path) -> str:
    """Prove that a zip (a workbook is one too) is whole; of other files the length is the proof."""
    with path.open("rb") as file:
        is_zip = file.read(2) == b"PK"
    named = path.name.casefold().removesuffix(".partial")
    if not is_zip and named.endswith((".zip", ".xlsx", ".xlsm", ".ods")):
        return "what came is not a zip or a workbook."
    if not is_zip:
        return ""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(member.file_size for member in archive.infolist()) > landing.LARGEST_ARCHIVE:
                return ""  # intake refuses it by name, without unpacking it
            broken = archive.testzip()
    except BROKEN_ZIP as error:
        return f"what came is not a whole zip ({error})."
    return f"{broken} in the zip does not have its checksum." if broken else ""
