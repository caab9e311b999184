"""The site: the one folder that holds an office's own settings, deliveries and results."""

import datetime as dt
import os
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.errors import ConfigurationError
from pipelines.settings.declared import TEXT, Declared, Rule, Text, must, refuse
from pipelines.settings.document import Document, read_toml
from pipelines.site.version import refuse_newer

DEFAULT_SITE = "site"
FOLDERS = ("plan", "metrics", "papers", "landing", "warehouse", "published", "papers_out", "state")

SITE_TOML = """\
# Settings of this office. Everything else is in the folders beside this file.
office_name = "{office_name}"
force_code = "{force_code}"            # GSS code of our police force area
time_zone = "Europe/London"
nightly_time = "02:30"
memory_limit = "1GB"                 # what DuckDB may use; the rest of the night needs about 0.6 GB
# Who is told of trouble, and who gets the weekly digest: nobody, until a table [tell] at the end of
# this file says so. See docs/telling.md.
{demonstration}{keep}"""

KEEP_TOML = """
[keep]
# How long things are kept. Board dates, papers and what was signed: for ever. See docs/keeping.md.
daily = 30                           # nights: the last snapshot of each
weekly = 12                          # weeks: the last snapshot of each
staged_nights = 7                    # nights: working copies of deliveries that were replaced
run_days = 90                        # days: what Dagster remembers of each run
deliveries = true                    # erase a delivery when the years in its contract are over
"""

DEMONSTRATION_TOML = """
[demonstration]
# Synthetic deliveries end in 2019: nights run as at this day unless --business-date says otherwise.
business_date = 2019-12-18
"""


def _time(text: str) -> dt.time:
    try:
        return dt.time.fromisoformat(text)
    except ValueError:
        refuse(f"{text!r} is not a time. Write it as 02:30.")


@dataclass(frozen=True, kw_only=True)
class Demonstration(Declared):
    """The table [demonstration]."""

    business_date: dt.date | None = None


@dataclass(frozen=True, kw_only=True)
class SiteSettings(Declared):
    """What site.toml says of the site itself; its other tables are read by whom they concern."""

    office_name: Text = "Office of the Police and Crime Commissioner"
    force_code: Text = "E23000023"
    time_zone: Text = "Europe/London"
    nightly_time: Annotated[dt.time, TEXT, Rule(_time)] = dt.time(2, 30)
    longest_night_hours: Annotated[float, must("a number above 0", lambda n: n > 0)] = 3
    memory_limit: Text = "1GB"
    state_url: str = ""
    demonstration: Demonstration = Demonstration()
    keep: Any = None
    tell: Any = None
    login: Any = None

    def check(self) -> None:
        """Refuse a time zone that this machine does not know."""
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            said = f"{self.time_zone!r} is not known. Use Europe/London."
            refuse(said, "time_zone")


@dataclass(frozen=True)
class Site:
    """Where things are in one site, and what site.toml says."""

    root: Path

    @classmethod
    def find(cls, path: str | os.PathLike[str] | None = None) -> "Site":
        """Open the site named by the argument, else by PCPLAN_SITE, else `./site`."""
        root = Path(path or os.environ.get("PCPLAN_SITE") or DEFAULT_SITE).absolute()
        if not (root / "site.toml").is_file():
            raise ConfigurationError(
                f"{root}: is not a site (it holds no site.toml). "
                f"Create one with `pcplan init {root.name}`, or name yours with --site."
            )
        refuse_newer(root)
        return cls(root)

    @cached_property
    def document(self) -> Document:
        """What site.toml says, its tables as they are written."""
        return read_toml(self.root / "site.toml")

    @cached_property
    def settings(self) -> SiteSettings:
        """What site.toml says of the site itself; raises ConfigurationError."""
        return self.document.read(SiteSettings)

    @property
    def force_code(self) -> str:
        """GSS code of the office's own police force area."""
        return self.settings.force_code

    @property
    def office_name(self) -> str:
        """Name of the office as printed."""
        return self.settings.office_name

    @property
    def memory_limit(self) -> str:
        """What DuckDB may use of the machine's memory."""
        return self.settings.memory_limit

    @property
    def nightly_time(self) -> dt.time:
        """Local time of the nightly."""
        return self.settings.nightly_time

    @property
    def time_zone(self) -> ZoneInfo:
        """Time zone of the business date."""
        return ZoneInfo(self.settings.time_zone)

    def business_date(
        self, asked: dt.date | None = None, *, now: dt.datetime | None = None
    ) -> dt.date:
        """Return the day to stand at: the one asked for, the demonstration's, or today."""
        if asked:
            return asked
        today = (now or dt.datetime.now(dt.UTC)).astimezone(self.time_zone).date()
        return self.settings.demonstration.business_date or today

    @property
    def is_demonstration(self) -> bool:
        """Say whether the business date is fixed: such a site has no nights to catch up."""
        return self.settings.demonstration.business_date is not None

    @property
    def longest_night(self) -> dt.timedelta:
        """Return how long a night may last before it is ended."""
        return dt.timedelta(hours=self.settings.longest_night_hours)

    @property
    def landing(self) -> Path:
        """Deliveries exactly as received."""
        return self.root / "landing"

    @property
    def warehouse_file(self) -> Path:
        """The working DuckDB file: the nightly's alone."""
        return self.root / "warehouse" / "working.duckdb"

    @property
    def unpacked(self) -> Path:
        """Where members of zips lie while they are read."""
        return self.warehouse_file.parent / "unpacked"

    @property
    def staged(self) -> Path:
        """Accepted deliveries as typed Parquet, named by content."""
        return self.root / "warehouse" / "staged"

    @property
    def published(self) -> Path:
        """Published snapshots and the pointer to the current one."""
        return self.root / "published"

    @property
    def state(self) -> Path:
        """Locks, Dagster's storage and what people wrote."""
        return self.root / "state"

    @property
    def synthetic_register(self) -> Path:
        """Fingerprints of the deliveries that pcplan itself made for demonstration."""
        return self.state / "synthetic_deliveries.json"
