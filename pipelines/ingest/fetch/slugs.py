"""The names that data.police.uk gives to forces, from the list of forces that ships."""

import csv
import difflib
from collections.abc import Sequence
from pathlib import Path

from pipelines.errors import ConfigurationError

EVERY = "all"


def publisher_names(reference: Path, asked: Sequence[str], own_force_code: str) -> tuple[str, ...]:
    """Return the publisher's names of the forces asked for; nothing means every force.

    Without any, it is the office's own. A force may be named as the publisher does (`west-mercia`),
    by any spelling we know (`West Mercia Police`) or by its code.
    """
    with (reference / "police_force.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    if any(_plain(name) == EVERY for name in asked):
        return ()
    known = {
        _plain(row[column]): row["slug"]
        for row in rows
        for column in ("slug", "name", "force_name", "force_code")
        if row["slug"]
    }
    found = []
    for name in asked or [own_force_code]:
        if _plain(name) not in known:
            slugs = sorted(set(known.values()))
            near = difflib.get_close_matches(_plain(name).replace(" ", "-"), slugs, n=3, cutoff=0.5)
            hint = f"Near it: {', '.join(near)}." if near else f"Choose from {', '.join(slugs)}."
            raise ConfigurationError(
                f"--force {name}: the archive has no force of that name. {hint} "
                "`--force all` takes every force."
            )
        found.append(known[_plain(name)])
    return tuple(dict.fromkeys(found))


def _plain(name: str) -> str:
    return " ".join(name.casefold().replace("-", " ").replace("&", "and").split())
