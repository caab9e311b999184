"""Synthetic deliveries for a stranger with no data, in the publishers' own file formats.

Names, codes and headers are real; every count is made up, with the levels, seasons, trends and
quirks of one force. The figures that the December 2019 board paper prints come out of them.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

from demonstration import (
    area,
    boundaries,
    crimes,
    crown_court,
    demand,
    force_tables,
    grants,
    lists,
    money,
    outcomes,
    partners,
    places_of_justice,
    powers,
    probation,
    prosecutions,
    recorded_crime,
    reoffending,
    sentencing,
    services,
    standing,
    street,
    trials,
    victims,
    workforce,
    youth,
)
from demonstration.draw import Delivery


def write_deliveries(
    landing: Path, *, seed: int = 2019, progress: Callable[[str, int], None] | None = None
) -> dict[str, str]:
    """Write every feed's files under landing; return each file's path by its SHA-256.

    The same seed writes the same bytes on any machine. `progress` is told the feed and how many of
    its files are written, after each file.
    """
    written: dict[str, str] = {}
    counts: dict[str, int] = {}
    for path, content in deliveries(seed):
        feed_id = path.split("/", 1)[0]
        target = landing / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        written[hashlib.sha256(content).hexdigest()] = path
        counts[feed_id] = counts.get(feed_id, 0) + 1
        if progress:
            progress(feed_id, counts[feed_id])
    return written


def deliveries(seed: int) -> Iterator[Delivery]:
    """Make every delivery, small feeds first, without writing anything."""
    yield from area.deliveries(seed)
    yield from boundaries.deliveries()
    yield from recorded_crime.deliveries(seed)
    yield from outcomes.deliveries(seed)
    yield from force_tables.deliveries(seed)
    yield from workforce.deliveries(seed)
    yield from powers.deliveries(seed)
    yield from prosecutions.deliveries(seed)
    yield from crown_court.deliveries(seed)
    yield from sentencing.deliveries(seed)
    yield from reoffending.deliveries(seed)
    yield from trials.deliveries(seed)
    yield from probation.deliveries(seed)
    yield from partners.deliveries(seed)
    yield from youth.deliveries(seed)
    yield from places_of_justice.deliveries()
    yield from services.deliveries(seed)
    yield from grants.deliveries(seed)
    yield from money.deliveries(seed)
    yield from victims.deliveries(seed)
    yield from standing.deliveries(seed)
    yield from lists.deliveries()
    counts = demand.days(seed)
    yield from demand.deliveries(counts)
    yield from crimes.deliveries(seed, counts)
    yield from street.deliveries(seed)
