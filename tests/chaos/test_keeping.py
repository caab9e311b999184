"""A night that forgets fails at each of its effects: nothing is torn, and the next one finishes.

It erases a delivery, rebuilds the snapshot that was made from it, removes snapshots that nothing
keeps any more, and the working copy of a delivery that was replaced.
"""

import datetime as dt
import json

import pytest

from pipelines.retention import erasure, erasure_register
from snapshot import snapshots
from tests.chaos.nights import DIED
from tests.chaos.office import BUSINESS_DATE, IS_LONG, ChaosOffice, counts
from tests.pipelines.retention.test_erasure import places

MARK = "Zebedee-Quartermaine-1987"
TELLING = f"Month,Force,Crimes,Note\n2018-01-01,E23000023,7,{MARK}\n2018-02-01,E23000023,1,{MARK}\n"
KEEP = "\n[keep]\ndaily = 1\nweekly = 1\nstaged_nights = 1\n"
OLD = [f"2019010{day}T023000Z-abc123" for day in (1, 2, 3)]
STEP = 1 if IS_LONG else 72


@pytest.fixture(scope="module")
def forgetting(home, nights):
    """An office whose next night has all of this to forget."""
    office = ChaosOffice(home / "forgetting", keeps=True)
    with (office.root / "site.toml").open("a", encoding="utf-8") as file:
        file.write(KEEP)
    office.deliver("crime/a.csv", counts(100, 3))
    office.deliver("crime/telling.csv", TELLING)
    office.run(BUSINESS_DATE - dt.timedelta(days=3))
    office.deliver("crime/b.csv", counts(200, 3))
    office.run(BUSINESS_DATE - dt.timedelta(days=2))
    assert office.account("crime/a.csv")[0] == "superseded"
    for name in OLD:
        folder = office.site.published / "snapshots" / name
        folder.mkdir()
        said = {"snapshot_id": name, "business_date": "2018-12-31", "files": {},
                "published_at": "2019-01-01T02:30:00Z"}  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    erasure.ask(office.site, office.feeds[0], "telling.csv", by="Analyst", why="names a person")
    return office


@pytest.fixture(scope="module")
def forgotten(forgetting, home, nights):
    """What the site shows before that night, and after it when nothing disturbs it."""
    office = forgetting.copy(home / "forgotten")
    assert places(office.root, MARK)
    old = office.content()
    assert nights.run(office) == 0, nights.log
    assert unfinished(office) == ""
    return old, office.content()


def unfinished(office):
    """Say what of its forgetting a night has left to do."""
    (entry,) = erasure_register.read(office.site)
    if not entry.done_on:
        return "the erasure is not done"
    if held := places(office.root, MARK):
        return f"the erased text is still in {held}"
    listed = {path.name for path in (office.site.published / "snapshots").iterdir()}
    if listed & set(OLD):
        return "old snapshots are there"
    if any((office.site.published / "removing").glob("*")):
        return "a snapshot is half removed"
    if len(list(office.site.staged.rglob("*.parquet"))) != 1:
        return "the working copy of a replaced delivery is there"
    return ""


def test_after_any_effect_of_forgetting_fails_the_site_is_whole_and_the_next_night_finishes(
    forgetting, forgotten, room, nights, tally
):
    at, last = 1 - STEP, False
    while not last:
        at += STEP
        for raises in (None, ("ENOSPC", "EIO", "EACCES")[at % 3]):
            office = forgetting.copy(room / "trial")
            ended = nights.run(office, at=at, raises=raises)
            last = ended == 4
            problem = "" if last else _harm(office, ended, raises, forgotten, nights)
            office.remove()
            if last:
                break
            kind = "an effect of keeping fails" if raises else "dies at an effect of keeping"
            tally.fault(kind, problem and f"{at}: {problem}")
    assert at > 100, "a night that forgets has more effects than one that does not"


def _harm(office, ended, raises, forgotten, nights):
    """Say what does not hold after a fault, or after the night that follows it."""
    if raises is None and ended != DIED:
        return f"the night ended with {ended}"
    old, new = forgotten
    if office.content() not in (old, new):
        return "the site shows neither the old night nor the new one"
    if office.served() != (snapshots.current_id(office.site.published), False):
        return "the dashboards do not serve it"
    if nights.run(office) != 0:
        return "the next night fails"
    if office.content() != new:
        return "the next night differs from an undisturbed one"
    return unfinished(office)
