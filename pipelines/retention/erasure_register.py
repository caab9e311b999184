"""The register of erasures: that a delivery was erased, when, by whom and why; never what it held."""

import dataclasses
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from pipelines import effects
from pipelines.errors import ConfigurationError
from pipelines.site.site import Site

REGISTER = "erasures.json"


@dataclass
class Erasure:
    """One erasure, of one delivery and its copies, or of all whose years were over on one night.

    `received_on` is when the first of them came: what was published before cannot hold it.
    `gone_on` is when landing and the working store no longer held it; `done_on` when no snapshot
    did either. `snapshots` maps each snapshot that held it to the one without it, or to nothing
    where it was withdrawn; `papers` are those written from them.
    """

    feed_id: str
    file_names: list[str]
    sha256s: list[str]
    tables: list[str]
    received_on: str
    asked_on: str
    by: str
    why: str
    is_expiry: bool = False
    is_withdrawing: bool = False
    gone_on: str = ""
    done_on: str = ""
    snapshots: dict[str, str] = field(default_factory=dict)
    papers: list[str] = field(default_factory=list)

    @property
    def told(self) -> str:
        """Say in a sentence what the ledger keeps of it."""
        return f"erased on {self.asked_on[:10]} by {self.by}: {self.why}"


def read(site: Site) -> list[Erasure]:
    """Return every erasure, oldest first."""
    path = site.state / REGISTER
    try:
        said = json.loads(path.read_text(encoding="utf-8"))
        return [Erasure(**entry) for entry in said]
    except FileNotFoundError:
        return []
    except (ValueError, TypeError) as error:
        raise ConfigurationError(
            f"{path}: cannot be read ({error}). Put back the copy in your last backup; what was "
            "erased since must be erased again."
        ) from error


def write(site: Site, erasures: Iterable[Erasure]) -> None:
    """Write the register again, whole."""
    entries = [dataclasses.asdict(erasure) for erasure in erasures]
    effects.make_folder(site.state)
    effects.write_text(
        site.state / REGISTER, json.dumps(entries, indent=1, ensure_ascii=False) + "\n"
    )


def replaced(site: Site) -> dict[str, str]:
    """Map each snapshot that was rebuilt to the one that stands for it."""
    return {old: new for erasure in read(site) for old, new in erasure.snapshots.items() if new}
