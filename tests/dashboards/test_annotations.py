"""Notes on charts: one specification feeds mark, list, table twin, description and paper."""

import datetime as dt
import json
import re
from html import unescape

import duckdb
import pytest

from dashboards import measures, words
from dashboards.charts.figure import plotly_figure
from dashboards.charts.svg import svg
from dashboards.papers.approval import content_hash
from dashboards.papers.compose import compose
from dashboards.papers.writers.html import html
from dashboards.web.app import create_app
from snapshot.published import Published

BOARD = {"board_name": "Board", "from": "Chief Executive", "recommendation": "To note."}


def note(annotation_id="N1", day="2019-07-15", text="The court was closed", **changes):
    return {
        "annotation_id": annotation_id,
        "version": 1,
        "metric_id": "prosecution_possible_rate",
        "area_code": None,
        "annotation_date": dt.date.fromisoformat(day),
        "text": text,
        "reason": "The court told us.",
        "written_by": "Ann Editor",
        "written_at": dt.datetime(2019, 11, 20, 9, 10),
    } | changes


@pytest.fixture
def read(publish, snapshot_tables):
    """Read a measure of a snapshot with the notes that a test gives."""
    opened = []

    def read(*notes, metric_id="prosecution_possible_rate", **which):
        folder = publish(snapshot_tables | {"annotation": list(notes)})
        opened.append(Published(folder, "board"))
        return measures.measure(opened[0], metric_id, **which)

    yield read
    for published in opened:
        published.close()


def test_a_note_is_marked_at_its_period_and_told_beside_chart_table_and_description(read):
    found = read(note())

    assert [(e.date, e.text) for e in found.chart.events if e.text.startswith("Note")] == [
        (dt.date(2019, 7, 1), "Note 1")
    ]
    assert found.chart.under[-1] == (
        "Note 1, 15 July 2019: The court was closed. The court told us. "
        "Ann Editor, 20 November 2019."
    )
    row = next(row for row in found.table.rows if row[0] == "Jul 2019")
    assert (found.table.columns[-1], row[-1]) == ("Note", "Note 1")
    assert found.summary.endswith("Note 1, 15 July 2019: The court was closed.")
    assert found.chart.summary == found.summary


def test_the_picture_and_the_live_chart_carry_the_same_mark(read):
    found = read(note())

    assert ">Note 1</text>" in svg(found.chart)
    assert "Note 1" in json.dumps(plotly_figure(found.chart))


def test_notes_are_numbered_by_day_and_two_on_one_period_share_a_cell(read):
    found = read(
        note("N1", "2019-08-20"), note("N2", "2019-07-02"), note("N3", "2019-08-01", "Another")
    )

    assert [(n.number, n.text) for n in found.annotations] == [
        (1, "The court was closed"), (2, "Another"), (3, "The court was closed"),
    ]  # fmt: skip
    cells = {row[0]: row[-1] for row in found.table.rows}
    assert (cells["Jul 2019"], cells["Aug 2019"]) == ("Note 1", "Note 2; Note 3")


def test_the_note_of_a_period_stands_beside_what_its_state_says(read):
    # October 2019, the latest month, is provisional.
    row = read(note(day="2019-10-31")).table.rows[0]
    assert (row[0], row[-1]) == ("Oct 2019", f"{words.STATE['provisional']}; Note 1")


@pytest.mark.parametrize("day", ["2016-01-01", "2019-11-01"])
def test_a_note_from_outside_the_chart_is_told_without_a_number_or_a_mark(read, day):
    found = read(note(day=day))

    assert [n.number for n in found.annotations] == [0]
    assert not [event for event in found.chart.events if event.text.startswith("Note")]
    assert found.chart.under[-1].startswith("Note, ")
    assert not any("Note 1" in cell for row in found.table.rows for cell in row)


def test_a_note_on_one_area_is_not_on_the_chart_of_another(read):
    elsewhere = note("N1", area_code="K04000001")
    here = note("N2", text="Ours", area_code="E23000023")

    assert [n.text for n in read(elsewhere, here).annotations] == ["Ours"]


def test_a_note_on_another_measure_is_not_shown(read):
    assert read(note(metric_id="recorded_crime_count")).annotations == ()


def test_a_chart_that_is_not_over_time_lists_its_note_and_names_the_area(read):
    by_area = note(metric_id="proven_reoffending_rate", area_code="E06000031")

    found = read(by_area, metric_id="proven_reoffending_rate")

    assert [(n.number, n.text) for n in found.annotations] == [
        (0, "Peterborough: The court was closed")
    ]
    assert found.chart.events == ()


def test_a_note_stands_on_the_page_and_is_escaped_there(publish, snapshot_tables):
    hostile = "</script><img src=x onerror=alert(1)>"
    snapshot_tables["annotation"] = [note(text=hostile, reason=hostile, written_by=hostile)]
    client = create_app(publish(snapshot_tables), "board").test_client()

    page = client.get("/measures/prosecution_possible_rate").text

    assert hostile not in page
    assert "<img src=x" not in page
    shown = unescape(re.search(r'aria-label="Notes on the chart">(.*?)</ul>', page, re.S)[1])
    assert shown.count(hostile) == 3


def test_the_public_reads_a_note_without_the_officer_s_name(publish, snapshot_tables):
    snapshot_tables["annotation"] = [note(written_by=None)]
    client = create_app(publish(snapshot_tables), "public").test_client()

    assert "The Office, 20 November 2019." in client.get("/measures/prosecution_possible_rate").text


def test_a_snapshot_from_before_there_were_notes_is_read_all_the_same(publish, snapshot_tables):
    folder = publish(snapshot_tables)
    for path in (folder / "snapshots").rglob("*.duckdb"):
        with duckdb.connect(str(path)) as connection:
            for table in ("annotation", "decision", "public_question"):
                connection.execute(f"drop table {table}")

    client = create_app(folder, "board").test_client()
    for address in ("/measures/prosecution_possible_rate", "/governance", "/"):
        assert client.get(address).status_code == 200


@pytest.fixture
def papers(publish, snapshot_tables):
    """Compose the Communities paper, with and without a note on its measure."""

    def papers(*notes):
        name = f"20191218T023000Z-{len(notes)}"
        folder = publish(snapshot_tables | {"annotation": list(notes)}, name)
        published = Published(folder, "board", name)
        try:
            return compose(published, "victims", dt.date(2019, 12, 19), BOARD)[0]
        finally:
            published.close()

    return papers


def test_a_paper_prints_the_note_under_its_chart_and_is_another_paper_with_it(papers):
    without = papers()
    noted = papers(note(metric_id="emergency_call_rate", day="2019-08-15"))

    said = "Note 1, 15 August 2019: The court was closed. The court told us. Ann Editor"
    assert said in unescape(html(noted).decode())
    assert said not in unescape(html(without).decode())
    assert content_hash(noted) != content_hash(without)
