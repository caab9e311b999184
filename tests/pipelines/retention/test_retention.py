"""Retention: thirty nights, twelve weeks, board dates for ever; safe beside readers and kills."""

import datetime as dt
import json

import pytest
from click.testing import CliRunner
from filelock import FileLock

from pipelines import effects
from pipelines.cli.main import main
from pipelines.errors import BusyError, ConfigurationError
from pipelines.retention import kept as retention_kept
from pipelines.retention import retention
from pipelines.retention import staged as retention_staged
from pipelines.site import lock
from pipelines.site.sign_off import Register
from pipelines.site.site import Site
from pipelines.store.warehouse import Warehouse
from snapshot import snapshots

LATEST = dt.date(2026, 6, 30)  # a Tuesday
LONG_AFTER = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


@pytest.fixture
def site(tmp_path):
    """A site that nothing was published in yet."""
    (tmp_path / "site.toml").write_text("", encoding="utf-8")
    return Site(tmp_path)


def published(site, business_date, hour=2, day_after=0):
    """One published snapshot: its name is the moment of publication."""
    at = dt.datetime.combine(business_date, dt.time(hour), dt.UTC) + dt.timedelta(days=day_after)
    snapshot_id = f"{at:%Y%m%dT%H%M%S}Z-abc123"
    folder = site.published / "snapshots" / snapshot_id
    folder.mkdir(parents=True)
    said = {
        "snapshot_id": snapshot_id, "business_date": business_date.isoformat(),
        "published_at": at.isoformat().replace("+00:00", "Z"), "files": {},
    }  # fmt: skip
    (folder / "manifest.json").write_text(json.dumps(said), encoding="utf-8")
    (folder / "board.duckdb").write_bytes(b"figures")
    return snapshot_id


def every_night(site, count, latest=LATEST):
    made = [published(site, latest - dt.timedelta(days=back)) for back in range(count)]
    snapshots.point_at(site.published, made[0])
    return made


def kept(site, at=LONG_AFTER):
    return {v.snapshot_id: v.reasons for v in retention.plan(site, at) if v.is_kept}


def test_thirty_nights_and_twelve_weeks_stay_of_two_hundred_nights(site):
    made = every_night(site, 200)
    # The last night of each of the twelve weeks: 30 June is a Tuesday, so the weeks before this one
    # end 2 + 7n days back; those within thirty nights (2, 9, 16, 23) stay as nights already.
    weeks = [made[2 + 7 * n] for n in range(4, 11)]
    assert set(kept(site)) == {*made[:30], *weeks}
    removed = retention.apply(site, retention.plan(site, LONG_AFTER)).removed
    assert len(removed) == 200 - 30 - 7
    assert [s.snapshot_id for s in snapshots.listed(site.published)] == [*made[:30], *weeks]


def test_quiet_nights_are_not_counted_and_the_last_of_a_date_stands_for_it(site):
    dates = [LATEST - dt.timedelta(days=9 * back) for back in range(40)]
    first = [published(site, date, hour=1) for date in dates]
    second = [published(site, date, hour=3) for date in dates]
    snapshots.point_at(site.published, second[0])
    assert set(kept(site)) == {*second[:30], first[0]}
    assert kept(site)[first[0]] == ("to go back to",)


def test_numbers_are_the_offices_own(site):
    made = every_night(site, 20)
    (site.root / "site.toml").write_text("[keep]\ndaily = 3\nweekly = 2\n", encoding="utf-8")
    assert set(kept(Site(site.root))) == set(made[:3])


def test_the_current_snapshot_stays_however_old_and_so_do_those_of_the_last_day(site):
    made = every_night(site, 60)
    snapshots.point_at(site.published, made[55])
    assert kept(site)[made[55]] == ("current",)
    again = [published(site, LATEST, hour=hour) for hour in (5, 6, 7)]
    an_hour_later = dt.datetime.combine(LATEST, dt.time(8), dt.UTC)
    assert all("published in the last day" in kept(site, an_hour_later)[name] for name in again)
    assert again[0] not in kept(site)


def test_the_last_snapshot_before_each_board_date_stays_for_ever(site):
    made = every_night(site, 200)
    board = LATEST - dt.timedelta(days=150)
    (site.root / "plan").mkdir()
    boards = site.root / "plan" / "boards.yaml"
    boards.write_text(f"meetings: [{board}, 2030-01-01]\n", encoding="utf-8")
    assert kept(site)[made[150]] == (f"board date {board.day} {board:%B} {board.year}",)
    retention.apply(site, retention.plan(site, LONG_AFTER))
    boards.write_text("meetings: [2030-01-01]\n", encoding="utf-8")
    assert made[150] in kept(site), "though its meeting is no longer in the list"
    assert set(retention_kept.remembered(site)) == {made[150]}


def test_what_a_paper_or_a_signature_names_is_never_removed(site):
    made = every_night(site, 200)
    folder = site.root / "papers_out" / "2026-01-20"
    folder.mkdir(parents=True)
    papers = {"papers": {"victims": {"snapshot_id": made[111]}}}
    (folder / "manifest.json").write_text(json.dumps(papers), encoding="utf-8")
    with Register(site) as register:
        register.sign(
            "checked", "A. Analyst", subject="victims", board_date=dt.date(2026, 1, 20),
            content="c", snapshot_id=made[122],
        )  # fmt: skip
    assert kept(site)[made[111]] == ("papers in papers_out/2026-01-20",)
    assert kept(site)[made[122]] == ("signed",)


@pytest.mark.parametrize(
    "name", ["papers_out/2026-01-20/manifest.json", "state/kept_for_ever.json"]
)
def test_nothing_is_removed_while_what_protects_a_snapshot_cannot_be_read(site, name):
    every_night(site, 200)
    (site.root / name).parent.mkdir(parents=True, exist_ok=True)
    (site.root / name).write_text('{"papers": ', encoding="utf-8")
    with pytest.raises(ConfigurationError, match="so no snapshot is removed"):
        retention.after_night(site)
    assert len(snapshots.listed(site.published)) == 200


def test_a_snapshot_whose_manifest_cannot_be_read_stays_and_is_named(site):
    made = every_night(site, 200)
    (site.published / "snapshots" / made[150] / "manifest.json").write_text("{", "utf-8")
    assert "cannot be read" in kept(site)[made[150]][0]


def test_a_reader_that_has_a_removed_snapshot_open_reads_on(site):
    made = every_night(site, 40)
    with (site.published / "snapshots" / made[39] / "board.duckdb").open("rb") as reader:
        removal = retention.apply(site, retention.plan(site, LONG_AFTER))
        assert reader.read() == b"figures"
    assert made[39] in {*removal.removed, *removal.left}


def test_one_that_the_system_does_not_let_go_is_left_and_goes_the_next_night(site, monkeypatch):
    made = every_night(site, 60)
    verdicts = retention.plan(site, LONG_AFTER)

    def held(source, target, **_):
        raise PermissionError(13, "in use", str(source))

    with monkeypatch.context() as patched:
        patched.setattr("pipelines.effects.replace", held)
        removal = retention.apply(site, verdicts)
    assert removal.removed == () and made[57] in removal.left
    assert len(snapshots.listed(site.published)) == 60
    assert retention.apply(site, verdicts).left == ()


def test_a_kill_between_moving_away_and_deleting_leaves_nothing_for_good(site, monkeypatch):
    made = every_night(site, 60)

    def killed(path):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(
            "pipelines.retention.retention._delete",
            lambda path: killed(path) if path.exists() else None,
        )
        with pytest.raises(KeyboardInterrupt):
            retention.apply(site, retention.plan(site, LONG_AFTER))
    moved = [path.name for path in (site.published / "removing").iterdir()]
    assert len(moved) == 1 and moved[0] in made
    assert moved[0] not in {s.snapshot_id for s in snapshots.listed(site.published)}, (
        "no reader sees it"
    )
    retention.apply(site, retention.plan(site, LONG_AFTER))
    assert list((site.published / "removing").iterdir()) == []


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[keep]\ndaily = 0\n", "daily must be a whole number of 1 or more; found 0"),
        ("[keep]\nweekly = true\n", "line 2: keep.weekly must be a whole number; found True"),
        (
            "[keep]\nyearly = 3\n",
            "line 2: keep.yearly is not known here. There are daily, weekly,",
        ),
        ("[keep]\nweakly = 3\n", "keep.weakly is not known here: did you mean weekly?"),
        ("[keep]\ndeliveries = 7\n", "deliveries must be true or false"),
        ("keep = 3\n", r"line 1: keep must be a table; found 3. Write a line \[keep\]"),
    ],
)
def test_a_mistake_in_keep_is_told_and_nothing_is_removed(site, text, words):
    (site.root / "site.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError, match=words):
        retention.plan(Site(site.root))


def test_the_command_says_why_each_is_kept_and_removes_nothing_on_a_dry_run(site):
    made = every_night(site, 40)
    ran = CliRunner().invoke(main, ["retention", "--dry-run", "--site", str(site.root)])
    assert ran.exit_code == 0 and "8 of 40 would be removed." in ran.output
    assert f"{made[0]}  2026-06-30  current" in ran.output
    assert len(snapshots.listed(site.published)) == 40
    ran = CliRunner().invoke(main, ["retention", "--site", str(site.root)])
    assert ran.exit_code == 0 and "Removed 8 of 40 snapshots." in ran.output
    assert len(snapshots.listed(site.published)) == 32


def test_the_rule_waits_for_no_night(site):
    (site.root / "state").mkdir()
    other = FileLock(site.state / "nightly.lock")
    with other, pytest.raises(BusyError), lock.hold(site):
        raise AssertionError


def delivery(*counts):
    lines = [f"2019-{n:02d}-01,E23000023,{count}" for n, count in enumerate(counts, 1)]
    return "Month,Force,Crimes\n" + "\n".join(lines) + "\n"


def forget(office, day):
    with Warehouse(office.site) as warehouse:
        return retention_staged.forget_replaced(warehouse, dt.date(2019, 12, day), nights=7)


def staged(office):
    return len(list(office.site.staged.rglob("*.parquet")))


def fails(kind, path):
    """Let no file be removed."""
    if kind == "unlink":
        raise OSError(5, "Input/output error", str(path))


@pytest.fixture
def replaced(office):
    """Two editions of the same months: the later one stands, both are staged."""
    office.core("crime", "-- Crimes.\n\nselect crime_count from raw.crime\n")
    office.deliver("crime/a.csv", delivery(1, 2))
    office.night()
    office.deliver("crime/b.csv", delivery(3, 4))
    office.night()
    assert office.account("crime/a.csv")[0] == "superseded"
    assert staged(office) == 2
    return office


def test_a_replaced_deliverys_working_copy_goes_after_seven_nights_and_is_not_made_again(replaced):
    assert [forget(replaced, day) for day in (1, 2, 7)] == [[], [], []]
    assert len(forget(replaced, 8)) == 1
    assert staged(replaced) == 1
    assert replaced.night() == {}, "the next night has nothing to do"
    assert staged(replaced) == 1
    assert replaced.rows("select sum(crime_count) from core.crime") == [(7,)]


def test_it_is_read_again_when_the_edition_that_replaced_it_is_withdrawn(replaced):
    forget(replaced, 1)
    forget(replaced, 8)
    (replaced.root / "landing" / "crime" / "b.csv").unlink()
    replaced.night()
    assert replaced.account("crime/a.csv")[0] == "loaded"
    assert replaced.rows("select sum(crime_count) from core.crime") == [(3,)]


def test_a_copy_that_stands_again_meanwhile_stays(replaced):
    forget(replaced, 1)
    (replaced.root / "landing" / "crime" / "b.csv").unlink()
    replaced.night()
    assert forget(replaced, 8) == []
    assert replaced.rows("select * from quality.unshown_copy") == []


@pytest.fixture
def cut_off(replaced, monkeypatch):
    """The same after a night that could not remove the working copy it no longer names."""
    forget(replaced, 1)
    with monkeypatch.context() as patched, pytest.raises(OSError, match="Input/output error"):
        patched.setattr(effects, "before", fails)
        forget(replaced, 8)
    return replaced


def test_a_copy_whose_removal_was_cut_off_goes_the_next_night(cut_off):
    assert staged(cut_off) == 2
    assert len(forget(cut_off, 9)) == 1
    assert staged(cut_off) == 1
    assert cut_off.rows("select * from quality.unshown_copy") == []


def test_a_copy_whose_removal_was_cut_off_stays_where_it_is_needed_again(cut_off):
    (cut_off.root / "landing" / "crime" / "b.csv").unlink()
    cut_off.night()
    assert cut_off.account("crime/a.csv")[0] == "loaded"
    forget(cut_off, 9)
    assert cut_off.rows("select sum(crime_count) from core.crime") == [(3,)]
