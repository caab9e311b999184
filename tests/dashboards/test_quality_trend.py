"""The trend of checks over nights: what the page says, draws and lays out."""

import datetime as dt

import pytest

from dashboards.pages import quality
from dashboards.web.app import create_app
from snapshot.published import Published


def night(day, layer, checks, passed, broken=0, surprises=0, **more):
    return {
        "business_date": dt.date(2019, 12, day),
        "layer": layer,
        "table_count": 10,
        "good_table_count": 10 - broken,
        "check_count": checks,
        "passed_count": passed,
        "broken_count": broken,
        "surprise_count": surprises,
        "raised_count": checks - passed - broken - surprises,
        "snapshot_id": f"201912{day}T023000Z-test",
        **more,
    }


RAW = {"late_feed_count": 2, "refused_file_count": 1, "rejected_row_count": 7}
NIGHTS = [
    night(17, "raw", 100, 97, 1, 2, **RAW),
    night(17, "core", 50, 50),
    night(18, "raw", 100, 99, 0, 1, **RAW),
    night(18, "core", 50, 48, 0, 1),  # and one that could not be made
    night(18, "metrics", 1200, 1200),
]


@pytest.fixture
def trend(snapshot_tables, publish):
    """Return a function that publishes nights and gathers their trend."""

    def trend(nights):
        snapshot_tables["quality_history"] = nights
        opened = Published(publish(snapshot_tables))
        found = quality.trend(opened)
        opened.close()
        return found

    return trend


def test_layers_are_added_up_and_the_latest_night_stands_first(trend):
    found = trend(NIGHTS)

    assert found.finding == (
        "3 of 1,350 checks did not pass on 18 December 2019; 3 on 17 December 2019"
    )
    assert found.table.rows == (
        ("18 December 2019", "30 of 30", "1,347 of 1,350", "0", "2", "1", "2", "1", "7",
         "20191218T023000Z-test"),
        ("17 December 2019", "19 of 20", "147 of 150", "1", "2", "0", "2", "1", "7",
         "20191217T023000Z-test"),
    )  # fmt: skip
    assert [row[0] for row in found.by_layer.rows] == [
        "As delivered",
        "As understood",
        "As measured",
    ]


def test_chart_and_table_agree(trend):
    found = trend(NIGHTS)

    drawn = [(p.label, p.value) for p in found.chart.series[0].points]

    assert drawn == [("17 Dec", 3), ("18 Dec", 3)]
    failed = [
        int(total.replace(",", "")) - int(passed.replace(",", ""))
        for passed, total in (row[2].split(" of ") for row in found.table.rows)
    ]
    assert failed[::-1] == [value for _, value in drawn]


def test_one_night_is_no_trend(trend):
    found = trend(NIGHTS[:2])

    assert found.chart is None
    assert found.finding.endswith("The trend begins with the next published night")


def test_no_more_than_four_weeks_of_nights_are_shown(trend):
    first = dt.date(2019, 1, 1)
    nights = [
        night(1, "raw", 10, 10) | {"business_date": first + dt.timedelta(days=n)} for n in range(40)
    ]

    found = trend(nights)

    assert len(found.table.rows) == len(found.chart.series[0].points) == 28


def test_the_quality_page_shows_the_trend_as_picture_and_table(snapshot_tables, publish, words_of):
    snapshot_tables["quality_history"] = NIGHTS
    pages = create_app(publish(snapshot_tables), "board").test_client()

    said = words_of(pages, "/quality")

    assert "3 of 1,350 checks did not pass on 18 December 2019" in said
    assert "The last 2 published nights, the latest first" in said
    page = pages.get("/quality").text
    assert page.index("<svg", page.index('id="trend"')) < page.index('id="checks"')


def test_a_snapshot_that_remembers_no_night_says_so(published_folder, words_of):
    pages = create_app(published_folder, "board").test_client()

    assert "This snapshot remembers no night." in words_of(pages, "/quality")
