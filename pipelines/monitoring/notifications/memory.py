"""What was told before: since when each thing is so, and which channel could not be reached."""

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipelines import effects
from pipelines.site.site import Site


@dataclass(frozen=True)
class Standing:
    """Since when something is so, and on how many nights it was."""

    since: dt.date
    last: dt.date
    nights: int


@dataclass(frozen=True)
class Unsent:
    """Since when a channel cannot be reached, how often it was tried, and why not."""

    since: dt.date
    times: int
    why: str


@dataclass
class Memory:
    """What `state/told.json` holds."""

    facts: dict[str, Standing] = field(default_factory=dict)
    told: dict[str, list[str]] = field(default_factory=dict)  # by channel: the night, the keys
    unsent: dict[str, Unsent] = field(default_factory=dict)
    digests: dict[str, dt.date] = field(default_factory=dict)  # by owner: last week that ended

    def stand(self, keys: Iterable[str], night: dt.date) -> dict[str, Standing]:
        """Take down what is so tonight; return what was so before and is no longer."""
        keys = list(dict.fromkeys(keys))
        mended = {key: standing for key, standing in self.facts.items() if key not in keys}
        found = {}
        for key in keys:
            before = self.facts.get(key, Standing(night, night, 0))
            is_another = before.last != night or not before.nights
            found[key] = Standing(before.since, night, before.nights + is_another)
        self.facts = found
        return mended

    def could_not(self, channel: str, night: dt.date, why: str) -> None:
        """Take down that a channel could not be reached."""
        before = self.unsent.get(channel, Unsent(night, 0, why))
        self.unsent[channel] = Unsent(before.since, before.times + 1, why)


def path_of(site: Site) -> Path:
    """Return where a site's memory of what was told lies."""
    return site.state / "told.json"


def read(site: Site) -> Memory:
    """Read the memory; one that is gone or broken is an empty one."""
    try:
        said = json.loads(path_of(site).read_text(encoding="utf-8"))
        day = dt.date.fromisoformat
        return Memory(
            {
                key: Standing(day(one["since"]), day(one["last"]), int(one["nights"]))
                for key, one in said["facts"].items()
            },
            {channel: [str(key) for key in keys] for channel, keys in said["told"].items()},
            {
                channel: Unsent(day(one["since"]), int(one["times"]), str(one["why"]))
                for channel, one in said["unsent"].items()
            },
            {owner: day(last) for owner, last in said["digests"].items()},
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return Memory()


def write(site: Site, memory: Memory) -> None:
    """Write the memory."""
    effects.make_folder(site.state)
    said: dict[str, Any] = {
        "facts": {key: vars(one) for key, one in memory.facts.items()},
        "told": memory.told,
        "unsent": {channel: vars(one) for channel, one in memory.unsent.items()},
        "digests": memory.digests,
    }
    text = json.dumps(said, indent=1, default=lambda value: value.isoformat())
    effects.write_text(path_of(site), text + "\n")


def unsent(site: Site) -> list[str]:
    """Say in sentences which channels could not be reached when last tried."""
    return [
        f"Messages by {channel} cannot be sent since {one.since}: {one.why}. Mend [tell] in "
        "site.toml, then try it: pcplan tell."
        for channel, one in sorted(read(site).unsent.items())
    ]
