"""One message a night, in plain words with the remedy, and never a word of a delivery."""

import datetime as dt
import json

import pytest

from pipelines.audit.log import AuditLog
from pipelines.audit.verify import Written, verify
from pipelines.errors import BusyError, ConfigurationError, FeedError
from pipelines.monitoring import after_night, doctor_safety, heartbeat
from pipelines.monitoring.notifications import memory
from pipelines.monitoring.notifications.facts import Ended, facts_of, kind_of
from pipelines.monitoring.notifications.memory import Memory, Standing, Unsent
from pipelines.monitoring.notifications.send import ping, tell_night, try_out
from pipelines.monitoring.notifications.settings import read_settings
from pipelines.monitoring.status import Status, read_status
from pipelines.site.site import Site
from tests.pipelines.conftest import Office, crime_feed
from tests.pipelines.monitoring.notifications.conftest import HASTY, by_mail, free_port
from tests.pipelines.monitoring.test_status import line

FIRST = dt.date(2026, 11, 20)
POISON = "Mrs Poison, 07700 900123"


def night(day):
    """The day of the first, second, third night."""
    return FIRST + dt.timedelta(days=day - 1)


def status_of(*feeds, withheld=()):
    return Status(
        "site", FIRST, "id", "", "", False, feeds=list(feeds),
        withheld=[{"table_name": name, "state": state, "reason": POISON}
                  for name, state in withheld],
    )  # fmt: skip


LATE = status_of(line(days_late=3, due_date=dt.date(2026, 11, 17)))
WELL = status_of(line())


class Teller:
    """Tells one night after another, as after_night does."""

    def __init__(self, site):
        self.site, self.warned = site, []

    def __call__(self, day, status, **ended):
        given = {"business_date": night(day), "exit_status": 1, "snapshot_id": f"s{day}"} | ended
        settings = read_settings(self.site)
        tell_night(
            self.site, settings, Ended(**given), status, night(day), self.warned.append, HASTY
        )


@pytest.fixture
def teller(make_site, smtp_port):
    return Teller(make_site(by_mail(smtp_port), 'office_name = "OPCC Cambridgeshire"'))


def test_a_night_with_nothing_to_look_at_sends_nothing(teller, box):
    teller(1, WELL, exit_status=0)
    assert box.messages == []


def test_a_late_feed_is_told_with_whom_to_ask(teller, box):
    teller(1, LATE, audit_head="7-abc")
    assert box.subjects == ["pcplan, 20 November 2026: 1 to look at, 1 new"]
    (text,) = box.texts
    assert text.startswith(
        "OPCC Cambridgeshire. The night for 20 November 2026 published snapshot s1.\n"
    )
    assert (
        "New\n* Calls (calls) is 3 days late: it was due on 17 November 2026. Ask Demand hub for "
        "it, then `pcplan receive` and `pcplan nightly`.\n"
    ) in text
    assert "Head of the audit log: 7-abc." in text


def test_the_same_night_told_twice_is_one_message(teller, box):
    teller(1, LATE)
    teller(1, LATE)
    assert len(box.messages) == 1


def test_each_night_after_says_for_how_many_nights_it_has_been_so(teller, box):
    for day in (1, 2, 3):
        teller(day, LATE)
    assert len(box.messages) == 3
    assert box.subjects[2] == "pcplan, 22 November 2026: 1 to look at, none new"
    assert "As before\n* Calls (calls) is 3 days late" in box.texts[2]
    assert "For 3 nights now, since 20 November 2026." in box.texts[2]
    assert "nights now" not in box.texts[0]


def test_what_is_mended_is_told_once(teller, box):
    teller(1, LATE)
    teller(2, WELL, exit_status=0)
    teller(3, WELL, exit_status=0)
    assert box.subjects[1:] == ["pcplan, 21 November 2026: all is well again"]
    assert "Mended\n* No longer late: calls.\n" in box.texts[1]


def test_tables_in_one_state_are_told_in_one_line_and_their_reasons_never(teller, box):
    names = [f"metrics.measure_{n:02}" for n in range(11)]
    teller(1, status_of(withheld=[("core.crime", "broken"), *((n, "withheld") for n in names)]))
    (text,) = box.texts
    assert "* core.crime is broken, so its last good rows stay. `pcplan status` says why." in text
    assert (
        "* 11 tables are withheld, with every figure made from them: metrics.measure_00, "
        "metrics.measure_01, metrics.measure_02, metrics.measure_03, metrics.measure_04, "
        "metrics.measure_05, metrics.measure_06, metrics.measure_07 and 3 more."
    ) in text
    assert "Poison" not in text


def test_what_joins_is_new_and_what_was_there_is_as_before(teller, box):
    teller(1, status_of(withheld=[("metrics.a", "withheld")]))
    teller(2, status_of(withheld=[("metrics.a", "withheld"), ("metrics.b", "withheld")]))
    text = box.texts[1]
    assert text.index("New\n* metrics.b is withheld") < text.index("As before\n* metrics.a is")


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (FeedError(f"landing/x.csv: {POISON}"), "something unexpected happened"),
        (ConfigurationError(f"plan.yaml: {POISON}"), "a setting, the plan or a definition"),
        (OSError(28, "No space left", POISON), "the machine refused a file"),
        (KeyboardInterrupt(POISON), "somebody or the machine stopped it"),
        (ValueError(POISON), "something unexpected happened"),
    ],
)
def test_a_failed_night_is_told_by_its_kind_and_never_in_its_own_words(teller, box, error, said):
    try:
        raise RuntimeError(POISON) from error
    except RuntimeError as outer:
        failure = kind_of(outer)
    teller(1, LATE, exit_status=3, snapshot_id=None, failure=failure)
    assert box.subjects == ["pcplan, 20 November 2026: the night failed"]
    (text,) = box.texts
    assert f"The night failed: {said}" in text
    assert "what was published before stands" in text
    assert "is 3 days late" in text
    assert "Poison" not in text


def test_a_night_that_cannot_look_neither_mends_nor_forgets(teller, box):
    teller(1, LATE)
    teller(2, None, exit_status=3, failure="SnapshotError")
    teller(3, LATE)
    assert "Mended" not in box.texts[1]
    assert "Mended\n* The night no longer fails.\n" in box.texts[2]
    assert "For 2 nights now, since 20 November 2026." in box.texts[2]


def test_nights_that_did_not_run_and_a_doctored_log_are_told(teller, box):
    teller(1, WELL, nights_missed=2, is_log_broken=True)
    assert "* No night ran on 2 nights before this one." in box.texts[0]
    assert "`pcplan audit verify`" in box.texts[0]


def test_an_office_cannot_be_named_so_that_it_adds_a_header(make_site, smtp_port, box):
    site = make_site(by_mail(smtp_port), 'office_name = "OPCC\\r\\nBcc: all@opcc.example"')
    Teller(site)(1, LATE)
    ((envelope, message),) = box.messages
    assert message["Bcc"] is None
    assert envelope.rcpt_tos == ["analyst@opcc.example"]


def test_a_channel_out_of_reach_is_a_warning_and_shown_until_it_is_reached(make_site, smtp_port,
                                                                           box):  # fmt: skip
    site = make_site(by_mail(free_port()))
    away = Teller(site)
    away(1, LATE)
    away(2, LATE)
    assert (
        away.warned
        == [
            "The message by mail was not sent: the mail server cannot be reached. The night itself "
            "stands."
        ]
        * 2
    )
    assert memory.unsent(site) == [
        "Messages by mail cannot be sent since 2026-11-20: the mail server cannot be reached. "
        "Mend [tell] in site.toml, then try it: pcplan tell."
    ]
    back = Teller(make_site(by_mail(smtp_port)))
    back(3, WELL, exit_status=0)
    assert "About these messages\n* 2 earlier messages by mail could not be sent" in box.texts[0]
    assert memory.unsent(site) == []


def test_one_channel_out_of_reach_does_not_silence_the_other(make_site, smtp_port, box, service):
    site = make_site(by_mail(free_port(), f'webhook_url = "{service.url}"'))
    Teller(site)(1, LATE)
    assert service.bodies[0]["subject"] == "pcplan, 20 November 2026: 1 to look at, 1 new"
    Teller(make_site(by_mail(smtp_port, f'webhook_url = "{service.url}"')))(1, LATE)
    assert (len(box.messages), len(service.requests)) == (1, 1)


def test_teams_takes_an_adaptive_card(make_site, service):
    Teller(make_site(f'teams_url = "{service.url}"'))(1, LATE)
    (body,) = service.bodies
    (attachment,) = body["attachments"]
    assert body["type"] == "message"
    assert attachment["contentType"] == "application/vnd.microsoft.card.adaptive"
    card = attachment["content"]
    assert (card["type"], card["version"]) == ("AdaptiveCard", "1.4")
    texts = [block["text"] for block in card["body"]]
    assert texts[0] == "pcplan, 20 November 2026: 1 to look at, 1 new"
    assert any(text.startswith("- Calls (calls) is 3 days late") for text in texts)
    assert all(block["type"] == "TextBlock" and block["wrap"] for block in card["body"])
    assert len(service.requests[0][2]) < 28_000


def test_a_card_of_the_worst_night_is_still_one_that_teams_takes(make_site, service):
    many = [
        line(feed_id=f"feed_{n}", title="T" * 60, supplier="S" * 60, days_late=900 + n)
        for n in range(200)
    ]
    Teller(make_site(f'teams_url = "{service.url}"'))(1, status_of(*many))
    assert len(service.requests[0][2]) < 28_000
    assert "And 175 more: `pcplan status` lists them." in service.requests[0][2].decode()


def test_a_trial_message_says_what_came_of_each_channel(make_site, service, box, smtp_port):
    site = make_site(by_mail(smtp_port, f'teams_url = "{service.url}"'))
    service.answers = [404]
    found = try_out(site, read_settings(site), FIRST)
    assert found == [
        ("mail", ""),
        ("Teams", "The message by Teams was not sent: it answered with 404. The night itself "
                  "stands."),
    ]  # fmt: skip
    assert box.subjects == ["pcplan: a trial message"]


def test_a_poisoned_delivery_reaches_the_status_but_no_message(tmp_path, box, smtp_port, service):
    office = Office(tmp_path)
    office.feeds = [crime_feed(), crime_feed("incident")]
    office.deliver("crime/good.csv", "Month,Force,Crimes\n2019-10,E23000023,7\n")
    office.deliver(f"crime/{POISON}.csv", f"{POISON},Force\n1,2\n")
    office.deliver("incident/a.csv", f'Month,Force,Crimes\n2019-10,"{POISON}",1\n')
    office.core("crime", "select month_start_date, crime_count from raw.crime")
    office.night()
    office.publish()
    (office.root / "site.toml").write_text(
        "force_code = 'E23000023'\n[tell]\n"
        + by_mail(smtp_port, f'webhook_url = "{service.url}"\nping_url = "{service.url}"'),
        encoding="utf-8",
    )
    site = Site(office.root)
    assert "Poison" in json.dumps(read_status(site, FIRST).as_dict(), default=str)

    warned = []
    ended = after_night.Night(FIRST, "s1", 3, FeedError(POISON))
    after_night.follow(site, ended, warned.append, dt.datetime(2026, 11, 20, 3, tzinfo=dt.UTC))

    assert warned == []
    sent = [bytes(box.messages[0][0].content), box.texts[0].encode()]
    sent += [body + path.encode() for path, _, body in service.requests]
    assert len(sent) == 4
    assert "refused whole" in box.texts[0]
    for content in sent:
        assert b"Poison" not in content
        assert b"900123" not in content


class TestAfterNight:
    """The audit log, the heartbeat and the messages of one night after another."""

    AT = dt.datetime(2026, 11, 20, 2, 31, tzinfo=dt.UTC)

    def run(self, site, *, status=0, snapshot="s1", error=None, days=0):
        warned = []
        at = self.AT + dt.timedelta(days=days)
        with after_night.watched(site, night(1), warned.append, lambda: at) as one:
            if error:
                raise error
            one.snapshot_id, one.exit_status = snapshot, status
        return warned

    def test_it_leaves_a_heartbeat_and_an_entry(self, make_site):
        site = make_site()
        assert self.run(site) == []
        beat = heartbeat.read(site)
        assert (beat.at, beat.business_date, beat.exit_status, beat.snapshot_id) == (
            self.AT, FIRST, 0, "s1",
        )  # fmt: skip
        log = AuditLog.of(site)
        report = verify(Written.of(log.folder), log.keyring.read(), beat.audit_head)
        assert (report.problems, report.entries) == ([], 2)

    @pytest.mark.parametrize(
        ("error", "status"),
        [(FeedError("x"), 3), (ConfigurationError("x"), 2), (RuntimeError("x"), 3),
         (KeyboardInterrupt(), 3)],
    )  # fmt: skip
    def test_a_failed_night_leaves_its_status_and_goes_on_failing(self, make_site, error, status):
        site = make_site()
        with pytest.raises(type(error)):
            self.run(site, error=error)
        beat = heartbeat.read(site)
        assert (beat.exit_status, beat.snapshot_id, beat.is_well) == (status, None, False)

    def test_a_night_that_found_the_site_busy_leaves_no_trace(self, make_site):
        site = make_site()
        with pytest.raises(BusyError):
            self.run(site, error=BusyError("busy"))
        assert heartbeat.read(site) is None
        assert not (site.state / "audit").exists()

    def test_the_switch_is_told_how_each_night_ended(self, make_site, service):
        site = make_site(f'ping_url = "{service.url}"')
        self.run(site)
        with pytest.raises(FeedError):
            self.run(site, error=FeedError(POISON))
        assert [path for path, _, _ in service.requests] == [
            "/hook?sig=very-secret", "/hook/fail?sig=very-secret",
        ]  # fmt: skip
        assert service.requests[0][2].startswith(b"exit status 0; head of the audit log 2-")

    def test_nights_between_two_heartbeats_are_missed(self, make_site, box, smtp_port):
        site = make_site(by_mail(smtp_port))
        self.run(site)
        self.run(site, days=1)
        assert box.messages == []
        self.run(site, days=4)
        assert "* No night ran on 2 nights before this one." in box.texts[0]

    def test_wrong_settings_are_a_warning_without_the_secret(self, make_site):
        (warning,) = self.run(make_site('teams_url = "http://hooks.example/very-secret"'))
        assert "Nobody was told of this night." in warning
        assert "very-secret" not in warning

    def test_a_site_that_cannot_be_written_is_warned_of_and_the_night_stands(self, tmp_path):
        (tmp_path / "site.toml").write_text("")
        (tmp_path / "state").write_text("not a folder")
        warned = self.run(Site(tmp_path))
        assert len(warned) == 2
        assert "is not in the log" in warned[0]
        assert "the heartbeat cannot be written" in warned[1]

    def test_a_doctored_log_is_told(self, make_site, box, smtp_port):
        site = make_site(by_mail(smtp_port))
        self.run(site)
        (path,) = (site.state / "audit").glob("2???-*.jsonl")
        path.write_bytes(b"")
        self.run(site, days=1)
        assert "The audit log is not as it was written" in box.texts[0]


def test_the_ping_of_a_switch_that_is_away_is_a_warning(make_site):
    site = make_site(f'ping_url = "http://127.0.0.1:{free_port()}/x"')
    warned = []
    ping(read_settings(site), Ended(FIRST, 0), warned.append, HASTY)
    assert warned == [
        "The heartbeat could not be sent: it cannot be reached. The night itself stands."
    ]


@pytest.mark.parametrize(
    ("content", "is_well", "said"),
    [
        (None, True, "before the first night"),
        ("{}", False, "cannot be read"),
        ('{"at": "2026-11-20T02:31:00+00:00", "business_date": "2026-11-20", "exit_status": 1}',
         True, "the last night ended on 20 November 2026 at 02:31, for 2026-11-20"),
        ('{"at": "2026-11-20T02:31:00+00:00", "business_date": "2026-11-20", "exit_status": 3}',
         False, "with exit status 3"),
        ('{"at": "2026-11-19T02:31:00+00:00", "business_date": "2026-11-19", "exit_status": 0}',
         False, "1.3 days ago"),
    ],
)  # fmt: skip
def test_the_heartbeat_is_judged(make_site, content, is_well, said):
    site = make_site()
    if content is not None:
        heartbeat.path_of(site).write_text(content)
    now = dt.datetime(2026, 11, 20, 9, 43, tzinfo=dt.UTC)
    verdict = doctor_safety.last_night(site, now)
    assert verdict[0] is is_well
    assert said in verdict[1]
    assert bool(verdict[2]) is not is_well


def test_the_memory_survives_and_a_broken_one_is_an_empty_one(make_site):
    site = make_site()
    before = Memory(
        {"late:calls": Standing(FIRST, night(2), 2)},
        {"mail": ["2026-11-21", "late:calls"]},
        {"Teams": Unsent(FIRST, 2, "it answered with 500")},
        {"Analyst": FIRST},
    )
    memory.write(site, before)
    assert memory.read(site) == before
    for content in ("", "[]", '{"facts": {"a": 1}}', "\udcff".encode("utf-8", "surrogateescape")):
        path = memory.path_of(site)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert memory.read(site) == Memory()


def test_facts_of_a_quiet_site_are_none():
    assert facts_of(Ended(FIRST, 0), WELL) == []
