"""The dead man's heartbeat: when the last night ended, how, and where the audit log then stood."""

import dataclasses
import datetime as dt
import json
from dataclasses import dataclass
from pathlib import Path

from pipelines import effects
from pipelines.site.site import Site


@dataclass(frozen=True)
class Heartbeat:
    """How the last night ended."""

    at: dt.datetime
    business_date: dt.date
    exit_status: int
    snapshot_id: str | None
    audit_head: str = ""

    @property
    def is_well(self) -> bool:
        """Say whether the night did its work: done, or done with something to look at."""
        return self.exit_status in (0, 1)


def path_of(site: Site) -> Path:
    """Return where a site's heartbeat lies."""
    return site.state / "heartbeat.json"


def write(site: Site, beat: Heartbeat) -> None:
    """Write the heartbeat, whole or not at all."""
    effects.make_folder(site.state)
    said = json.dumps(dataclasses.asdict(beat), default=lambda value: value.isoformat())
    effects.write_text(path_of(site), said + "\n")


def read(site: Site) -> Heartbeat | None:
    """Read the last heartbeat; None where there is none that can be read."""
    try:
        said = json.loads(path_of(site).read_text(encoding="utf-8"))
        at = dt.datetime.fromisoformat(said["at"])
        return Heartbeat(
            at if at.tzinfo else at.replace(tzinfo=dt.UTC),
            dt.date.fromisoformat(said["business_date"]),
            int(said["exit_status"]),
            said.get("snapshot_id"),
            str(said.get("audit_head", "")),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
