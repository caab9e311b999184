"""The comparator table: rates alone, settled figures alone, nobody's hidden figure, no rank."""

import datetime as dt
from dataclasses import replace

import duckdb

from assets.published.schema import TABLES
from pipelines.catalogue.metrics import Metric
from pipelines.figures.comparators import ALL, comparators

OWN, KENT, ESSEX, NORFOLK, CITY = "E23000023", "E23000032", "E23000028", "E23000024", "E23000034"
NATION = "K04000001"
NAMES = {
    OWN: "Cambridgeshire",
    KENT: "Kent",
    ESSEX: "Essex",
    NORFOLK: "Norfolk",
    CITY: "City of London",
    NATION: "England and Wales",
}
METRIC = Metric(
    metric_id="m", query="", title="Rate", definition="", theme="communities",
    objective_id="C1", unit="percent", better_when="higher", basis="flow", population="",
    geography="", numerator_name="n", numerator_unit="outcome", denominator_name="d",
    denominator_unit="offence", aggregation="sum", frequency="month", lag_months=1, publisher="",
    owner="", caveats=(),
)  # fmt: skip
(COLUMNS,) = [table.columns for table in TABLES if table.name == "comparator"]
SPAN = (dt.date(2019, 10, 1), dt.date(2019, 10, 31))
FOUR = {OWN: 8.0, KENT: 5.0, ESSEX: 9.0, NORFOLK: 12.0}


def compared(values, metric=METRIC, *, hidden=(), similar=(), states=None):
    """Compare one month of figures; return the table's rows as mappings."""
    with duckdb.connect() as connection:
        connection.execute(
            "create temp table out_area (area_code varchar, area_name varchar, "
            "area_type varchar, valid_from date)"
        )
        for code, name in NAMES.items():
            kind = "country" if code == NATION else "force"
            connection.execute("insert into out_area values (?, ?, ?, null)", [code, name, kind])
        for table in ("out_observation", "hidden_figure"):
            connection.execute(
                f"create temp table {table} (metric_id varchar, area_code varchar, "
                "breakdown_value varchar, period_type varchar, period_start_date date, "
                "period_end_date date, value double, lower double, upper double, state varchar)"
            )
        for code, value in values.items():
            for table in ("out_observation", *(("hidden_figure",) if code in hidden else ())):
                connection.execute(
                    f"insert into {table} values ('m', ?, null, 'month', ?, ?, ?, ?, ?, ?)",
                    [code, *SPAN, value, value - 1, value + 1, (states or {}).get(code, "final")],
                )
        connection.execute(
            "create temp table out_most_similar_group "
            "(force_code varchar, group_force_code varchar, edition varchar)"
        )
        for row in similar:
            connection.execute("insert into out_most_similar_group values (?, ?, ?)", list(row))
        rows = comparators(connection, [metric], OWN)
    named = [dict(zip(COLUMNS, row, strict=True)) for row in rows]
    return sorted(named, key=lambda row: row["group_name"])


def test_our_figure_stands_among_all_others_with_the_nation_beside():
    (row,) = compared(FOUR | {NATION: 9.9})
    assert (row["median"], row["lowest"], row["highest"]) == (9, 5, 12)
    assert (row["forces_present"], row["nation_value"]) == (3, 9.9)
    assert row["nation_name"] == "England and Wales"
    assert row["group_name"] == ALL
    assert (row["period_start_date"], row["period_end_date"]) == SPAN
    # Our 7 to 9 meets Essex's 8 to 10 alone.
    assert row["overlapping"] == 1


def test_the_missing_are_named():
    (row,) = compared({OWN: 8.0, KENT: 5.0})
    assert row["forces_missing"] == "City of London; Essex; Norfolk"
    assert row["median"] is None


def test_without_our_own_figure_or_any_other_there_is_no_row():
    assert compared({KENT: 5.0, ESSEX: 6.0}) == []
    assert compared({OWN: 5.0, NATION: 6.0}) == []


def test_counts_and_measures_of_context_are_not_set_beside_others():
    assert compared(FOUR, replace(METRIC, unit="count", denominator_name="")) == []
    assert compared(FOUR, replace(METRIC, context_only=True)) == []


def test_what_may_identify_somebody_is_left_out_ours_and_theirs():
    (row,) = compared(FOUR, hidden=[KENT])
    assert (row["forces_present"], row["lowest"]) == (2, None)
    assert "Kent" in row["forces_missing"]
    assert compared(FOUR, hidden=[OWN]) == []


def test_provisional_figures_are_not_compared():
    (row,) = compared(FOUR, states={NORFOLK: "provisional"})
    assert "Norfolk" in row["forces_missing"]


def test_the_city_of_london_has_too_few_residents_for_rates_per_person():
    per_person = replace(METRIC, unit="per_1000", denominator_unit="person")
    (row,) = compared(FOUR | {CITY: 900.0}, per_person)
    assert row["highest"] == 12
    assert row["forces_missing"] is None
    (row,) = compared(FOUR | {CITY: 90.0})
    assert row["highest"] == 90


def test_the_most_similar_group_is_that_of_the_newest_list():
    newest = [(OWN, code, "2018") for code in (KENT, ESSEX, NORFOLK)]
    rows = compared(FOUR, similar=[(OWN, KENT, "2013"), *newest, (KENT, OWN, "2018")])
    assert [row["group_name"] for row in rows] == [ALL, "most similar group, 2018"]
    assert rows[1]["forces_present"] == 3
    assert rows[1]["forces_missing"] is None
