"""Nights killed with signal 9 at random times, one after another, on a site that nobody mends."""

import random
import time

from snapshot import snapshots
from tests.chaos.office import IS_LONG
from tests.lanes import lane

KILLS = 1_000 if IS_LONG else lane(40, 200)
BETWEEN_WHOLE_NIGHTS = 20


def test_a_night_killed_at_any_moment_leaves_the_old_night_or_the_new_one_whole(
    published, reference, room, nights, tally
):
    chance = random.Random(20191218)
    old, new, length = reference.old, reference.new, reference.seconds
    killed = ended = 0
    while killed < KILLS:
        office = published.copy(room / "trial")
        proved, seen = snapshots.current_id(office.site.published), old
        for _ in range(BETWEEN_WHOLE_NIGHTS):
            process_id = nights.start(office)
            began, moment = time.perf_counter(), length * chance.uniform(0, 1.05)
            time.sleep(moment)
            status = nights.end(process_id)
            if status == 0:
                # Nights are shorter than the one that was timed, where the machine was busy then.
                ended, length = ended + 1, min(length, time.perf_counter() - began)
                continue
            killed += 1
            problem = "" if status == -9 else f"the night ended with {status}"
            current = snapshots.current_id(office.site.published)
            if current != proved:
                proved, before, seen = current, seen, office.content()
                if seen != new or before not in (old, new):
                    problem = f"kill {killed}: the site shows neither the old night nor the new one"
            elif snapshots.verify(snapshots.find(office.site.published), read_tables=False):
                problem = f"kill {killed}: the current snapshot is not whole"
            tally.fault("kill -9", problem)
        if nights.run(office) != 0 or office.content() != new:
            tally.fault("kill -9", f"kill {killed}: the next night is not as if nothing had been")
        if left := office.left_over():
            tally.fault("kill -9", f"kill {killed}: there is left: {left}")
        office.remove()
    assert ended < killed, "the nights ended before they were killed"
