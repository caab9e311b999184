"""The weekly digest: what changed in each owner's measures, whether it is a signal, and no figure."""

import datetime as dt
import json

import duckdb
import pytest
from click.testing import CliRunner

from pipelines.cli.main import main
from pipelines.errors import ConfigurationError, SnapshotError
from pipelines.monitoring.notifications import memory
from pipelines.monitoring.notifications.digest import digest, send, send_due, subject_of, worded
from pipelines.monitoring.notifications.settings import read_settings
from pipelines.site.site import Site
from tests.pipelines.monitoring.notifications.conftest import HASTY, by_mail, free_port

SUNDAY = dt.date(2026, 11, 22)
OURS, OTHER = "E23000023", "E23000001"
OWNERS = '\n[tell.owners]\nAnalyst = ["ann@opcc.example"]\nHead = ["head@opcc.example"]\n'
ON_SUNDAYS = 'digest_day = "Sunday"\n'

# A measure: owner, as at, variation, sentence; and whether it is revised or withheld.
USUAL = ("Analyst", "2026-09-30", "common_cause", "Calls: no clear change since May 2024")
BEFORE = {"calls": USUAL, "thefts": ("Head", "2026-09-30", "concern", "Thefts: higher than usual"),
          "fires": ("Analyst", "2026-09-30", "improving", "Fires: lower than usual"),
          "floods": ("Analyst", "2026-09-30", "common_cause", "Floods: no clear change"),
          "storms": ("Analyst", None, None, None)}  # fmt: skip
AFTER = BEFORE | {
    "calls": ("Analyst", "2026-10-31", "concern", "Calls: higher than usual since October 2026"),
    "fires": ("Analyst", "2026-10-31", "common_cause", "Fires: no clear change since May 2024"),
    "floods": ("Analyst", "2026-10-31", "too_few", None),
}


def publish(site, business_date, measures, *, revised=(), withheld=(), synthetic=False):
    """Write a snapshot as far as the digest reads it."""
    folder = site.published / "snapshots" / f"{business_date}T030000Z-abc"
    folder.mkdir(parents=True)
    with duckdb.connect(str(folder / "board.duckdb")) as connection:
        run = connection.execute
        run("create table snapshot as select ? as force_code, ? as is_synthetic", [OURS, synthetic])
        run("create table metric (metric_id varchar, title varchar, owner varchar, "
            "frequency varchar, theme varchar)")  # fmt: skip
        run("create table signal (metric_id varchar, area_code varchar, breakdown_value varchar, "
            "period_type varchar, as_at date, variation varchar, sentence varchar)")  # fmt: skip
        run("create table table_state (table_name varchar, state varchar)")
        run("create table revision (metric_id varchar, area_code varchar, breakdown_value varchar, "
            "is_material boolean, business_date date)")  # fmt: skip
        for name, (owner, as_at, variation, sentence) in measures.items():
            run("insert into metric values (?, ?, ?, 'month', 'a')", [name, name.title(), owner])
            state = "withheld" if name in withheld else "good"
            run("insert into table_state values (?, ?)", [f"metrics.{name}", state])
            if variation:
                run("insert into signal values (?, ?, null, 'month', ?, ?, ?)",
                    [name, OURS, as_at, variation, sentence])  # fmt: skip
            run("insert into signal values (?, ?, null, 'month', '2026-10-31', 'concern', 'Else')",
                [name, OTHER])  # fmt: skip
            run("insert into signal values (?, ?, null, 'year', '2026-03-31', 'shift', 'Yearly')",
                [name, OURS])  # fmt: skip
        for name, date in revised:
            run("insert into revision values (?, ?, null, true, ?)", [name, OURS, date])
    manifest = {"business_date": str(business_date), "files": {}}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (site.published / "CURRENT.json").write_text(json.dumps({"snapshot_id": folder.name}))


@pytest.fixture
def site(make_site):
    """A site with a snapshot as at the Sunday before, and one as at this Sunday."""
    made = make_site()
    publish(made, SUNDAY - dt.timedelta(days=7), BEFORE)
    publish(made, SUNDAY, AFTER, revised=[("thefts", "2026-11-16"), ("calls", "2026-11-15")])
    return made


def weeks(site, week_ending=SUNDAY):
    return {week.owner: week for week in digest(site, week_ending).weeks}


def told(site, tell):
    """The same site, with another `[tell]`."""
    (site.root / "site.toml").write_text(f"[tell]\n{tell}", encoding="utf-8")
    return Site(site.root)


def test_each_measure_stands_where_it_belongs(site):
    analyst, head = weeks(site)["Analyst"], weeks(site)["Head"]
    assert analyst.new_signals == [
        "Calls: higher than usual since October 2026 (figures to 31 October 2026)"
    ]
    assert analyst.ended_signals == [
        "Fires: no clear change since May 2024 (figures to 31 October 2026)"
    ]
    assert analyst.new_figures == ["Floods: too few figures to judge (figures to 31 October 2026)"]
    assert (analyst.revised, analyst.unchanged) == ([], 1)
    assert head.standing_signals == ["Thefts: higher than usual (figures to 30 September 2026)"]
    assert head.revised == ["Thefts: earlier figures were revised by more than usual"]
    assert (head.new_signals, head.new_figures, head.unchanged) == ([], [], 0)


def test_a_week_in_which_nothing_changed_says_so(site):
    publish(site, SUNDAY + dt.timedelta(days=7), AFTER)
    week = weeks(site, SUNDAY + dt.timedelta(days=7))["Analyst"]
    assert not week.has_changed
    assert week.standing_signals == [
        "Calls: higher than usual since October 2026 (figures to 31 October 2026)"
    ]


def test_a_measure_that_is_withheld_is_said_not_to_be_brought_up_to_date(site):
    publish(site, SUNDAY + dt.timedelta(days=1), AFTER, withheld=["calls"])
    week = weeks(site, SUNDAY + dt.timedelta(days=1))["Analyst"]
    assert week.withheld == ["Calls: withheld, what was published before stands"]


def test_without_a_snapshot_of_a_week_before_everything_is_new_and_that_is_said(site):
    whole = digest(site, SUNDAY - dt.timedelta(days=1))
    assert (whole.snapshot_id, whole.before_id) == ("2026-11-15T030000Z-abc", None)
    head = next(week for week in whole.weeks if week.owner == "Head")
    assert head.new_signals == ["Thefts: higher than usual (figures to 30 September 2026)"]
    assert "so everything counts as new" in worded(head, whole, "OPCC")


def test_before_the_first_snapshot_there_is_no_digest(site):
    with pytest.raises(SnapshotError, match="as at 2026-11-01 or earlier"):
        digest(site, dt.date(2026, 11, 1))


def test_the_words_are_plain_and_name_the_week(site):
    whole = digest(site, SUNDAY)
    analyst = whole.weeks[0]
    text = worded(analyst, whole, "OPCC Cambridgeshire")
    assert text.startswith(
        "OPCC Cambridgeshire. The week that ended on 22 November 2026, for Analyst.\n"
    )
    assert "New signals\n* Calls: higher than usual since October 2026" in text
    assert "Nothing new in 1 other measure.\n" in text
    assert "Synthetic" not in text
    assert subject_of(analyst, whole) == "pcplan, week to 22 November 2026: 1 new signal"


def test_a_synthetic_week_is_stamped(site):
    publish(site, SUNDAY + dt.timedelta(days=1), AFTER, synthetic=True)
    whole = digest(site, SUNDAY + dt.timedelta(days=1))
    assert "Synthetic demonstration data" in worded(whole.weeks[0], whole, "OPCC")


def test_each_owner_is_sent_their_own_and_only_once(site, smtp_port, box):
    site = told(site, by_mail(smtp_port) + OWNERS)
    settings = read_settings(site)
    found = send(site, settings, digest(site, SUNDAY), SUNDAY, HASTY)
    assert found == [("Analyst", "sent"), ("Head", "sent")]
    assert [envelope.rcpt_tos for envelope, _ in box.messages] == [
        ["ann@opcc.example"], ["head@opcc.example"],
    ]  # fmt: skip
    assert "Thefts" not in box.texts[0]
    assert "Calls" not in box.texts[1]
    again = send(site, settings, digest(site, SUNDAY), SUNDAY, HASTY)
    assert again == [("Analyst", "had it already"), ("Head", "had it already")]
    assert len(box.messages) == 2


def test_an_owner_without_an_address_is_named(site, smtp_port, box):
    site = told(site, by_mail(smtp_port) + '[tell.owners]\nHead = "head@opcc.example"')
    found = send(site, read_settings(site), digest(site, SUNDAY), SUNDAY, HASTY)
    assert found[0] == ("Analyst", "no address is set below [tell.owners]")
    assert len(box.messages) == 1


def test_without_a_mail_server_there_is_nothing_to_send_by(site):
    with pytest.raises(ConfigurationError, match="no mail server is named"):
        send(site, read_settings(site), digest(site, SUNDAY), SUNDAY)


def test_the_nightly_sends_it_on_its_day_and_on_no_other(site, smtp_port, box):
    site = told(site, by_mail(smtp_port, ON_SUNDAYS) + OWNERS)
    settings = read_settings(site)
    for days in range(-2, 7):
        send_due(site, settings, SUNDAY + dt.timedelta(days=days), pytest.fail, HASTY)
        assert len(box.messages) == (0 if days < 0 else 2)


def test_what_failed_is_tried_again_on_the_nights_after_and_then_let_be(site, smtp_port, box):
    site = told(site, by_mail(free_port(), ON_SUNDAYS) + OWNERS)
    warned = []
    for days in (0, 1):
        send_due(site, read_settings(site), SUNDAY + dt.timedelta(days=days), warned.append, HASTY)
    assert len(warned) == 4
    assert warned[0] == (
        "The digest for Analyst was not sent: the mail server cannot be reached. It is tried "
        "again next night."
    )
    assert "Messages by digest cannot be sent since 2026-11-22" in memory.unsent(site)[0]
    site = told(site, by_mail(smtp_port, ON_SUNDAYS) + OWNERS)
    for days in (2, 3):
        day = SUNDAY + dt.timedelta(days=days)
        send_due(site, read_settings(site), day, pytest.fail, HASTY)
    assert len(box.messages) == 2
    assert memory.unsent(site) == []


def test_the_command_shows_it_or_sends_it(site, smtp_port, box):
    site = told(site, by_mail(smtp_port) + OWNERS)
    asked = ["digest", "--site", str(site.root), "--week-ending", "2026-11-22"]
    shown = CliRunner().invoke(main, asked)
    assert "New signals\n* Calls: higher than usual" in shown.output
    assert (shown.exit_code, box.messages) == (0, [])
    sent = CliRunner().invoke(main, [*asked, "--send"])
    assert sent.output == "Analyst: sent\nHead: sent\n"
    assert (sent.exit_code, len(box.messages)) == (0, 2)


def test_the_trial_command_needs_somebody_to_tell(site, smtp_port, box):
    asked = ["tell", "--site", str(site.root)]
    refused = CliRunner().invoke(main, asked)
    assert refused.exit_code == 2
    assert "nobody is told of anything" in refused.output
    told(site, by_mail(smtp_port))
    tried = CliRunner().invoke(main, asked)
    assert (tried.exit_code, tried.output) == (0, "mail: sent\n")
    assert box.subjects == ["pcplan: a trial message"]
