"""Forms for notes, decisions, questions and news: who may, what is refused, and nothing is lost."""

import sqlite3
import threading
import time

import pytest

from dashboards.web.app import create_app
from dashboards.web.services import EXTENSION
from pipelines.papers.writing_desk import NOT_READ, Desk
from tests.dashboards.conftest import SNAPSHOT_ID
from tests.dashboards.forms.conftest import Office, form_of, said_on, send

METRIC = "prosecution_possible_rate"
MEASURE, NOTES = f"/measures/{METRIC}", f"/measures/{METRIC}/annotate"
NOTE = {
    "annotation_date": "2019-07-15",
    "text": "The court was closed",
    "reason": "The court told us.",
}
DECISION = {
    "board_date": "2019-10-24",
    "decision": "Fund the hub for one more year.",
    "owner": "The Office",
    "due_date": "2019-11-30",
    "state": "open",
}
QUESTION = {"asked_on": "2019-11-01", "asked_by": "councillor", "question": "Why is 101 slow?"}
NEWS = {"state": "done", "news": "Six of six have agreed.", "news_on": "2019-12-17"}
FORMS = {
    NOTES: NOTE,
    "/governance/decisions": DECISION,
    "/governance/questions": QUESTION,
    "/governance/actions?id=A1": NEWS,
}


@pytest.mark.parametrize("address", FORMS)
def test_an_editor_may_write_and_others_may_not_even_see_the_form(office, address):
    assert office.client("editor").get(address).status_code == 200
    for name in ("viewer", "analyst", "assurer"):
        assert office.client(name).get(address).status_code == 403, name
    sent_away = office.client("nobody").get(address)
    assert sent_away.status_code == 302 and sent_away.location.startswith("/login?next=")


@pytest.mark.parametrize("address", FORMS)
def test_what_a_viewer_sends_is_refused_and_not_kept(office, editor, address):
    token = send(editor, address, do="nothing")  # an editor's browser holds a token, a viewer's not
    assert token.status_code in (303, 422)
    viewer = office.client("viewer")
    account = viewer.get("/account").text
    mine = account.split('name="csrf_token" value="')[1].split('"')[0]
    before = office.desk.writings().version

    answered = viewer.post(address.split("?")[0], data=FORMS[address] | {"csrf_token": mine})

    assert answered.status_code == 403
    assert office.desk.writings().version == before


@pytest.mark.parametrize("address", FORMS)
def test_a_form_without_its_token_is_refused_and_not_kept(office, editor, address):
    editor.get(address)
    for token in ({}, {"csrf_token": "forged"}):
        answered = editor.post(address.split("?")[0], data=FORMS[address] | token)
        assert answered.status_code == 400
    assert office.desk.writings().version == Desk(office.site).writings().version
    assert office.entered == []


@pytest.mark.parametrize("address", FORMS)
def test_forms_are_kept_by_no_cache(editor, address):
    assert "no-store" in editor.get(address).headers["Cache-Control"]


def test_a_note_stands_at_once_on_chart_list_table_and_description(office, editor):
    viewer = office.client("viewer")
    before = viewer.get(MEASURE)  # the page is kept from now on

    saved = send(editor, NOTES, **NOTE)

    assert (saved.status_code, saved.location) == (303, f"{NOTES}?saved=N1")
    assert "Saved: N1. These pages show it now." in said_on(editor.get(saved.location).text)
    for client in (editor, viewer):
        page = client.get(MEASURE)
        said = said_on(page.text)
        assert "Note 1, 15 July 2019: The court was closed The court told us. Ann Editor," in said
        assert "Added since this snapshot." in said
        assert ">Note 1</text>" in page.text
        assert '<td role="cell" data-label="Note">Note 1</td>' in page.text
        described = page.text.split('role="img" aria-label="')[1].split('"')[0]
        assert described.endswith("Note 1, 15 July 2019: The court was closed.")
    assert before.headers["ETag"] != viewer.get(MEASURE).headers["ETag"]


def test_the_public_reads_what_is_published_alone(office, editor):
    send(editor, NOTES, **NOTE)
    send(editor, "/governance/questions", **QUESTION)

    nobody = office.client("nobody")

    assert "The court was closed" not in nobody.get(MEASURE).text
    assert "Why is 101 slow?" not in nobody.get("/governance").text


def test_who_wrote_is_who_is_logged_in_whatever_is_sent(office, editor):
    send(editor, NOTES, **NOTE, person="The Chief Constable", account="id-chief")

    (row,) = office.desk.history("annotation", "N1")
    assert (row["person"], row["account"]) == ("Ann Editor", "id-ann")


def test_a_change_and_a_withdrawal_stand_at_once_and_in_the_history(office, editor):
    send(editor, NOTES, **NOTE)
    send(office.client("second"), f"{NOTES}?id=N1", text="The court was closed for works")

    assert "closed for works" in editor.get(MEASURE).text
    history = said_on(editor.get(f"{NOTES}?id=N1").text)
    assert "Version 2, Bob Editor" in history and "Version 1, Ann Editor" in history

    withdrawn = send(editor, f"{NOTES}?id=N1", do="withdraw")

    assert withdrawn.status_code == 303
    assert "closed for works" not in editor.get(MEASURE).text
    assert "Version 3, Ann Editor" in said_on(editor.get(f"{NOTES}?id=N1").text)
    assert [entry[2] for entry in office.entered] == [
        {"event": event, "what": "annotation", "entry": "N1", "version": version}
        for event, version in (("saved", 1), ("saved", 2), ("withdrawn", 3))
    ]
    assert [entry[1] for entry in office.entered] == [
        "Ann Editor <ann@example.org>", "Bob Editor <bob@example.org>",
        "Ann Editor <ann@example.org>",
    ]  # fmt: skip


def test_of_two_who_edit_at_once_the_second_is_told_and_neither_loses_a_word(office, editor):
    send(editor, NOTES, **NOTE)
    second = office.client("second")
    theirs = second.get(f"{NOTES}?id=N1").text  # both have version 1 before them
    send(editor, f"{NOTES}?id=N1", text="Ann was first")

    told = second.post(NOTES, data=form_of(theirs) | {"text": "Bob was second", "do": "save"})

    said = said_on(told.text)
    assert told.status_code == 409
    assert "Ann Editor saved version 2 while you were writing." in said
    assert "Ann was first" in said
    assert form_of(told.text)["text"] == "Bob was second"

    kept = second.post(NOTES, data=form_of(told.text) | {"do": "save"})

    assert kept.status_code == 303
    assert [(row["version"], row["person"], row["text"])
            for row in office.desk.history("annotation", "N1")] == [
        (1, "Ann Editor", "The court was closed"),
        (2, "Ann Editor", "Ann was first"),
        (3, "Bob Editor", "Bob was second"),
    ]  # fmt: skip


def test_every_fault_is_told_at_its_field_and_what_was_written_stays(editor):
    sent = send(
        editor, NOTES, annotation_date="15/7/2019", text="x" * 141, reason="Ring 01223 460123"
    )

    said = said_on(sent.text)
    assert sent.status_code == 422
    assert "'15/7/2019' is not a day. Write it as " in said
    assert "What to know: 141 characters; 140 at most. Shorten it by 1." in said
    assert "Why: holds a telephone number. Take it out: these words are published." in said
    assert "x" * 141 in sent.text
    assert sent.text.count('aria-invalid="true"') == 3


def test_an_area_that_the_form_does_not_offer_is_refused(office, editor):
    sent = send(editor, NOTES, **NOTE, area_code="X1")
    assert sent.status_code == 422 and "Choose one from the list." in sent.text
    assert send(editor, NOTES, **NOTE, area_code="E23000023").status_code == 303


@pytest.mark.parametrize(
    "address", [f"{NOTES}?id=N9", "/measures/none/annotate", "/governance/decisions?id=D9"]
)
def test_what_is_not_there_is_said_to_be_so(editor, address):
    assert editor.get(address).status_code == 404


def test_a_version_that_is_no_number_is_not_taken_for_one(editor):
    send(editor, NOTES, **NOTE)
    for forged in ("x", "-1", "99999999999999999999", "\u0661"):
        assert send(editor, f"{NOTES}?id=N1", text="Other", version=forged).status_code == 409


HOSTILE = (
    "</script></textarea><script>alert(1)</script><img src=x onerror=alert(2)>'\"{{ 7*7 }}\u202e"
)


def test_hostile_text_is_inert_on_every_page_that_shows_it(office, editor):
    send(editor, NOTES, **NOTE | {"text": HOSTILE, "reason": HOSTILE})
    send(editor, "/governance/decisions", **DECISION | {"decision": HOSTILE, "owner": HOSTILE})
    answer = {"answer": HOSTILE, "answered_by": HOSTILE, "answered_on": "2019-11-05"}
    send(editor, "/governance/questions", **QUESTION | {"question": HOSTILE} | answer)
    send(editor, "/governance/actions?id=A1", **NEWS | {"news": HOSTILE, "state": "open"})

    addresses = [
        MEASURE, "/theme/offenders", "/governance", "/", NOTES, f"{NOTES}?id=N1",
        "/governance/decisions?id=D1", "/governance/questions?id=Q1", "/governance/actions?id=A1",
    ]  # fmt: skip
    seen = 0
    for address in addresses:
        page = editor.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text and "<img src=x" not in page.text, address
        assert "\u202e" not in page.text
        seen += "alert(1)" in page.text
    assert seen == len(addresses)


def test_a_decision_that_is_overdue_waits_on_the_first_page_and_in_governance(editor):
    send(editor, "/governance/decisions", **DECISION)

    governance = said_on(editor.get("/governance").text)
    # The pages stand on 18 December 2019: 18 days after the 30th of November.
    assert (
        "Fund the hub for one more year. Added since this snapshot. 24 October 2019" in governance
    )
    assert "The Office Open, 18 days late" in governance
    assert "Fund the hub for one more year." in said_on(editor.get("/").text)

    send(editor, "/governance/decisions?id=D1", state="done")

    assert "Fund the hub for one more year." not in said_on(editor.get("/").text)


def test_a_question_waits_until_it_is_answered(editor):
    send(editor, "/governance/questions", **QUESTION, due_date="2019-12-01")

    governance = said_on(editor.get("/governance").text)
    assert "1 question of the public to answer." in governance
    assert (
        "Why is 101 slow? Added since this snapshot. 1 November 2019 Councillor To answer"
        in governance
    )
    assert "1 question of the public to answer." in said_on(editor.get("/").text)

    send(editor, "/governance/questions?id=Q1", answer="We hire.", answered_by="Chief Constable",
         answered_on="2019-12-17")  # fmt: skip

    governance = said_on(editor.get("/governance").text)
    assert "No questions of the public to answer." in governance
    assert "Answered by Chief Constable, 17 December 2019 We hire." in governance
    assert "Why is 101 slow?" not in said_on(editor.get("/governance?show=open").text)


def test_news_of_an_action_stands_in_the_register_at_once(editor):
    assert "Four of six have agreed." in editor.get("/governance").text

    send(editor, "/governance/actions?id=A1", **NEWS)

    said = said_on(editor.get("/governance").text)
    assert "Four of six have agreed." not in said
    assert (
        "Done Six of six have agreed. Last news 17 December 2019. Added since this snapshot."
        in said
    )


def test_news_older_than_the_register_does_not_overwrite_it(editor):
    send(editor, "/governance/actions?id=A1", **NEWS | {"news_on": "2019-11-19"})
    assert "Four of six have agreed." in editor.get("/governance").text


def test_governance_is_narrowed_by_theme_and_to_what_is_open(editor):
    whole = said_on(editor.get("/governance").text)
    offenders = said_on(editor.get("/governance?theme=offenders").text)
    still_open = said_on(editor.get("/governance?show=open").text)

    assert "Write to the courts" in whole and "Write to the courts" in offenders
    assert "Write to the courts" not in still_open  # done
    assert "How many 999 calls are answered in time?" in whole
    assert "How many 999 calls are answered in time?" not in offenders  # of Victims
    assert "Shown: Offenders." in offenders
    for asked in ("theme=none", "show=closed"):
        assert editor.get(f"/governance?{asked}").status_code == 404


def test_governance_shows_all_that_the_office_answers_for(editor):
    said = said_on(editor.get("/governance").text)
    for heading in (
        "Actions", "Decisions of the Board", "Questions of the public", "Who signed which paper",
        "What we cannot tell yet", "What the plan promises", "When sources come out",
        "Who owns which measure", "What the law asks us to publish",
    ):  # fmt: skip
        assert said.count(heading) >= 2, heading  # in the contents, and at its place


@pytest.mark.parametrize("name", ["viewer", "nobody"])
def test_pages_of_those_who_may_not_write_offer_no_form(office, name):
    client = office.client(name)
    for address in ("/governance", MEASURE):
        assert "/annotate" not in client.get(address).text
        assert "/governance/decisions" not in client.get(address).text


def test_without_a_store_there_are_no_forms_and_the_pages_are_whole(for_forms):
    client = create_app(for_forms, "restricted").test_client()
    for address in FORMS:
        assert client.get(address).status_code == 404
    assert client.get("/governance").status_code == 200
    assert "/annotate" not in client.get(MEASURE).text


def hold(path, seconds, is_held):
    """Lock the store as another program would that writes for some seconds."""
    with sqlite3.connect(path, isolation_level=None) as connection:
        connection.execute("begin exclusive")
        is_held.set()
        time.sleep(seconds)
        connection.execute("rollback")


def locked(office, seconds):
    """Lock an office's store in a thread; return once it is locked."""
    is_held = threading.Event()
    path = office.site.state / "sign_off.sqlite"
    holder = threading.Thread(target=hold, args=(path, seconds, is_held))
    holder.start()
    is_held.wait()
    return holder


def test_a_store_locked_for_some_seconds_is_waited_for_and_pages_go_on_meanwhile(office, editor):
    send(editor, NOTES, **NOTE)
    viewer = office.client("viewer")
    viewer.get("/governance")
    form = form_of(editor.get(NOTES).text) | NOTE | {"text": "Second", "do": "save"}
    holder = locked(office, 2)

    assert "The court was closed" in viewer.get(MEASURE).text
    assert editor.post(NOTES, data=form).status_code == 303
    holder.join()
    assert "Second" in viewer.get(MEASURE).text


def test_a_store_that_stays_locked_refuses_plainly_and_keeps_what_was_written(site):
    office = Office(site, patience_seconds=0.2)
    editor = office.client("editor")
    editor.get("/governance")
    form = form_of(editor.get(NOTES).text) | NOTE | {"do": "save"}
    holder = locked(office, 3)

    sent = editor.post(NOTES, data=form)
    time.sleep(0.6)  # pages look again after half a second
    shown = said_on(editor.get("/governance").text)
    holder.join()

    assert sent.status_code == 503
    assert "Nothing was saved: wait a minute and send it again." in said_on(sent.text)
    assert "The court was closed" in sent.text
    assert NOT_READ in shown
    assert office.desk.history("annotation", "N1") == []
    time.sleep(0.6)
    assert NOT_READ not in said_on(editor.get("/governance").text)


def test_what_the_audit_log_does_not_take_is_not_kept(office, editor):
    def full(action, person, /, **details):
        message = "the audit log cannot be written"
        raise OSError(message)

    form_page = editor.get(NOTES)
    office.app.extensions[EXTENSION].record = full
    sent = editor.post(NOTES, data=form_of(form_page.text) | NOTE | {"do": "save"})

    assert sent.status_code == 500
    assert office.desk.history("annotation", "N1") == []


def test_a_snapshot_that_has_what_was_written_no_longer_calls_it_new(
    site, publish, snapshot_tables
):
    office = Office(site)
    send(office.client("editor"), NOTES, **NOTE)
    (row,) = office.desk.history("annotation", "N1")
    written = {"annotation_id": "N1", "version": 1, "written_by": row["person"]}
    names = ("metric_id", "area_code", "annotation_date", "text", "reason")
    published = (
        {name: row[name] for name in names}
        | written
        | {"written_at": row["at"].replace(tzinfo=None)}
    )
    folder = publish(snapshot_tables | {"annotation": [published]}, f"{SNAPSHOT_ID}-next")
    app = create_app(folder, "restricted", written=office.desk)

    page = app.test_client().get(MEASURE).text

    assert page.count("The court was closed</") + page.count("The court was closed <") >= 1
    assert "Added since this snapshot." not in page
