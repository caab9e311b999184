"""Whatever is done to the audit log by hand is found, and said plainly; what a crash does is not."""

import datetime as dt
import random
import re

import pytest

from pipelines.audit.chain import Keyring, draft, head_of, line_of
from pipelines.audit.log import AuditLog
from pipelines.audit.verify import Written, verify

ENTRIES = 60
TIMES = 200
ACTIONS = ("login", "read", "query", "export", "change")


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A log of sixty entries over four weeks, with a new key half-way; and its keys."""
    folder = tmp_path_factory.mktemp("kept")
    keyring = Keyring(folder / "keys" / "audit.json")
    clock = iter(
        dt.datetime(2026, 10, 20, 9, 0, tzinfo=dt.UTC) + dt.timedelta(hours=7 * number)
        for number in range(10_000)
    )
    log = AuditLog(folder / "audit", keyring, now=lambda: next(clock))
    for number in range(ENTRIES):
        log.write(ACTIONS[number % len(ACTIONS)], f"officer{number % 3}", page=f"/theme/{number}")
        if number == ENTRIES // 2:
            log.rotate()
    return Written.of(folder / "audit"), keyring.read()


def lines_of(written):
    return [(name, line) for name, content in sorted(written.files.items())
            for line in content.splitlines(keepends=True)]  # fmt: skip


def with_lines(written, lines):
    files = {name: b"" for name in written.files}
    for name, line in lines:
        files[name] += line
    return Written(files, written.heads, written.tip)


def edited(written, draw):
    """Change one byte of one line, or one whole value."""
    lines = lines_of(written)
    at = draw.randrange(len(lines))
    name, line = lines[at]
    if draw.random() < 0.5:
        place = draw.randrange(len(line))
        line = line[:place] + bytes([line[place] ^ (1 << draw.randrange(8))]) + line[place + 1 :]
    else:
        line = re.sub(rb"officer\d|pcplan", b"somebody", line)
    lines[at] = (name, line)
    return with_lines(written, lines)


def deleted(written, draw):
    """Take out some lines that are not the last."""
    lines = lines_of(written)
    first = draw.randrange(len(lines) - 1)
    last = draw.randrange(first + 1, min(first + 9, len(lines)))
    del lines[first:last]
    return with_lines(written, lines)


def inserted(written, draw):
    """Put in a copy of a line, a forged one, or an empty one."""
    lines = lines_of(written)
    name, line = draw.choice(lines)
    forged = re.sub(rb'"mac":"[0-9a-f]+"', b'"mac":"%064x"' % draw.getrandbits(256), line)
    lines.insert(draw.randrange(len(lines) + 1), (name, draw.choice([line, forged, b"\n"])))
    return with_lines(written, lines)


def reordered(written, draw):
    """Swap two lines, or move one to another place."""
    lines = lines_of(written)
    one, other = draw.sample(range(len(lines)), 2)
    if draw.random() < 0.5:
        lines[one], lines[other] = lines[other], lines[one]
    else:
        lines.insert(other, lines.pop(one))
    return with_lines(written, lines)


def truncated(written, draw):
    """Cut the end off, at any byte; whole files go where it is cut before them."""
    length = draw.randrange(sum(map(len, written.files.values())))
    files = {}
    for name in sorted(written.files):
        if length > 0:
            files[name] = written.files[name][:length]
        length -= len(written.files[name])
    return Written(files, written.heads, written.tip)


def test_the_log_as_written_is_whole(kept):
    written, keys = kept
    report = verify(written, keys)
    assert report.problems == []
    assert report.entries == ENTRIES + 1  # and one that says there is a new key
    assert sorted(written.files) == ["2026-10.jsonl", "2026-11.jsonl"]
    days = {line[1][line[1].index(b'"at":"') + 6 :][:10] for line in lines_of(written)}
    assert written.heads.count(b"\n") == len(days) - 1


@pytest.mark.parametrize("tamper", [edited, deleted, inserted, reordered, truncated])
def test_each_of_two_hundred_times_that_the_log_is_tampered_with_is_found(kept, tamper):
    written, keys = kept
    draw = random.Random(tamper.__name__)
    missed = []
    done = 0
    while done < TIMES:
        changed = tamper(written, draw)
        if changed.files == written.files:
            continue  # two lines moved onto themselves: nothing was done
        done += 1
        if not verify(changed, keys).problems:
            missed.append(changed)
    assert missed == []


@pytest.mark.parametrize("tamper", [deleted, inserted, reordered, truncated])
def test_what_was_done_is_called_by_its_name(kept, tamper):
    written, keys = kept
    draw = random.Random(7)
    for _ in range(TIMES // 4):
        changed = tamper(written, draw)
        if changed.files != written.files:
            kinds = {problem.kind for problem in verify(changed, keys).problems}
            assert tamper.__name__ in kinds


def test_an_edited_entry_is_named_with_its_file_and_line(kept):
    written, keys = kept
    content = written.files["2026-10.jsonl"].replace(b"/theme/3", b"/theme/4", 1)
    report = verify(Written({**written.files, "2026-10.jsonl": content}, *written_rest(kept)), keys)
    assert [(one.kind, one.where) for one in report.problems] == [
        ("edited", "2026-10.jsonl, line 4")
    ]


def written_rest(kept):
    return kept[0].heads, kept[0].tip


@pytest.mark.parametrize("place", range(0, 180, 9))
def test_a_changed_tip_or_head_is_found(kept, place):
    written, keys = kept
    for name in ("heads", "tip"):
        content = getattr(written, name)
        changed = content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]
        given = {"heads": written.heads, "tip": written.tip, name: changed}
        assert verify(Written(written.files, **given), keys).problems


def test_a_missing_head_is_found_wherever_it_stood(kept):
    written, keys = kept
    heads = written.heads.splitlines(keepends=True)
    for place in range(len(heads)):
        left = b"".join(heads[:place] + heads[place + 1 :])
        assert verify(Written(written.files, left, written.tip), keys).problems


def test_a_log_put_back_whole_as_it_was_is_found_only_by_the_head_that_was_sent_away(tmp_path):
    log = AuditLog(tmp_path / "audit", Keyring(tmp_path / "keys.json"))
    log.write("login", "ann")
    earlier = Written.of(tmp_path / "audit")
    sent = log.write("export", "ann", metric="crime_count").head
    keys = log.keyring.read()

    assert verify(earlier, keys).problems == []
    assert [one.kind for one in verify(earlier, keys, sent).problems] == ["truncated"]
    assert verify(Written.of(tmp_path / "audit"), keys, sent).problems == []


@pytest.mark.parametrize("head", ["", "12", "x-00", "1-" + "g" * 32])
def test_a_head_that_is_none_is_not_taken_for_proof(kept, head):
    written, keys = kept
    assert bool(verify(written, keys, head).problems) == (head != "")


def test_without_its_key_nothing_is_called_proved(kept):
    written, _ = kept
    assert {one.kind for one in verify(written, None).problems} >= {"key"}


def test_one_who_holds_an_old_key_cannot_write_under_it_after_the_new_one(tmp_path):
    log = AuditLog(tmp_path / "audit", Keyring(tmp_path / "keys.json"))
    log.write("login", "ann")
    old = Keyring(tmp_path / "old.json")
    old.path.write_bytes(log.keyring.path.read_bytes())
    log.rotate()
    before = Written.of(tmp_path / "audit")
    keys = log.keyring.read()
    end = log.write("read", "ann", page="/")
    ((name, content),) = Written.of(tmp_path / "audit").files.items()
    secret_id, secret = next(iter(old.read().secrets.items()))
    said = draft("read", "mallory", {}, dt.datetime.now(dt.UTC))
    forged = line_of(said, end.sequence + 1, end.mac, name, secret_id, secret)
    changed = Written({name: content + forged + b"\n"}, before.heads, Written.of(log.folder).tip)
    assert [one.kind for one in verify(changed, keys).problems] == ["edited"]


def test_an_empty_folder_is_no_broken_log(tmp_path):
    report = verify(Written.of(tmp_path), None)
    assert (report.problems, report.entries) == ([], 0)


def test_the_head_names_the_entry_and_half_of_its_mac():
    assert head_of(1234, "ab" * 32) == "1234-" + "ab" * 16
