"""The site: the one folder that holds an office's own settings, deliveries and results."""

import datetime as dt
import os
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pipelines.errors import ConfigurationError
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
    def settings(self) -> dict[str, Any]:
        """Read site.toml."""
        path = self.root / "site.toml"
        try:
            return tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(
                f"{path}: is not valid TOML: {error}. Mend that line."
            ) from error

    @property
    def force_code(self) -> str:
        """GSS code of the office's own police force area."""
        return self._text("force_code", "E23000023")

    @property
    def office_name(self) -> str:
        """Name of the office as printed."""
        return self._text("office_name", "Office of the Police and Crime Commissioner")

    @property
    def memory_limit(self) -> str:
        """What DuckDB may use of the machine's memory."""
        return self._text("memory_limit", "1GB")

    @property
    def nightly_time(self) -> dt.time:
        """Local time of the nightly."""
        text = self._text("nightly_time", "02:30")
        try:
            return dt.time.fromisoformat(text)
        except ValueError as error:
            raise ConfigurationError(
                f"{self.root / 'site.toml'}: nightly_time {text!r} is not a time. Write it as 02:30."
            ) from error

    @property
    def time_zone(self) -> ZoneInfo:
        """Time zone of the business date."""
        name = self._text("time_zone", "Europe/London")
        try:
            return ZoneInfo(name)
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise ConfigurationError(
                f"{self.root / 'site.toml'}: time_zone {name!r} is not known. Use Europe/London."
            ) from error

    def business_date(
        self, asked: dt.date | None = None, *, now: dt.datetime | None = None
    ) -> dt.date:
        """Return the day to stand at: the one asked for, the demonstration's, or today."""
        if asked:
            return asked
        fixed = self.settings.get("demonstration", {}).get("business_date")
        if isinstance(fixed, dt.date):
            return fixed
        return (now or dt.datetime.now(dt.UTC)).astimezone(self.time_zone).date()

    @property
    def is_demonstration(self) -> bool:
        """Say whether the business date is fixed: such a site has no nights to catch up."""
        return isinstance(self.settings.get("demonstration", {}).get("business_date"), dt.date)

    @property
    def longest_night(self) -> dt.timedelta:
        """Return how long a night may last before it is ended."""
        hours = self.settings.get("longest_night_hours", 3)
        if not isinstance(hours, int | float) or isinstance(hours, bool) or not hours > 0:
            raise ConfigurationError(
                f"{self.root / 'site.toml'}: longest_night_hours must be a number above 0; found "
                f"{hours!r}. Write it as 3."
            )
        return dt.timedelta(hours=hours)

    def _text(self, name: str, default: str) -> str:
        value = self.settings.get(name, default)
        if not isinstance(value, str) or not value:
            raise ConfigurationError(
                f"{self.root / 'site.toml'}: {name} must be text; found {value!r}. Put it in quotes."
            )
        return value

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
