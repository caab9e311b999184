"""How a paper stands is printed on it; its fingerprint is of words and figures, nothing else."""

import datetime as dt
import json

import pytest

from dashboards.charts.spec import Annotation, Chart, ChartEvent, ChartPoint, Level, Series
from dashboards.papers.approval import (
    Approval,
    Correction,
    Signature,
    content_hash,
    stamped,
)
from dashboards.papers.blocks import Bullets, Heading, Paper, PaperError, Picture, Text
from dashboards.papers.compose import compose
from dashboards.papers.texts import Texts
from dashboards.papers.write import kept_texts, write_paper
from snapshot.published import Published
from tests.dashboards.conftest import write as write_snapshot
from tests.dashboards.papers.conftest import BOARD_DATE

NOON = dt.datetime(2019, 12, 18, 12, 0, tzinfo=dt.UTC)
CHECKED = Signature("checked", "A. Analyst", NOON, "20191218T023000Z-test")
ASSURED = Signature("assured", "B. Assurer", NOON, "20191218T023000Z-test")
APPROVED = Signature("approved", "C. Chief", NOON, "20191218T023000Z-test")


@pytest.mark.parametrize(
    ("signatures", "stamp"),
    [
        ((), "DRAFT: not yet checked by the analyst"),
        ((CHECKED,), "DRAFT: not yet assured by a second person"),
        ((CHECKED, ASSURED), "DRAFT: not yet approved"),
        ((CHECKED, ASSURED, APPROVED), ""),
    ],
)
def test_a_paper_says_that_it_is_a_draft_until_three_steps_are_taken(composed, signatures, stamp):
    paper = stamped(composed(), Approval(signatures))

    assert paper.stamps == tuple(filter(None, (stamp, "Synthetic demonstration data")))


def test_a_paper_that_nobody_stamped_is_a_draft(composed):
    assert composed().stamps[0] == "DRAFT"


def test_who_signed_and_when_stands_in_the_address_in_utc(composed):
    paper = stamped(composed(), Approval((CHECKED, ASSURED), access=("Chair of the Panel",)))

    assert paper.address[-2:] == (
        ("Sign-off", "Checked by A. Analyst, 18 December 2019, 12:00 UTC; "
         "assured by B. Assurer, 18 December 2019, 12:00 UTC"),
        ("Access", "Before the Board: Chair of the Panel"),
    )  # fmt: skip


def test_a_correction_notice_opens_the_paper(composed):
    notice = Correction("A. Analyst", NOON, "Paragraph 4.2 said 9.9%; it is 9.7%.")
    paper = stamped(composed(), Approval(corrections=(notice,)))

    heading, lines = paper.blocks[:2]
    assert isinstance(heading, Heading)
    assert isinstance(lines, Bullets)
    assert heading.text == "Correction notice"
    assert str(lines.items[0]) == (
        "Paragraph 4.2 said 9.9%; it is 9.7%. Corrected by A. Analyst, 18 December 2019, 12:00 UTC."
    )


def test_the_fingerprint_changes_with_a_figure_or_a_word_and_with_nothing_else(
    rows_of, board, tmp_path
):
    def fingerprint(snapshot_id):
        published = Published(write_snapshot(tmp_path / snapshot_id, rows_of, snapshot_id))
        paper, _ = compose(published, "victims", BOARD_DATE, board)
        published.close()
        return content_hash(paper)

    first = fingerprint("one")
    rows_of["snapshot"][0]["published_at"] = dt.datetime(2019, 12, 18, 3, 30)
    assert fingerprint("two") == first, "another snapshot with the same figures says the same"
    rows_of["observation"] = [
        {**row, "value": 90.5} if row["value"] == 90.4 else row for row in rows_of["observation"]
    ]
    figure = fingerprint("three")
    board["recommendation"] = "The Board is recommended to decide."
    assert len({first, figure, fingerprint("four")}) == 3


def test_an_approval_is_the_same_after_a_manifest():
    notice = Correction("A", NOON, "Was wrong.")
    approval = Approval((CHECKED,), (notice,), "the approval lapsed", ("Chair",))

    assert Approval.from_data(json.loads(json.dumps(approval.as_data()))) == approval


@pytest.fixture
def write(published_rows, board, tmp_path):
    """Write the statutory page with an approval, from texts as they are now."""

    def write(approval, recommendation=None, folder="out"):
        if recommendation:
            board["recommendation"] = recommendation
        published = published_rows()
        try:
            return write_paper(
                published, "victims", BOARD_DATE, board, tmp_path / folder,
                Texts(tmp_path / "papers"), lambda _content: approval,
            )  # fmt: skip
        finally:
            published.close()

    return write


def test_an_approved_paper_is_never_changed_in_silence(write, tmp_path):
    signed = Approval((CHECKED, ASSURED, APPROVED))
    first = write(signed)

    with pytest.raises(PaperError, match="would change in silence"):
        write(Approval(), "The Board is recommended to decide.")

    late = Correction("A", NOON + dt.timedelta(hours=1), "The recommendation was wrong.")
    write(Approval(corrections=(late,)), "The Board is recommended to decide.")
    (aside,) = (tmp_path / "out" / "superseded").iterdir()
    kept = json.loads((aside / "manifest.json").read_text("utf-8"))["papers"]["victims"]
    assert kept == first
    assert {path.name for path in aside.iterdir()} == {
        "victims.pdf", "victims.docx", "victims.html", "manifest.json", "inputs",
    }  # fmt: skip


def test_a_correction_from_before_the_approval_excuses_nothing(write):
    early = Correction("A", NOON - dt.timedelta(hours=1), "Was wrong.")
    write(Approval((CHECKED, ASSURED, APPROVED), (early,)))

    with pytest.raises(PaperError, match="would change in silence"):
        write(Approval(corrections=(early,)), "The Board is recommended to decide.")


def test_an_old_paper_s_texts_are_those_it_was_made_of_and_a_changed_one_is_refused(
    write, tmp_path
):
    own = tmp_path / "papers" / "purpose.md"
    own.parent.mkdir()
    own.write_text("The purpose was this.", encoding="utf-8")
    entry = write(Approval())
    own.write_text("The purpose is that.", encoding="utf-8")

    texts = kept_texts(tmp_path / "out", entry["texts"])
    assert texts.read("purpose.md") == "The purpose was this."
    (tmp_path / "out" / "inputs" / entry["texts"]["purpose.md"]).write_text("x", encoding="utf-8")
    with pytest.raises(PaperError, match=r"holds purpose\.md as it was"):
        kept_texts(tmp_path / "out", entry["texts"])


def test_what_was_signed_before_still_holds_however_the_code_is_named():
    """The fingerprint holds the names of the fields of charts and blocks: renaming one lapses all."""
    day = dt.date(2019, 10, 1)
    note = Annotation(1, day, "1 October 2019", "Closed", "Told us", "Ann", "2 October 2019")
    chart = Chart(
        "m", "trend", "It fell", "M, Cambridgeshire", "Line chart.", "per cent", ",.1f",
        (Series("M", (ChartPoint("Oct 2019", 9.7, "9.7%", period_start_date=day),)),), "Us",
        "20191218T023000Z-test", levels=(Level(day, day, 9.0, 8.0, 10.0),),
        events=(ChartEvent(day, "Changed"),), target=9.0, breaks=(day,), latest_text="9.7%",
        annotations=(note,),
    )  # fmt: skip
    paper = Paper(
        "offenders", "Offenders", "Plan", (("To", "Board"),), day, "19 December 2019", "Head",
        ("DRAFT",), "", "20191218T023000Z-test",
        (Heading("Is it better?", 1, "better"), Picture(chart, "<svg/>", "chart-m", Text("table-m")),
         Bullets((Text("One"),))),
    )  # fmt: skip
    signed_in_november = "2370e912a35da7e1b5e1cee803ccffb6e8b5eec62fff14f269d5c7f34b5eae0f"
    assert content_hash(paper) == signed_in_november
