"""Finds the checksum that a publisher lists beside a file on the page of its folder."""

import re

import requests

from pipelines.errors import FetchError
from pipelines.ingest.fetch.patience import Patience
from pipelines.ingest.fetch.request import answer, blocks

LARGEST_INDEX = 4 * 1024**2


def listed_md5(folder: str, name: str, patience: Patience) -> str:
    """Find the MD5 that the publisher's page lists beside the file; empty where it lists none."""
    text = b""
    try:
        with requests.Session() as session, answer(session, f"{folder}/", {}, patience) as response:
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
