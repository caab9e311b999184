"""What people write: every change is a version, two at once lose nothing, nothing is written over."""

import datetime as dt
import sqlite3
import threading
import time

import pytest
import sqlalchemy as sa

from pipelines.errors import ConfigurationError, PcplanError
from pipelines.site.site import Site
from pipelines.site.written.database import METADATA, StateBusyError, StateError
from pipelines.site.written.kinds import KINDS
from pipelines.site.written.store import OvertakenError, Store
from tests.pipelines.site.written.conftest import NOTE


def save(store, person="Ann", thing_id="", base=0, **changes):
    return store.save(
        "annotation", NOTE | changes, person=person, account=f"{person}-1", thing_id=thing_id,
        base=base,
    )  # fmt: skip


def test_an_entry_says_who_when_and_what_and_has_a_number_of_its_own(store):
    first, second = save(store), save(store, text="Another.")

    assert (first["thing_id"], second["thing_id"]) == ("N1", "N2")
    assert (first["person"], first["account"], first["version"]) == ("Ann", "Ann-1", 1)
    assert first["at"] == dt.datetime(2019, 12, 20, 9, 10, tzinfo=dt.UTC)
    assert first["annotation_date"] == dt.date(2019, 10, 3)
    assert first["area_code"] is None


def test_a_change_is_a_new_version_and_the_old_one_stays(store):
    save(store)

    save(store, "Bob", "N1", 1, text="The court was closed for works.")

    assert [(row["version"], row["person"], row["text"]) for row in store.history("annotation", "N1")] == [
        (1, "Ann", "The court was closed."),
        (2, "Bob", "The court was closed for works."),
    ]  # fmt: skip
    assert [row["version"] for row in store.latest("annotation")] == [2]


def test_who_saves_to_a_version_that_is_no_longer_the_latest_is_told_and_overwrites_nothing(store):
    save(store)
    save(store, "Bob", "N1", 1, text="Bob's words.")

    with pytest.raises(
        OvertakenError, match=r"Bob saved version 2 while you were writing\."
    ) as told:
        save(store, "Cara", "N1", 1, text="Cara's words.")

    assert told.value.saved["text"] == "Bob's words."
    assert len(store.history("annotation", "N1")) == 2
    save(store, "Cara", "N1", 2, text="Cara's words.")
    assert [row["person"] for row in store.history("annotation", "N1")] == ["Ann", "Bob", "Cara"]


def test_of_many_who_save_to_one_version_at_once_one_wins_and_every_other_is_told(site):
    with Store(site) as store:
        save(store)
    told, kept = [], []
    start = threading.Barrier(6)

    def write(name):
        with Store(site) as mine:
            start.wait()
            try:
                kept.append(save(mine, name, "N1", 1, text=f"Words of {name}."))
            except OvertakenError as error:
                told.append(error.saved["person"])

    writers = [threading.Thread(target=write, args=(f"P{index}",)) for index in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(kept) == 1
    assert told == [kept[0]["person"]] * 5


def test_of_many_who_enter_something_new_at_once_each_gets_a_number_of_its_own(site):
    Store(site).close()
    start = threading.Barrier(6)

    def write(name):
        with Store(site) as mine:
            start.wait()
            save(mine, name)

    writers = [threading.Thread(target=write, args=(f"P{index}",)) for index in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    with Store(site) as store:
        assert {row["thing_id"] for row in store.latest("annotation")} == {
            "N1", "N2", "N3", "N4", "N5", "N6",
        }  # fmt: skip


def test_what_would_change_nothing_adds_no_version(store):
    save(store)

    again = save(store, "Bob", "N1", 1)

    assert (again["version"], again["person"]) == (1, "Ann")


def test_what_is_withdrawn_keeps_its_history_and_can_be_shown_again(store):
    save(store)

    gone = store.withdraw("annotation", "N1", 1, person="Bob")
    back = save(store, "Cara", "N1", 2)

    assert (gone["version"], gone["is_withdrawn"], gone["text"]) == (
        2,
        True,
        "The court was closed.",
    )
    assert (back["version"], back["is_withdrawn"]) == (3, False)


def test_an_entry_that_there_never_was_cannot_be_changed_or_withdrawn(store):
    for change in (
        lambda: save(store, thing_id="N7", base=1),
        lambda: store.withdraw("annotation", "N7", 1, person="Bob"),
    ):
        with pytest.raises(ConfigurationError, match="N7: there is none"):
            change()


def test_there_is_one_commentary_for_a_priority_and_a_board(store):
    given = {"board_date": "2019-12-19", "priority_id": "O2.1", "text": "First."}
    store.save("commentary", given, person="Ann")

    with pytest.raises(OvertakenError):
        store.save("commentary", given | {"text": "Second."}, person="Bob")

    store.save("commentary", given | {"text": "Second."}, person="Bob", base=1)
    assert [row["thing_id"] for row in store.latest("commentary")] == ["2019-12-19/O2.1"]
    assert [row["text"] for row in store.history("commentary", "2019-12-19/O2.1")] == [
        "First.",
        "Second.",
    ]


def test_what_cannot_be_entered_in_the_audit_log_is_not_kept(store):
    entered = []

    def refuse(thing_id, version):
        entered.append((thing_id, version))
        message = "the audit log is full"
        raise OSError(message)

    with pytest.raises(OSError, match="audit log is full"):
        store.save("annotation", NOTE, person="Ann", enter=refuse)

    assert entered == [("N1", 1)]
    assert store.latest("annotation") == []


def test_the_version_of_the_store_changes_with_each_entry_and_with_nothing_else(store):
    empty = store.version
    save(store)
    one = store.version
    save(store, thing_id="N1", base=1)

    assert empty != one == store.version


def lock(path, seconds, is_held):
    """Hold the database as another program would that writes for some seconds."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("begin exclusive")
        is_held.set()
        time.sleep(seconds)
        connection.execute("rollback")


def test_a_database_locked_for_some_seconds_is_waited_for(site, store):
    is_held = threading.Event()
    holder = threading.Thread(target=lock, args=(store.path, 2, is_held))
    holder.start()
    is_held.wait()

    assert save(store)["thing_id"] == "N1"
    holder.join()


def test_a_database_that_stays_locked_is_said_to_be_so_and_nothing_is_lost_or_doubled(site):
    with Store(site, patience_seconds=0.2) as hasty:
        save(hasty)
        is_held = threading.Event()
        holder = threading.Thread(target=lock, args=(hasty.path, 1.5, is_held))
        holder.start()
        is_held.wait()
        with pytest.raises(StateBusyError, match=r"another program is writing there. Nothing was"):
            save(hasty, text="Second.")
        holder.join()

        assert [row["text"] for row in hasty.latest("annotation")] == ["The court was closed."]


def test_a_file_that_is_no_database_is_named_with_what_to_do(site):
    site.state.mkdir()
    (site.state / "sign_off.sqlite").write_text("no database " * 200, encoding="utf-8")

    with pytest.raises(StateError, match=r"sign_off.sqlite: cannot be read or written: .*doctor"):
        Store(site)


@pytest.mark.parametrize(
    "url", ["postgresql+psycopg2://officer:secret@127.0.0.1:1/state", "nothing://a:secret@b/c", "x"]
)
def test_another_database_that_cannot_be_reached_is_named_without_its_password(tmp_path, url):
    (tmp_path / "site.toml").write_text(f'state_url = "{url}"\n', encoding="utf-8")

    with pytest.raises(PcplanError, match=r"state_url|officer:\*\*\*@127.0.0.1") as told:
        Store(Site(tmp_path))

    assert "secret" not in str(told.value)


def test_a_site_of_an_older_pcplan_gets_the_columns_it_lacks_and_keeps_its_signatures(site):
    site.state.mkdir()
    path = site.state / "sign_off.sqlite"
    with sqlite3.connect(path) as old:
        old.execute(
            "create table signature (entry_id integer primary key, subject varchar not null, "
            "board_date date not null, name varchar not null, at datetime not null, "
            "step varchar not null, snapshot_id varchar not null, content varchar not null)"
        )
        old.execute(
            "insert into signature values (1, 'offenders', '2019-12-19', 'A', "
            "'2019-12-18 14:05:00.000000', 'checked', 's', 'first')"
        )
    from pipelines.site.sign_off import Register

    with Register(site) as register:
        found = register.standing("offenders", dt.date(2019, 12, 19), "first")

    assert (found.state, found.signatures[0].account) == ("checked", "")


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_every_table_can_be_made_in_either_database(dialect):
    made = sa.create_mock_engine(f"{dialect}://", lambda *_, **__: None).dialect
    for table in METADATA.sorted_tables:
        text = str(sa.schema.CreateTable(table).compile(dialect=made))
        assert text.strip().startswith(f"CREATE TABLE {table.name}")
    assert {kind.table.name for kind in KINDS.values()} <= set(METADATA.tables)
