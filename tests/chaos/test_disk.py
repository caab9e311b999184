"""A full disk, a disk that fails to take more, and folders that cannot be written."""

import contextlib
import os
import shutil
import subprocess

import pytest

from snapshot import snapshots
from tests.chaos.office import IS_LONG, ChaosOffice

SIZES = 20
KILOBYTE = 1024
LIMITS = (100, 300, 600, 900, 1_200, 1_500) if IS_LONG else (100, 600, 1_500)


@contextlib.contextmanager
def mounted(*arguments, at):
    """Mount something, where this process may; skip the test where it may not."""
    at.mkdir(parents=True, exist_ok=True)
    if shutil.which("mount") is None or not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("Only root, on Linux, may mount a small disk or make a folder read-only.")
    done = subprocess.run(
        ["mount", *arguments, str(at)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"This machine lets nobody mount: {done.stderr.strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", str(at)], check=True)


def test_a_disk_that_is_full_at_any_size_costs_no_night(published, reference, room, nights, tally):
    new, before, after = reference.new, reference.bytes_before, reference.bytes_after
    disk = room / "disk"
    for number in range(SIZES):
        room_for = before + (after - before) * (number + 1) // SIZES
        with mounted("-t", "tmpfs", "-o", f"size={room_for // KILOBYTE}k", "tmpfs", at=disk):
            office = published.copy(disk / "office")
            ended = nights.run(office)
            problem = reference.harm(office)
            if ended not in (0, 3):
                problem = f"the night ended with {ended}"
            subprocess.run(["mount", "-o", "remount,size=1g", str(disk)], check=True)
            mended = IS_LONG or number % 4 == 0
            if mended and not problem and (nights.run(office) != 0 or office.content() != new):
                problem = "with room again the next night is not as if nothing had been"
            tally.fault("disk full", problem and f"at {room_for:,} bytes: {problem}")


def test_a_night_whose_files_may_not_grow_beyond_a_size_is_as_if_it_had_not_been(
    published, reference, room, nights, tally
):
    for kilobytes in LIMITS:
        office = published.copy(room / "trial")
        ended = nights.run(office, largest=kilobytes * KILOBYTE)
        problem = reference.harm(office)
        if not problem and ended not in (0, 3):
            problem = f"the night ended with {ended}"
        if not problem and (nights.run(office) != 0 or office.content() != reference.new):
            problem = "the next night is not as if nothing had been"
        tally.fault("no larger file", problem and f"at {kilobytes} kB: {problem}")
        office.remove()


@pytest.mark.parametrize("folder", ["published", "warehouse", "state"])
def test_a_folder_that_cannot_be_written_stops_the_night_and_keeps_the_old_one(
    folder, published, reference, room, nights, tally
):
    office = published.copy(room / "trial")
    within = office.root / folder
    with mounted("--bind", str(within), at=within):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(within)], check=True)
        ended = nights.run(office)
        problem = reference.harm(office)
        if ended != 3 or snapshots.current_id(office.site.published) != reference.old_id:
            problem = f"the night ended with {ended}"
    if not problem and (nights.run(office) != 0 or office.content() != reference.new):
        problem = "the next night is not as if nothing had been"
    tally.fault("read-only folder", problem and f"{folder}: {problem}")


def test_a_landing_folder_that_cannot_be_written_does_not_matter(published, room, nights, tally):
    office: ChaosOffice = published.copy(room / "trial")
    within = office.root / "landing"
    before = snapshots.current_id(office.site.published)
    with mounted("--bind", str(within), at=within):
        subprocess.run(["mount", "-o", "remount,ro,bind", str(within)], check=True)
        ended = nights.run(office)
    problem = (
        ""
        if ended == 0 and snapshots.current_id(office.site.published) != before
        else f"ended {ended}"
    )
    tally.fault("read-only folder", problem)
