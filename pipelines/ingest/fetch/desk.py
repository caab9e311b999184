"""Where a fetch takes from, where it puts, who hears of it, and what came of it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from pipelines.ingest.fetch.download import Progress, Tell
from pipelines.ingest.fetch.patience import Patience
from pipelines.ingest.receive import Received


@dataclass
class Fetched:
    """What came of it: each file and where it went, and in sentences what was not there."""

    received: list[Received] = field(default_factory=list)
    lacking: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Desk:
    """Where from, where to, and who hears of it."""

    site_landing: Path
    downloads: Path
    today: dt.date
    base_url: str
    patience: Patience
    progress: Callable[[str], Progress] | None = None
    tell: Tell | None = None
