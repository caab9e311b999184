"""What no rule removes: the snapshots of board dates, of papers, and whatever somebody signed."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping

from pipelines import effects
from pipelines.errors import ConfigurationError
from pipelines.retention import erasure_register
from pipelines.site.plan import read_board
from pipelines.site.site import Site
from snapshot.snapshots import Snapshot

REMEMBERED = "kept_for_ever.json"


def dates(found: Iterable[Snapshot]) -> dict[str, dt.date]:
    """Return the business date of each snapshot whose manifest gives one."""
    dated = {}
    for snapshot in found:
        try:
            dt.datetime.fromisoformat(snapshot.manifest["published_at"])
            dated[snapshot.snapshot_id] = dt.date.fromisoformat(snapshot.manifest["business_date"])
        except (KeyError, ValueError, TypeError):
            continue
    return dated


def for_ever(site: Site, dated: Mapping[str, dt.date]) -> dict[str, str]:
    """Name each snapshot that stays whatever the rule says, and why."""
    kept = remembered(site) | _of_board_dates(site, dated, dt.date.max) | _of_papers(site)
    kept |= dict.fromkeys(_signed(site), "signed")
    followed = erasure_register.replaced(site)
    found = {}
    for name, why in kept.items():
        while name in followed:
            name = followed[name]
        found[name] = why
    return {name: why for name, why in found.items() if name in dated}


def remembered(site: Site) -> dict[str, str]:
    """Return what past board dates keep, as it was written down."""
    path = site.state / REMEMBERED
    try:
        return {str(k): str(v) for k, v in json.loads(path.read_text(encoding="utf-8")).items()}
    except FileNotFoundError:
        return {}
    except (ValueError, AttributeError) as error:
        raise ConfigurationError(
            f"{path}: cannot be read ({error}), so no snapshot is removed. Put back the copy in "
            "your last backup."
        ) from error


def remember(site: Site, dated: Mapping[str, dt.date]) -> None:
    """Write down what past board dates keep: the list of meetings may be shortened one day."""
    before = remembered(site)
    latest = max(dated.values(), default=dt.date.min)
    wanted = _of_board_dates(site, dated, latest) | before
    if wanted != before:
        effects.make_folder(site.state)
        text = json.dumps(wanted, indent=1, sort_keys=True) + "\n"
        effects.write_text(site.state / REMEMBERED, text)


def _of_board_dates(site: Site, dated: Mapping[str, dt.date], until: dt.date) -> dict[str, str]:
    """Name the last snapshot on or before each meeting of the board that is before a day."""
    kept = {}
    for meeting in _meetings(site):
        before = [(date, name) for name, date in dated.items() if date <= meeting < until]
        if before:
            kept[max(before)[1]] = f"board date {meeting.day} {meeting:%B} {meeting.year}"
    return kept


def _meetings(site: Site) -> list[dt.date]:
    folder = site.root / "plan"
    return read_board(folder).get("meetings") or [] if (folder / "boards.yaml").exists() else []


def _of_papers(site: Site) -> dict[str, str]:
    """Name the snapshots that a paper in papers_out was written from."""
    found: dict[str, str] = {}
    for path in sorted((site.root / "papers_out").rglob("manifest.json")):
        try:
            papers = json.loads(path.read_text(encoding="utf-8"))["papers"]
            named = [str(said["snapshot_id"]) for said in papers.values()]
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise ConfigurationError(
                f"{path}: is not the manifest of papers ({error!r}), so no snapshot is removed. "
                "Write the papers again, or take the file away."
            ) from error
        found |= dict.fromkeys(named, f"papers in {path.parent.relative_to(site.root).as_posix()}")
    return found


def _signed(site: Site) -> set[str]:
    """Name the snapshots that something a person signed or wrote is about."""
    if not (site.state / "sign_off.sqlite").exists() and not site.settings.state_url:
        return set()
    import sqlalchemy as sa

    from pipelines.site.sign_off import Register
    from pipelines.site.written.database import METADATA

    with Register(site) as register:
        return {
            str(row["snapshot_id"])
            for table in METADATA.sorted_tables
            if "snapshot_id" in table.columns
            for row in register.rows(sa.select(table.c.snapshot_id).distinct())
        }
