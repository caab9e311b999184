"""What people wrote reaches the next snapshot: whole, once, and nothing of it where it may not be."""

import datetime as dt
import shutil

import pytest

from pipelines import assemble
from pipelines.publish.snapshot_tables import what_is_told
from pipelines.site.written.published import read_plan_of, with_news
from pipelines.site.written.store import Store
from tests.conftest import ROOT
from tests.pipelines.conftest import Office
from tests.pipelines.site.written.conftest import NOTE

AT = dt.datetime(2019, 12, 20, 9, 10, tzinfo=dt.UTC)
QUERY = "from {} order by all"


@pytest.fixture
def office(tmp_path):
    """An office with two measures, one of them for the office's own analysts alone."""
    office = Office(tmp_path)
    office.deliver("crime/a.csv", "Month,Force,Crimes\n2019-10-01,E23000023,10\n")
    office.core("crime", "-- Grain: a month.\nselect * from raw.crime\n")
    query = (
        "select force_code as area_code, month_start_date as period_start_date,\n"
        "    last_day(month_start_date) as period_end_date, sum(crime_count)::bigint as numerator,\n"
        "from core.crime\ngroup by all"
    )
    office.metric("conviction_rate", query)
    office.metric("secret_count", query, 'marking = "OFFICIAL-SENSITIVE"\n')
    shutil.copytree(ROOT / "assets" / "plan", office.root / "plan")
    return office


@pytest.fixture
def store(office):
    with Store(office.site, lambda: AT) as store:
        yield store


def test_notes_decisions_and_questions_are_published_with_the_next_snapshot(office, store):
    store.save("annotation", NOTE, person="Ann")
    decision = {"board_date": "2019-12-19", "decision": "Fund it.", "owner": "The Office",
                "due_date": "", "state": "open"}  # fmt: skip
    store.save("decision", decision, person="Ann")
    question = {"asked_on": "2019-11-01", "asked_by": "councillor", "question": "Why is 101 slow?",
                "due_date": "2019-12-19", "answer": "", "answered_by": "", "answered_on": ""}  # fmt: skip
    store.save("public_question", question, person="Ann")
    answer = {"answer": "We hire.", "answered_by": "Chief Constable", "answered_on": "2019-12-18"}
    store.save("public_question", question | answer, person="Bob", thing_id="Q1", base=1)

    office.publish()

    moment = dt.datetime(2019, 12, 20, 9, 10)
    note = ("N1", 1, "conviction_rate", None, dt.date(2019, 10, 3), "The court was closed.",
            "The court told us.")  # fmt: skip
    for audience in ("restricted", "board"):
        assert office.published(QUERY.format("annotation"), audience) == [(*note, "Ann", moment)]
    # An officer's name is the office's own affair.
    assert office.published(QUERY.format("annotation"), "public") == [(*note, None, moment)]
    for audience in ("restricted", "board", "public"):
        assert office.published(QUERY.format("decision"), audience) == [
            ("D1", 1, dt.date(2019, 12, 19), "Fund it.", "The Office", None, "open", moment)
        ]
        assert office.published(QUERY.format("public_question"), audience) == [
            ("Q1", 2, dt.date(2019, 11, 1), "councillor", "Why is 101 slow?",
             dt.date(2019, 12, 19), "We hire.", "Chief Constable", dt.date(2019, 12, 18), moment)
        ]  # fmt: skip


def test_a_note_on_a_measure_that_others_may_not_see_is_absent_from_their_files(office, store):
    office.night()
    store.save("annotation", NOTE | {"metric_id": "secret_count"}, person="Ann")

    office.publish()

    assert len(office.published(QUERY.format("annotation"), "restricted")) == 1
    assert office.published(QUERY.format("annotation"), "board") == []
    assert office.published(QUERY.format("annotation"), "public") == []


def test_what_was_withdrawn_is_not_published(office, store):
    store.save("annotation", NOTE, person="Ann")
    store.withdraw("annotation", "N1", 1, person="Ann")

    office.publish()

    assert office.published(QUERY.format("annotation"), "restricted") == []


def test_news_of_an_action_is_published_in_its_place_and_only_there(office, store):
    news = {"action_id": "A01", "state": "done", "news": "Six of six.", "news_on": "2019-12-20",
            "due_date": ""}  # fmt: skip
    store.save("action_update", news, person="Ann")

    office.publish()

    told = (
        "select action_id, state, news, updated_on, due_date from action where news = 'Six of six.'"
    )
    assert office.published(told) == [
        ("A01", "done", "Six of six.", dt.date(2019, 12, 20), dt.date(2021, 3, 31))
    ]


def test_later_news_in_the_plan_s_own_file_stands(office):
    actions = read_plan_of(office.site).registers.actions
    (first,) = (action for action in actions if action.action_id == "A01")
    # The plan's file has news of 19 December 2019.
    said = {"action_id": "A01", "state": "done", "news": "Old.", "due_date": None}

    assert with_news([first], [said | {"news_on": dt.date(2019, 12, 18)}]) == (first,)
    (same_day,) = with_news([first], [said | {"news_on": dt.date(2019, 12, 19)}])
    assert (same_day.state, same_day.news) == ("done", "Old.")
    (moved,) = with_news(
        [first], [said | {"news_on": dt.date(2019, 12, 20), "due_date": dt.date(2022, 3, 31)}]
    )
    assert moved.due_date == dt.date(2022, 3, 31)


def test_a_quiet_night_publishes_again_when_somebody_wrote_and_not_otherwise(office, store):
    def told():
        return what_is_told(
            read_plan_of(office.site), office.catalogue(), assemble.published_schema(), {}
        )

    before = told()
    assert told() == before
    store.save("annotation", NOTE, person="Ann")
    after = told()

    assert before != after == told()
