"""What to take out of the archive of data.police.uk, by the names of the files in it."""

import re
from dataclasses import dataclass
from pathlib import PurePosixPath

from pipelines.contract.feed import Feed
from pipelines.errors import ConfigurationError

MEMBER = re.compile(
    r"(?:.*/)?(?P<month>(?:19|20)\d\d-\d\d)-(?P<force>[a-z][a-z-]*?)"
    r"-(?P<kind>street|outcomes|stop-and-search)\.csv"
)


@dataclass(frozen=True)
class Asked:
    """What to take out of the archive: months as `2019-12`, forces by the publisher's names.

    No force named means all of them. `feeds` decide which kinds of file are taken.
    """

    months: tuple[str, ...]
    forces: tuple[str, ...]
    feeds: tuple[Feed, ...]

    def wants(self, name: str) -> re.Match[str] | None:
        """Say whether a file of the archive is asked for."""
        found = MEMBER.fullmatch(name)
        if not found or found["month"] not in self.months:
            return None
        if self.forces and found["force"] not in self.forces:
            return None
        last = PurePosixPath(name).name
        patterns = (p for feed in self.feeds for one in feed.layouts for p in one.file_patterns)
        return found if any(re.fullmatch(p, last, re.IGNORECASE) for p in patterns) else None


def months_between(first: str, last: str) -> tuple[str, ...]:
    """List months as `2019-12`, both ends included."""
    if last < first:
        raise ConfigurationError(
            f"--from {first} is after --to {last}. Give the earlier one first."
        )
    start, end = (int(m[:4]) * 12 + int(m[5:]) - 1 for m in (first, last))
    return tuple(_month(number) for number in range(start, end + 1))


def later(month: str, months: int) -> str:
    """Return the month so many months later."""
    return _month(int(month[:4]) * 12 + int(month[5:]) - 1 + months)


def _month(number: int) -> str:
    return f"{number // 12}-{number % 12 + 1:02d}"
