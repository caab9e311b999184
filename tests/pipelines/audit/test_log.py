"""The audit log keeps what it was told: among threads and processes, after kill -9, when read-only."""

import datetime as dt
import os
import signal
import subprocess
import sys
import threading

import pytest

from pipelines import effects
from pipelines.audit.chain import ELSEWHERE, Keyring, parse
from pipelines.audit.log import AuditLog, Recorder, account, enter
from pipelines.audit.verify import Written, verify
from pipelines.errors import AuditError
from pipelines.site.site import Site
from tests.conftest import ROOT

EACH = 25
WRITER = """
import sys
from pathlib import Path
from pipelines.audit.log import AuditLog
from pipelines.audit.chain import Keyring
folder, name, count = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
log = AuditLog(folder / "audit", Keyring(folder / "keys" / "audit.json"))
for number in range(count):
    log.write("read", name, number=number)
    print(number, flush=True)
"""


@pytest.fixture
def log(tmp_path):
    return opened(tmp_path)


def opened(folder):
    return AuditLog(folder / "audit", Keyring(folder / "keys" / "audit.json"))


def entries(log):
    lines = [line for content in Written.of(log.folder).files.values() for line in
             content.splitlines()]  # fmt: skip
    return [read[0] for line in lines if (read := parse(line))]


def judged(log):
    return verify(Written.of(log.folder), log.keyring.read())


def test_an_entry_says_who_did_what_when_and_nothing_else(tmp_path):
    at = dt.datetime(2026, 11, 22, 2, 30, 7, 9, tzinfo=dt.UTC)
    log = AuditLog(tmp_path, Keyring(tmp_path / "keys.json"), now=lambda: at)
    log.write("export", "ann@opcc", metric="crime_count", form="csv", snapshot=None, whole=True)
    (entry,) = entries(log)
    assert (entry.sequence, entry.at, entry.person, entry.action) == (
        1, "2026-11-22T02:30:07Z", "ann@opcc", "export",
    )  # fmt: skip
    assert entry.details == {"metric": "crime_count", "form": "csv", "whole": True}


def test_text_that_could_deceive_a_reader_is_made_plain(log):
    log.write("read", "ann\u202enib", page="/a\r\n{\x1b[31m}\ud800")
    (entry,) = entries(log)
    assert (entry.person, entry.details) == ("ann nib", {"page": "/a { [31m}"})
    assert judged(log).problems == []


def test_an_action_that_the_log_does_not_know_is_refused(log):
    with pytest.raises(ValueError, match="'mend' is no action"):
        log.write("mend", "mallory", found="nothing")


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_the_key_is_for_its_owner_alone_and_not_in_the_log(log):
    log.write("login", "ann")
    assert log.keyring.path.stat().st_mode & 0o077 == 0
    (secret,) = log.keyring.read().secrets.values()
    written = Written.of(log.folder)
    assert secret.hex().encode() not in b"".join(written.files.values()) + written.tip


def test_the_key_may_lie_elsewhere(tmp_path, monkeypatch):
    site = Site(tmp_path / "site")
    assert Keyring.of(site).path == site.state / "keys" / "audit.json"
    monkeypatch.setenv(ELSEWHERE, str(tmp_path / "safe.json"))
    AuditLog.of(site).write("run", "ann")
    assert (tmp_path / "safe.json").exists()
    assert not (site.state / "keys").exists()


@pytest.mark.parametrize(
    "content", ["", "{}", '{"keys": []}', '{"keys": [{"id": "1", "secret": "00"}]}', "[1]"]
)
def test_a_broken_file_of_keys_stops_the_writing_and_is_not_replaced(log, content):
    log.keyring.path.parent.mkdir(parents=True)
    log.keyring.path.write_text(content)
    with pytest.raises(AuditError, match="not a file of audit keys"):
        log.write("run", "ann")
    assert log.keyring.path.read_text() == content


def test_a_new_key_is_announced_under_the_old_one(log):
    log.write("run", "ann")
    log.rotate()
    log.write("run", "ann")
    first, change, last = entries(log)
    assert (change.action, change.key, change.details) == ("rotate", first.key, {"to": last.key})
    assert first.key != last.key
    assert judged(log).problems == []


def test_a_key_that_is_lost_is_said_for_ever(log):
    log.write("run", "ann")
    log.keyring.path.unlink()
    log.write("run", "ann")
    assert [entry.action for entry in entries(log)] == ["run", "break", "break", "run"]
    assert {problem.kind for problem in judged(log).problems} == {"key", "noted"}


def test_several_processes_and_threads_write_one_whole_log(tmp_path):
    started = [
        subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), f"process{number}", str(EACH)],
            cwd=ROOT, stdout=subprocess.DEVNULL,
        )
        for number in range(2)
    ]  # fmt: skip
    log = opened(tmp_path)
    threads = [
        threading.Thread(
            target=lambda name: [log.write("read", name, number=n) for n in range(EACH)],
            args=(f"thread{number}",),
        )
        for number in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [process.wait(60) for process in started] == [0, 0]
    by_person = {}
    for entry in entries(log):
        by_person.setdefault(entry.person, []).append(entry.details["number"])
    assert sorted(by_person) == ["process0", "process1", "thread0", "thread1"]
    assert all(numbers == list(range(EACH)) for numbers in by_person.values())
    assert judged(log).problems == []


def test_after_kill_nine_no_entry_that_was_acknowledged_is_lost(tmp_path):
    told = 0
    for round_ in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", WRITER, str(tmp_path), "ann", "100000"],
            cwd=ROOT, stdout=subprocess.PIPE, text=True,
        ) as process:  # fmt: skip
            for _ in range(5 + 7 * round_):
                process.stdout.readline()
                told += 1
            process.send_signal(getattr(signal, "SIGKILL", signal.SIGTERM))
            told += len(process.stdout.read().splitlines())
    log = opened(tmp_path)
    log.write("run", "ann")
    assert len([entry for entry in entries(log) if entry.action == "read"]) >= told
    assert judged(log).problems == []


@pytest.mark.parametrize("cut", [1, 2, 12, 13, 60, -2])
def test_a_line_cut_off_by_a_crash_is_noted_and_kept(log, cut):
    log.write("login", "ann")
    before = Written.of(log.folder)
    end = log.write("read", "ann", page="/")
    path = log.folder / end.file
    whole = path.read_bytes()
    begun = len(before.files[end.file])
    torn = whole[begun:][:cut]
    # As a crash leaves it: the line half written, the tip still before it.
    path.write_bytes(whole[:begun] + torn)
    (log.folder / "tip.json").write_bytes(before.tip)
    assert [one.kind for one in judged(log).problems] == ["truncated"]

    log.write("read", "ann", page="/")

    assert [entry.action for entry in entries(log)] == ["login", "mend", "read"]
    assert entries(log)[1].details["bytes"] == len(torn)
    report = judged(log)
    assert (report.problems, len(report.notes)) == ([], 1)
    assert torn + b"\n" in path.read_bytes()


def test_an_entry_that_lacks_only_its_line_end_is_taken_up(log):
    log.write("login", "ann")
    tip = Written.of(log.folder).tip
    path = log.folder / log.write("read", "ann", page="/").file
    path.write_bytes(path.read_bytes()[:-1])
    (log.folder / "tip.json").write_bytes(tip)
    log.write("run", "ann")
    assert [entry.action for entry in entries(log)] == ["login", "read", "run"]
    assert judged(log).problems == []


def test_whole_entries_that_a_crash_left_after_the_tip_are_taken_up(log):
    log.write("login", "ann")
    tip = Written.of(log.folder).tip
    log.write("read", "ann", page="/")
    (log.folder / "tip.json").write_bytes(tip)
    log.write("read", "ann", page="/quality")
    assert [entry.sequence for entry in entries(log)] == [1, 2, 3]
    assert judged(log).problems == []


def test_a_log_that_was_cut_goes_on_and_says_for_ever_what_is_missing(log):
    for number in range(5):
        end = log.write("read", "ann", page=f"/theme/{number}")
    path = log.folder / end.file
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))

    log.write("read", "ann", page="/")

    assert [entry.sequence for entry in entries(log)] == [1, 2, 3, 6, 7]
    assert entries(log)[3].details["found"] == "the log is shorter than it was"
    assert {problem.kind for problem in judged(log).problems} == {"deleted", "noted"}


@pytest.mark.parametrize("gone", ["tip", "log", "both"])
def test_what_was_taken_away_whole_is_missed(log, gone):
    end = log.write("read", "ann", page="/")
    if gone in ("tip", "both"):
        (log.folder / "tip.json").unlink()
    if gone in ("log", "both"):
        (log.folder / end.file).unlink()
    assert judged(log).problems
    log.write("read", "ann", page="/")
    assert "noted" in {problem.kind for problem in judged(log).problems}


def test_every_effect_that_fails_costs_at_most_the_entry_that_was_being_written(
    tmp_path, monkeypatch
):
    """Make the first effect fail, then the second, and so on until none is left to fail."""
    for failing in range(1, 100):
        folder = tmp_path / str(failing)
        log = opened(folder)
        seen = []

        def fail(kind, path, failing=failing, seen=seen):
            seen.append(kind)
            if len(seen) == failing:
                raise OSError(28, "No space left on device", str(path))

        with monkeypatch.context() as patched:
            patched.setattr(effects, "before", fail)
            told = 0
            for _ in range(2):
                try:
                    log.write("read", "ann", page="/")
                    told += 1
                except AuditError as error:
                    assert "No space left" in str(error)
        log.write("run", "ann")
        assert judged(log).problems == []
        assert len([entry for entry in entries(log) if entry.action == "read"]) >= told
        if len(seen) < failing:
            break
    assert failing > 15


def test_the_recorder_keeps_the_order_and_is_whole_when_closed(log):
    warned = []
    record = Recorder(log, warned.append)
    for number in range(300):
        record("read", "ann", number=number)
    record.close()
    assert [entry.details["number"] for entry in entries(log)] == list(range(300))
    assert (judged(log).problems, warned) == ([], [])
    record("read", "bob")
    record.close()
    assert entries(log)[-1].person == "bob"


@pytest.mark.parametrize("action", ["query", "export", "sign", "change", "login"])
def test_whoever_asks_or_changes_something_has_the_answer_when_it_is_in_the_log(log, action):
    record = Recorder(log, print)
    for number in range(20):
        record(action, "ann", number=number)
        assert entries(log)[-1].details["number"] == number
    record.close()


def test_what_was_recorded_is_written_when_the_program_ends(tmp_path):
    program = WRITER.replace('log.write("read", name, number=number)', "").replace(
        "    print(number, flush=True)", ""
    ) + (
        "    pass\nfrom pipelines.audit.log import Recorder\nrecord = Recorder(log, print)\n"
        "for number in range(count): record('read', name, number=number)\n"
    )
    subprocess.run(
        [sys.executable, "-c", program, str(tmp_path), "ann", "50"], cwd=ROOT, check=True
    )
    assert [entry.details["number"] for entry in entries(opened(tmp_path))] == list(range(50))


def test_a_log_that_cannot_be_written_warns_once_and_says_later_how_many_were_lost(
    tmp_path, monkeypatch
):
    log = opened(tmp_path)
    warned = []
    record = Recorder(log, warned.append, most_kept=3)

    def full(kind, path):
        raise OSError(28, "No space left on device", str(path))

    with monkeypatch.context() as patched:
        patched.setattr(effects, "before", full)
        for number in range(5):
            record("read", "ann", number=number)
        record.close()
    assert "No space left" in warned[0]
    assert warned[-1] == "The audit log lacks 5 entries."
    assert len(warned) == 2

    record("read", "ann", number=5)
    record.close()
    lost, *kept = entries(log)
    assert (lost.action, lost.details) == ("lost", {"entries": 2})
    assert [entry.details["number"] for entry in kept] == [2, 3, 4, 5]


def test_a_command_on_a_site_that_cannot_be_written_only_warns(tmp_path):
    (tmp_path / "state").write_text("not a folder")
    warned = []
    enter(Site(tmp_path), "query", warned.append, rows=0)
    assert len(warned) == 1
    assert "not in the log" in warned[0]


def test_the_person_of_a_command_is_the_account_that_ran_it(tmp_path):
    enter(Site(tmp_path), "rollback", pytest.fail, snapshot_id="x")
    (entry,) = entries(AuditLog.of(Site(tmp_path)))
    assert (entry.person, entry.action) == (account(), "rollback")
