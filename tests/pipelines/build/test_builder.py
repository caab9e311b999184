"""Bulkheads: what breaks keeps its last good rows, withholds what follows, and heals by itself."""

import datetime as dt

import pytest

from expectations import expect
from tests.pipelines.conftest import CRIME_COUNT

KEPT = """-- Crimes by month.
-- Kept by: month_start_date

select
    month_start_date,
    force_code,
    crime_count,
    random() as stamp,
from raw.crime
"""
WHOLE = "-- All crimes.\n\nselect sum(crime_count)::bigint as crime_count from core.crime\n"
NOTE = "-- Another table, of its own.\n\nselect 1 as one\n"


def delivery(*pairs):
    lines = [f"{month}-01,E23000023,{count}" for month, count in pairs]
    return "Month,Force,Crimes\n" + "\n".join(lines) + "\n"


@pytest.fixture
def office(office):
    """Two months delivered; a core table kept by month, one that is not, a metric, one apart."""
    office.core("crime", KEPT)
    office.core("crime_total", WHOLE)
    office.core("note", NOTE)
    office.metric("crime_count", CRIME_COUNT)
    office.deliver("crime/a.csv", delivery(("2019-01", 10), ("2019-02", 20)))
    office.night()
    return office


def stamps(office):
    """The random stamp that each row of core.crime was built with: it tells a rebuilt row."""
    return dict(office.rows("select strftime(month_start_date, '%Y-%m'), stamp from core.crime"))


def outcomes(results):
    return {name: result.outcome for name, result in results.items()}


def not_negative():
    return expect.critical(expect.column_values_to_be_between("crime_count", min_value=0))


def test_all_tables_are_built_in_the_first_night(office):
    states = dict(office.rows("select table_name, state from quality.table_state"))
    assert states == dict.fromkeys(
        ["raw.crime", "core.crime", "core.crime_total", "core.note", "metrics.crime_count"], "good"
    )
    assert office.rows("select crime_count from core.crime_total") == [(30,)]


def test_nothing_new_touches_nothing(office):
    before = stamps(office)
    assert office.night() == {}
    assert stamps(office) == before


def test_only_the_months_that_a_delivery_touches_are_rebuilt(office):
    before = stamps(office)
    versions = dict(
        office.rows(
            "select strftime(month_start_date, '%Y-%m'), version from quality.table_part "
            "where table_name = 'core.crime'"
        )
    )
    office.deliver("crime/b.csv", delivery(("2019-02", 22), ("2019-03", 30)))
    results = office.night()
    assert results["core.crime"].months == 2
    after = stamps(office)
    assert sorted(after) == ["2019-01", "2019-02", "2019-03"]
    assert after["2019-01"] == before["2019-01"]
    assert after["2019-02"] != before["2019-02"]
    now = dict(
        office.rows(
            "select strftime(month_start_date, '%Y-%m'), version from quality.table_part "
            "where table_name = 'core.crime'"
        )
    )
    assert now["2019-01"] == versions["2019-01"]
    assert now["2019-02"] != versions["2019-02"]
    assert office.rows("select crime_count from core.crime_total") == [(62,)]


def test_a_withdrawn_month_goes_from_the_tables_kept_by_month(office):
    path = office.deliver("crime/b.csv", delivery(("2019-03", 30)))
    office.night()
    path.unlink()
    office.night()
    assert sorted(stamps(office)) == ["2019-01", "2019-02"]
    assert office.rows("select crime_count from core.crime_total") == [(30,)]


def test_tables_apart_from_what_changed_are_not_touched(office):
    office.deliver("crime/b.csv", delivery(("2019-03", 30)))
    assert "core.note" not in office.night()


def test_what_is_built_by_month_equals_what_is_built_whole(office):
    office.deliver("crime/b.csv", delivery(("2019-02", 22), ("2019-03", 30)))
    office.night()
    by_month = office.rows("select month_start_date, crime_count from core.crime order by all")
    office.night(full=True)
    assert (
        office.rows("select month_start_date, crime_count from core.crime order by all") == by_month
    )


def test_changed_sql_rebuilds_its_table_and_what_is_downstream(office):
    office.core("crime", KEPT.replace("crime_count,", "crime_count * 2 as crime_count,"))
    results = office.night()
    assert set(results) == {"core.crime", "core.crime_total", "metrics.crime_count"}
    assert office.rows("select crime_count from core.crime_total") == [(60,)]


def test_a_changed_promise_is_checked_again(office):
    office.promise("core.crime_total", not_negative())
    assert "core.crime_total" in office.night()
    assert office.rows("select table_name, passed from quality.quality_check") == [
        ("core.crime_total", True)
    ]


def test_a_broken_promise_keeps_the_last_good_rows_and_withholds_what_reads_them(office):
    office.promise("core.crime", not_negative())
    office.night()
    before = office.rows("select month_start_date, crime_count from core.crime order by all")
    office.deliver("crime/b.csv", delivery(("2019-02", -5), ("2019-03", 30)))
    results = office.night()
    assert outcomes(results) == {
        "raw.crime": "built",
        "core.crime": "broken",
        "core.crime_total": "withheld",
        "metrics.crime_count": "withheld",
    }
    assert (
        office.rows("select month_start_date, crime_count from core.crime order by all") == before
    )
    assert office.rows("select crime_count from core.crime_total") == [(30,)]
    assert results["core.crime"].reason.startswith("broke the promise: ")
    assert "-5" in results["core.crime"].reason
    assert results["metrics.crime_count"].reason.startswith("core.crime: broke the promise")


def test_a_table_two_steps_down_names_the_table_that_broke(office):
    office.core("crime_share", "-- Share.\n\nselect crime_count from core.crime_total\n")
    office.promise("core.crime", not_negative())
    office.deliver("crime/b.csv", delivery(("2019-03", -5)))
    results = office.night()
    assert results["core.crime_share"].reason.startswith("core.crime: broke the promise")


def test_everything_else_is_built_in_the_night_of_a_break(office):
    office.promise("core.crime", not_negative())
    office.core("note", NOTE.replace("1 as", "2 as"))
    office.deliver("crime/b.csv", delivery(("2019-03", -5)))
    results = office.night()
    assert results["core.note"].outcome == "built"
    assert office.rows("select one from core.note") == [(2,)]


def test_a_broken_table_is_tried_again_every_night_and_keeps_its_reason(office):
    office.promise("core.crime", not_negative())
    office.deliver("crime/b.csv", delivery(("2019-03", -5)))
    first = office.night()
    second = office.night()
    assert outcomes(second)["core.crime"] == "broken"
    assert second["core.crime"].reason == first["core.crime"].reason


def test_mending_the_delivery_heals_all_in_the_next_night(office):
    office.promise("core.crime", not_negative())
    office.deliver("crime/b.csv", delivery(("2019-03", -5)))
    office.night()
    office.deliver("crime/b.csv", delivery(("2019-03", 5)))
    results = office.night()
    assert set(outcomes(results).values()) == {"built"}
    assert office.rows("select crime_count from core.crime_total") == [(35,)]
    assert office.rows("select distinct state from quality.table_state") == [("good",)]
    assert office.night() == {}


def test_a_broken_promise_of_a_raw_table_keeps_the_deliveries_it_showed(office):
    office.promise("raw.crime", not_negative())
    office.deliver("crime/b.csv", delivery(("2019-01", 11), ("2019-03", -5)))
    results = office.night()
    assert outcomes(results)["raw.crime"] == "broken"
    assert office.rows("select sum(crime_count)::bigint from raw.crime") == [(30,)]
    assert outcomes(results)["core.crime"] == "withheld"
    office.deliver("crime/b.csv", delivery(("2019-01", 11), ("2019-03", 5)))
    office.night()
    assert office.rows("select sum(crime_count)::bigint from raw.crime") == [(36,)]


def test_a_warning_lets_the_table_through_and_is_kept(office):
    office.promise(
        "core.crime",
        expect.warning(
            expect.column_values_to_be_between("crime_count", max_value=15, notes="Ask the force.")
        ),
    )
    results = office.night()
    assert results["core.crime"].outcome == "built"
    assert office.rows(
        "select severity, passed, raised, unexpected_count, notes from quality.quality_check"
    ) == [("warning", False, False, 1, "Ask the force.")]


@pytest.mark.parametrize("severity", ["critical", "warning"])
def test_a_check_that_raises_is_our_fault_and_never_the_data_s(office, severity):
    office.promise(
        "core.crime",
        getattr(expect, severity)(expect.column_values_to_not_be_null("no_such_column")),
    )
    results = office.night()
    rows = office.rows("select passed, raised from quality.quality_check")
    assert rows == [(False, True)]
    if severity == "critical":
        assert results["core.crime"].outcome == "broken"
        assert "our fault, not the data's" in results["core.crime"].reason
    else:
        assert results["core.crime"].outcome == "built"


def test_a_check_that_fails_while_it_runs_rolls_back_even_as_a_warning(office):
    before = stamps(office)
    office.promise(
        "core.crime",
        expect.warning(
            expect.no_rows(
                "it fails as it runs",
                "select * from {batch} where cast('x' || crime_count as int) > 0",
            )
        ),
    )
    results = office.night()
    assert results["core.crime"].outcome == "broken"
    assert "our fault" in results["core.crime"].reason
    assert stamps(office) == before


def test_a_query_that_fails_is_our_fault_and_keeps_the_rows(office):
    before = stamps(office)
    office.core("crime", KEPT.replace("    crime_count,", "    crime_count, error('no') as e,"))
    results = office.night()
    assert results["core.crime"].outcome == "broken"
    assert results["core.crime"].reason.startswith("its query failed (our fault, not the data's)")
    assert stamps(office) == before


def test_a_new_column_in_a_table_kept_by_month_rebuilds_all_of_it(office):
    office.core("crime", KEPT.replace("    crime_count,", "    crime_count,\n    1 as one,"))
    results = office.night()
    assert results["core.crime"].outcome == "built", results["core.crime"].reason
    assert office.rows("select count(*) from core.crime where one = 1") == [(2,)]


def test_only_the_rows_of_touched_months_are_checked(office):
    """An old month that broke a promise made later is found when the promise is made, not after."""
    office.promise("core.crime", not_negative())
    office.night()
    office.deliver("crime/b.csv", delivery(("2019-03", 30)))
    results = office.night()
    assert results["core.crime"].months == 1
    assert [check.passed for check in results["core.crime"].expectations] == [True]


def test_the_state_of_each_table_stands_at_the_business_date_of_its_last_attempt(office):
    office.promise("core.crime", not_negative())
    office.deliver("crime/b.csv", delivery(("2019-03", -5)))
    office.night(dt.date(2020, 1, 7))
    rows = dict(office.rows("select table_name, business_date from quality.table_state"))
    assert rows["core.crime"] == dt.date(2020, 1, 7)
    assert rows["core.note"] == dt.date(2019, 12, 18)


def test_a_reference_table_is_loaded_as_text_with_empty_cells_null(office):
    folder = office.assets / "reference"
    folder.mkdir()
    (folder / "kind.csv").write_text("code,name\n01,Theft\n02,\n", encoding="utf-8")
    results = office.night()
    assert outcomes(results) == {"raw.reference_kind": "built"}
    assert office.rows("select * from raw.reference_kind order by 1") == [
        ("01", "Theft"),
        ("02", None),
    ]
