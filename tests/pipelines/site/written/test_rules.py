"""What a form may bring: cleaned, measured, and every fault told at once with what to do."""

import datetime as dt

import pytest

from pipelines.site.written import clean
from pipelines.site.written.kinds import KINDS
from pipelines.site.written.rules import WritingError, read
from tests.pipelines.site.written.conftest import NOTE

TODAY = dt.date(2019, 12, 20)
QUESTION = {
    "asked_on": "2019-11-01", "asked_by": "councillor", "question": "Why is 101 slow?",
    "due_date": "", "answer": "", "answered_by": "", "answered_on": "",
}  # fmt: skip


def faults(kind, given):
    with pytest.raises(WritingError) as told:
        read(KINDS[kind], given, TODAY)
    return told.value.faults


def test_every_field_that_lacks_is_told_at_once():
    assert faults("annotation", {}) == {
        "metric_id": "Measure: fill this in.",
        "annotation_date": "Day it is about: fill this in.",
        "text": "What to know: fill this in.",
        "reason": "Why: fill this in.",
    }


def test_control_and_bidirectional_characters_are_lost_and_line_ends_of_a_line_too():
    given = NOTE | {
        "text": "The court\u202e was\x00\r\nclosed\u200b.",
        "reason": "One.\r\n\r\n\x07Two.",
    }

    found = read(KINDS["annotation"], given, TODAY)

    assert found["text"] == "The court was closed."
    assert found["reason"] == "One.\n\nTwo."


def test_what_is_on_a_line_stays_on_it():
    text = "\n\nFirst \t\r\n\n\n\nSixth\x00\n\n"
    assert clean.lines(text).split("\n") == ["", "", "First", "", "", "", "Sixth"]


def test_a_text_that_is_nothing_but_marks_is_empty():
    assert faults("annotation", NOTE | {"text": "\u202e\u200b \x00"}) == {
        "text": "What to know: fill this in."
    }


def test_a_text_that_is_too_long_says_by_how_much():
    # 140 characters are allowed: 150 are ten too many.
    said = faults("annotation", NOTE | {"text": "x" * 150})["text"]
    assert said == "What to know: 150 characters; 140 at most. Shorten it by 10."
    assert read(KINDS["annotation"], NOTE | {"text": "x" * 140}, TODAY)["text"] == "x" * 140


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("3/10/2019", "'3/10/2019' is not a day. Write it as 2019-12-20."),
        ("2019-02-30", "'2019-02-30' is not a day. Write it as 2019-12-20."),
        ("0019-10-03", "0019-10-03 lies outside 2000 to 2029. Mend the year."),
        ("2091-10-03", "2091-10-03 lies outside 2000 to 2029. Mend the year."),
    ],
)
def test_a_day_that_is_none_or_far_away_is_refused(day, said):
    found = faults("annotation", NOTE | {"annotation_date": day})
    assert found == {"annotation_date": f"Day it is about: {said}"}


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("Ask a.person@example.org for it", "an e-mail address"),
        ("Ring 01223 460 123", "a telephone number"),
        ("Ring +44 1223 460123", "a telephone number"),
        ("She lives at 3 High Street, CB1 2AB", "a postcode"),
    ],
)
def test_what_leads_to_a_person_is_refused_in_words_that_are_published(text, what):
    said = faults("public_question", QUESTION | {"question": text})["question"]
    assert said == f"Question: holds {what}. Take it out: these words are published."


@pytest.mark.parametrize(
    "text",
    [
        "In 2019/20 there were 101 calls",
        "999 calls, 10,412 in 2018",
        "Paragraph 4.11 of O2.1",
        "A14",
    ],
)
def test_figures_years_and_references_are_not_taken_for_what_leads_to_a_person(text):
    assert read(KINDS["public_question"], QUESTION | {"question": text}, TODAY)["question"] == text


def test_who_asked_is_a_kind_of_person_and_never_a_name():
    said = faults("public_question", QUESTION | {"asked_by": "John Smith"})["asked_by"]
    assert said.startswith("Asked by: choose one of member of the public, community group")


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"answer": "We hire."}, {"answered_by", "answered_on"}),
        ({"answered_by": "Chief Constable"}, {"answer"}),
        (
            {"answer": "We hire.", "answered_by": "Chief Constable", "answered_on": "2019-10-31"},
            {"answered_on"},
        ),
        ({"due_date": "2019-10-01"}, {"due_date"}),
    ],
)
def test_an_answer_goes_with_who_gave_it_and_when_and_comes_after_the_question(changes, found):
    assert set(faults("public_question", QUESTION | changes)) == found


def test_a_decision_is_not_due_before_the_board_met():
    given = {
        "board_date": "2019-12-19", "decision": "Fund it.", "owner": "The Office",
        "due_date": "2019-12-18", "state": "open",
    }  # fmt: skip
    assert set(faults("decision", given)) == {"due_date"}
    assert read(KINDS["decision"], given | {"due_date": "2019-12-19"}, TODAY)["due_date"] == (
        dt.date(2019, 12, 19)
    )
