"""What is kept of an area's figures is what the snapshot holds, and no more than there is room for."""

import pytest

from dashboards import figures
from dashboards.figures import PublishedFigures
from snapshot.published import Published
from tests.dashboards.conftest import CITY, COUNTY, FORCE, NATION

ASKED = [
    ("prosecution_possible_rate", "month", (FORCE,), True),
    ("recorded_crime_count", "quarter", (FORCE,), False),
    ("recorded_crime_count", "quarter", (FORCE,), True),
    ("proven_reoffending_rate", "cohort_year", (CITY, COUNTY), True),
    ("street_level_crime_count", "month", ("X99000023", FORCE, "X98000023"), True),
    ("prosecution_possible_rate", "year_ending", (FORCE, NATION), True),
]


@pytest.fixture
def counted(published_folder):
    """A snapshot, and the queries it was asked."""
    published = Published(published_folder, "board")
    kept, queries = PublishedFigures(published_folder, "board"), []
    ask = kept.rows

    def rows(query, parameters=()):
        queries.append(query)
        return ask(query, parameters)

    kept.rows = rows
    yield published, kept, queries
    published.close()
    kept.close()


@pytest.mark.parametrize("is_whole", [False, True])
@pytest.mark.parametrize(("metric_id", "period_type", "areas", "totals"), ASKED)
def test_what_is_kept_gives_the_rows_of_the_snapshot_in_their_order(
    counted, metric_id, period_type, areas, totals, is_whole
):
    published, kept, _ = counted
    wanted = published.observations(metric_id, period_type, areas, totals=totals)
    if is_whole:
        kept.fetch(areas)
    assert kept.observations(metric_id, period_type, areas, totals=totals) == wanted


def test_a_measure_of_an_area_is_read_once(counted):
    _, kept, queries = counted
    for _ in range(3):
        kept.figures("prosecution_possible_rate", "month", [FORCE], totals=True)
        kept.figures("prosecution_possible_rate", "month", [FORCE], totals=False)
    assert len(queries) == 1


def test_a_whole_area_answers_for_each_of_its_measures(counted):
    _, kept, queries = counted
    kept.fetch([FORCE, NATION])
    kept.fetch([FORCE])
    assert kept.figures("grant_awarded_gbp", "financial_year", [FORCE], totals=True)
    assert kept.figures("prosecution_possible_rate", "month", [NATION], totals=True)
    assert len(queries) == 1


def test_an_area_without_figures_is_not_asked_for_twice(counted):
    _, kept, queries = counted
    for _ in range(2):
        assert kept.figures("grant_awarded_gbp", "financial_year", [CITY], totals=True) == []
    assert len(queries) == 1


def test_the_oldest_make_room(monkeypatch, request):
    monkeypatch.setattr(figures, "MOST_FIGURES", 40)
    _, kept, queries = request.getfixturevalue("counted")
    first = ("prosecution_possible_rate", "month", [FORCE])  # 30 rows, and 1 for itself
    kept.figures(*first, totals=True)
    kept.figures("antisocial_behaviour_rate", "month", [FORCE], totals=True)  # 13 rows more
    kept.figures(*first, totals=True)
    assert len(queries) == 3
