"""The real published files, through the command line, give the figures that they are known to give.

Every figure is read from the published file of the board, as a page or a paper would read it.
"""

import datetime as dt
import json
import time

import duckdb
import pytest

from tests.forked import pcplan

CAMBRIDGESHIRE = "E23000023"
ENGLAND_AND_WALES = "K04000001"


@pytest.fixture(scope="session")
def real_site(shared_data, tmp_path_factory):
    """A site made by init, receive and one nightly from the real files, once for all tests."""
    root = tmp_path_factory.mktemp("real") / "site"
    for arguments in (("init", root), ("receive", shared_data, "--site", root)):
        status, said = pcplan(*arguments)
        assert status in (0, 1), said
    status, said = pcplan("nightly", "--site", root)
    assert status in (0, 1), said
    return root


@pytest.fixture(scope="session")
def board(real_site):
    """The published file of the board, opened as any reader opens it."""
    current = json.loads((real_site / "published" / "CURRENT.json").read_text(encoding="utf-8"))
    path = real_site / "published" / "snapshots" / current["snapshot_id"] / "board.duckdb"
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def figure(board):
    """Return (numerator, denominator, value, state) of one published figure."""

    def figure(metric_id, period_type, start, area=CAMBRIDGESHIRE, part=None):
        rows = board.execute(
            "select numerator, denominator, value, state from observation where metric_id = ? "
            "and period_type = ? and period_start_date = ? and area_code = ? "
            "and breakdown_value is not distinct from ?",
            [metric_id, period_type, dt.date.fromisoformat(start), area, part],
        ).fetchall()
        assert len(rows) == 1, f"{metric_id} {period_type} {start} {area} {part}: {rows}"
        return rows[0]

    return figure


def test_nothing_is_broken_or_withheld(board):
    rows = board.execute("select * from table_state where state <> 'good'").fetchall()
    assert rows == []


def test_the_records_of_every_file_are_accounted_for(board):
    rows = board.execute(
        "select file_name from delivery where rows_in_file <> rows_loaded + rows_rejected + rows_ignored"
    ).fetchall()
    assert rows == []


def test_no_file_is_refused(board):
    rows = board.execute(
        "select file_name, rows_rejected from delivery where state not in ('loaded', 'superseded')"
    ).fetchall()
    # The published list of charities' names is itself cut in its last record.
    assert rows == [("organisations/reference/charity-names.csv", 1)]


def test_street_rows_of_october_2018_are_crimes_and_antisocial_behaviour(figure):
    crimes = figure("street_level_crime_count", "month", "2018-10-01")
    behaviour = figure("street_level_antisocial_behaviour_count", "month", "2018-10-01")
    assert crimes == (5_735, None, 5_735, "final")
    assert behaviour == (1_195, None, 1_195, "final")
    assert crimes[0] + behaviour[0] == 6_930


@pytest.mark.parametrize(
    ("month", "crimes"),
    [
        ("2018-11", 5_375),
        ("2018-12", 4_940),
        ("2019-01", 5_348),
        ("2019-02", 5_177),
        ("2024-09", 5_671),
        ("2024-10", 5_758),
        ("2024-11", 5_383),
        ("2024-12", 5_104),
        ("2025-01", 5_306),
        ("2025-02", 5_151),
    ],
)
def test_crimes_of_each_month(figure, month, crimes):
    assert figure("street_level_crime_count", "month", f"{month}-01")[2] == crimes


def test_crime_of_every_area_adds_up_to_the_force(board):
    rows = board.execute(
        """select period_start_date, sum(value) filter (area_code = ?) as force,
                sum(value) filter (area_code <> ?) as parts
            from observation
            where metric_id = 'street_level_crime_count' and period_type = 'month'
                and breakdown_value is null and value is not null
            group by all having force <> parts""",
        [CAMBRIDGESHIRE, CAMBRIDGESHIRE],
    ).fetchall()
    assert rows == []


def test_crime_types_add_up_to_the_total(board):
    rows = board.execute(
        """select area_code, period_start_date, sum(value) filter (breakdown_value is null) as total,
                sum(value) filter (breakdown_value is not null) as parts
            from observation
            where metric_id = 'street_level_crime_count' and period_type = 'month'
            group by all having total <> parts"""
    ).fetchall()
    assert rows == []


def test_months_between_deliveries_are_missing_not_zero(figure):
    assert figure("street_level_crime_count", "month", "2021-06-01") == (
        None,
        None,
        None,
        "missing",
    )


def test_police_outcomes_of_october_2019_count_equal_rows_once(board, figure):
    assert figure("police_outcome_count", "month", "2019-10-01")[2] == 6_024
    ((loaded,),) = board.execute(
        "select rows_loaded from delivery where file_name like '%2019-10-cambridgeshire-outcomes.csv'"
    ).fetchall()
    assert loaded == 6_128


@pytest.mark.parametrize(
    ("metric", "numerator", "value"),
    [("positive_outcome_rate", 459, 7.62), ("charged_outcome_rate", 393, 6.52)],
)
def test_outcome_rates_of_october_2019(figure, metric, numerator, value):
    found = figure(metric, "month", "2019-10-01")
    assert found[:2] == (numerator, 6_024)
    assert round(found[2], 2) == value


def test_court_results_are_missing_where_they_were_not_published(figure):
    part = "Offender sent to prison"
    assert figure("police_outcome_count", "month", "2019-10-01", part=part)[3] == "missing"
    assert figure("police_outcome_count", "month", "2019-01-01", part=part)[2] > 0


@pytest.mark.parametrize(
    ("start", "crimes"),
    [
        ("2017-04-01", 66_135),
        ("2018-04-01", 64_506),
        ("2019-04-01", 68_221),
        ("2024-04-01", 67_710),
    ],
)
def test_recorded_crime_of_whole_financial_years(figure, start, crimes):
    assert figure("recorded_crime_count", "financial_year", start) == (
        crimes,
        None,
        crimes,
        "final",
    )


def test_recorded_crime_a_day_in_2018_19(figure):
    numerator, days, value, state = figure("recorded_crime_count", "day_average", "2018-04-01")
    assert (numerator, days, round(value, 1), state) == (64_506, 365, 176.7, "final")


def test_three_quarters_are_not_a_year(board, figure):
    assert figure("recorded_crime_count", "financial_year", "2025-04-01")[2:] == (None, "missing")
    rows = board.execute(
        """select count(*), sum(value) from observation
            where metric_id = 'recorded_crime_count' and period_type = 'quarter'
                and area_code = ? and breakdown_value is null
                and period_start_date >= date '2025-04-01' and value is not null""",
        [CAMBRIDGESHIRE],
    ).fetchall()
    assert rows == [(3, 53_106)]


def test_antisocial_behaviour_incidents_of_the_year_ending_march_2019(board):
    rows = board.execute(
        """select value from observation where metric_id = 'antisocial_behaviour_incident_count'
            and area_code = ? and period_end_date = date '2019-03-31'""",
        [CAMBRIDGESHIRE],
    ).fetchall()
    assert rows == [(16_001,)]


@pytest.mark.parametrize(
    ("metric", "year", "convictions", "unsuccessful", "rate", "state"),
    [
        ("conviction_rate", 2014, 5_480, 760, 87.82, "final"),
        ("conviction_rate_including_admin_finalised", 2014, 5_480, 864, 86.38, "final"),
        ("conviction_rate", 2016, 4_473, 653, 87.26, "provisional"),
    ],
)
def test_convictions(figure, metric, year, convictions, unsuccessful, rate, state):
    found = figure(metric, "calendar_year", f"{year}-01-01")
    assert found[:2] == (convictions, convictions + unsuccessful)
    assert round(found[2], 2) == rate
    assert found[3] == state


def test_the_convictions_of_2016_say_that_ten_of_twelve_months_are_present(board):
    rows = board.execute(
        """select periods_present, periods_expected from observation
            where metric_id = 'conviction_rate' and period_type = 'calendar_year'
                and area_code = ? and period_start_date = date '2016-01-01'""",
        [CAMBRIDGESHIRE],
    ).fetchall()
    assert rows == [(10, 12)]


def test_crown_court_open_caseload_at_the_end_of_2025(board, figure):
    def caseload(part):
        return figure(
            "crown_court_open_caseload", "snapshot_date", "2025-12-31", ENGLAND_AND_WALES, part
        )[2]

    assert caseload(None) == 80_203
    assert caseload("Cambridge") == 802
    ((peterborough,),) = board.execute(
        "select count(*) from observation where metric_id = 'crown_court_open_caseload' "
        "and breakdown_value ilike '%peterborough%'"
    ).fetchall()
    assert peterborough == 0


@pytest.mark.parametrize(
    ("outcome", "share"),
    [
        ("Fine", 78.32),
        ("Community sentence", 7.33),
        ("Immediate custody", 6.46),
        ("Suspended sentence", 3.38),
    ],
)
def test_sentences_of_2019(figure, outcome, share):
    found = figure(
        "sentencing_outcome_rate", "calendar_year", "2019-01-01", ENGLAND_AND_WALES, outcome
    )
    assert found[1] == 1_196_160
    assert round(found[2], 2) == share


def test_proven_reoffending_of_the_adult_cohort_of_april_2013_by_the_old_measure(figure):
    where = ("cohort_year", "2013-04-01", ENGLAND_AND_WALES, "adult, old measure")
    rate = figure("proven_reoffending_rate", *where)
    assert rate[:2] == (117_864, 468_134)
    assert round(rate[2], 1) == 25.2
    assert round(figure("reoffences_per_reoffender", *where)[2], 1) == 3.1


def test_children_cautioned_or_sentenced_in_the_county(figure):
    found = figure("youth_cautioned_or_sentenced_rate", "financial_year", "2018-04-01", "E10000003")
    assert (found[0], found[2]) == (164, 28)


def test_grants_in_all_and_in_2019_20(board, figure):
    rows = board.execute(
        "select count(*), round(sum(amount_awarded), 2) from grant_award"
    ).fetchall()
    assert rows == [(555, 1_291_436.54)]
    area = "E23000005"  # Trafford lies in Greater Manchester
    assert figure("grant_award_count", "financial_year", "2019-04-01", area)[2] == 106
    awarded = figure("grant_awarded_gbp", "financial_year", "2019-04-01", area)[2]
    assert round(awarded, 2) == 188_948.83


def test_a_year_without_grants_in_the_file_has_none(board):
    rows = board.execute(
        "select count(*) from grant_award where financial_year = '2015/16'"
    ).fetchall()
    assert rows == [(0,)]


def test_population_of_the_force_area_in_the_middle_of_2019(board):
    rows = board.execute(
        """select value from observation where metric_id = 'population_count'
            and area_code = ? and period_end_date = date '2019-06-30'""",
        [CAMBRIDGESHIRE],
    ).fetchall()
    assert rows == [(855_796,)]


@pytest.mark.parametrize(
    ("unit", "count"),
    [
        ("contract", 196),
        ("provider", 139),
        ("prime_provider", 46),
        ("region", 12),
        ("subcontract", 343),
    ],
)
def test_commissioned_services(board, unit, count):
    rows = board.execute(
        """select value from observation where metric_id = 'commissioned_service_count'
            and breakdown_value = ?""",
        [unit],
    ).fetchall()
    assert rows == [(count,)]


def test_every_area_of_a_figure_has_a_name(board):
    rows = board.execute("select distinct area_code from observation where area_name = area_code")
    assert rows.fetchall() == []


def test_a_second_night_with_nothing_new_runs_nothing_and_publishes_nothing(real_site):
    runs = real_site / "state" / "dagster" / "history" / "runs.db"
    pointer = real_site / "published" / "CURRENT.json"
    snapshots = sorted((real_site / "published" / "snapshots").iterdir())
    before = (runs.read_bytes(), pointer.read_bytes())
    started = time.perf_counter()
    status, said = pcplan("nightly", "--site", real_site)
    seconds = time.perf_counter() - started
    assert status in (0, 1), said
    assert (runs.read_bytes(), pointer.read_bytes()) == before
    assert sorted((real_site / "published" / "snapshots").iterdir()) == snapshots
    assert seconds < 30, "a quiet night takes seconds, however busy the machine"


def test_the_published_snapshot_proves_true(real_site):
    status, said = pcplan("verify", "--site", real_site)
    assert status == 0, said
