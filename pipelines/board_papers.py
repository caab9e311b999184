"""Joins site, plan and snapshot to the paper writers, for the command line."""

import datetime as dt
import json
from pathlib import Path
from typing import Any

from dashboards.papers.blocks import PaperError
from dashboards.papers.compose import compose
from dashboards.papers.write import write_paper
from dashboards.published import Published
from pipelines import snapshots
from pipelines.errors import ConfigurationError, SnapshotError
from pipelines.plan import read_plan
from pipelines.site import Site


def write(
    site: Site,
    theme: str,
    board_date: dt.date,
    folder: Path,
    *,
    snapshot_id: str | None = None,
    audience: str = "board",
    check: bool = False,
) -> list[Path]:
    """Write one theme's paper in its three forms; with `check` only prove that it can be."""
    board = {name: str(value) for name, value in read_plan(site.root / "plan").board.items()}
    snapshot = snapshots.find(site, snapshot_id)
    published = Published(site.published, audience, snapshot.snapshot_id)
    try:
        if check:
            compose(published, theme, board_date, board, site.root / "papers")
            return []
        entry = write_paper(published, theme, board_date, board, folder, site.root / "papers")
    except PaperError as error:
        raise ConfigurationError(str(error)) from error
    finally:
        published.close()
    return [folder / name for name in entry["outputs"]]


def write_again(site: Site, manifest: Path, folder: Path) -> list[Path]:
    """Write the papers of a manifest again, and prove that the bytes are the same."""
    try:
        papers: dict[str, dict[str, Any]] = json.loads(manifest.read_text(encoding="utf-8"))[
            "papers"
        ]
    except (ValueError, KeyError, TypeError) as error:
        raise ConfigurationError(
            f"{manifest}: is not the manifest of a paper. Name the manifest.json beside one."
        ) from error
    written: list[Path] = []
    for theme, said in papers.items():
        snapshot = snapshots.find(site, said["snapshot_id"])
        published = Published(site.published, said["audience"], snapshot.snapshot_id)
        try:
            entry = write_paper(
                published,
                theme,
                dt.date.fromisoformat(said["board_date"]),
                said["board"],
                folder,
                site.root / "papers",
            )
        except PaperError as error:
            raise ConfigurationError(str(error)) from error
        finally:
            published.close()
        for name, fingerprint in said["outputs"].items():
            if entry["outputs"].get(name) != fingerprint:
                raise SnapshotError(
                    f"{folder / name}: differs from the paper in {manifest}: its text, its catalogue "
                    "or the software has changed since. Use the version of pcplan that wrote it."
                )
            written.append(folder / name)
    return written
