"""Crime outcomes of the Home Office: two counts in a row, of a cohort and of a flow."""

import csv

import pandas as pd
import pytest

from assets.raw.home_office_outcomes import FEED

CORE = [
    "assets/core/police_force.sql",
    "assets/core/outcome_code.sql",
    "assets/core/offence_outcome.sql",
]
METRIC = "assets/metrics/victims/rape_charge_rate.sql"
HEADER = (
    "Financial Year", "Financial Quarter", "Force Name", "Offence Description", "Offence Group",
    "Offence Subgroup", "Offence Code", "Offence Code Expired", "Outcome Description",
    "Outcome Group", "Outcome Type", "Force Outcomes for offences recorded in quarter",
    "Force Outcomes recorded in quarter",
)  # fmt: skip


def row(quarter, outcome, offences, assigned="0", year="2022/23", force="Kent"):
    return [year, quarter, force, "Rape of a female aged 16 and over", "Sexual offences",
            "Rape offences", "19C", "NA", f"Outcome {outcome}", "A group", outcome, offences,
            assigned]  # fmt: skip


@pytest.fixture
def rate(load_feed, tmp_path):
    """Write a file of these rows, as text or as a workbook, load it and compute the charge rate."""

    def rate(rows, name="outcomes_2022-23.csv"):
        path = tmp_path / name
        if path.suffix == ".csv":
            with path.open("w", encoding="utf-8", newline="") as file:
                csv.writer(file).writerows([HEADER, *rows])
        else:
            with pd.ExcelWriter(path) as book:
                pd.DataFrame([["Notes"]]).to_excel(book, sheet_name="Notes", index=False)
                for year in sorted({cells[0] for cells in rows}):
                    titled = [f"Outcomes {year}", *[None] * (len(HEADER) - 1)]
                    listed = [titled, HEADER, *(r for r in rows if r[0] == year)]
                    pd.DataFrame(listed).to_excel(
                        book, sheet_name=year.replace("/", "-"), index=False, header=False
                    )
        loaded = load_feed(FEED, {name: path}).build(*CORE)
        return loaded, loaded.run(METRIC)

    return rate


YEAR = [
    row(1, "1", 3), row(1, "0", 5, "NA"), row(2, "1A", 1), row(2, "16", 30), row(3, "18", 20),
    row(4, "15", 41),
]  # fmt: skip


@pytest.mark.parametrize("name", ["outcomes_2022-23.csv", "prc-outcomes-open-data.xlsx"])
def test_rapes_charged_stand_over_all_rapes_recorded_in_the_year(rate, name):
    _, (found,) = rate(YEAR, name)

    # 3 charged and 1 of an alternate offence, of 3 + 5 + 1 + 30 + 20 + 41 recorded.
    assert (found["numerator"], found["denominator"], found["value"]) == (4, 100, 4)
    assert found["area_code"] == "E23000032"


def test_three_quarters_are_not_a_year(rate):
    _, (found,) = rate([cells for cells in YEAR if cells[1] != 3])

    assert (found["value"], found["state"]) == (None, "missing")
    assert found["reason"] == "3 of 4 quarters delivered: not a year"


def test_an_offence_without_an_outcome_has_no_flow_and_no_code(rate):
    loaded, _ = rate(YEAR)

    (found,) = loaded.rows(
        "select offence_count, outcome_count from core.offence_outcome where outcome_code is null"
    )
    assert found == {"offence_count": 5, "outcome_count": None}


def test_a_cancelled_offence_is_below_nought_and_is_kept(rate):
    loaded, _ = rate([*YEAR, row(4, "18", -1)])

    (found,) = loaded.rows(
        "select offence_count from core.offence_outcome "
        "where outcome_code = '18' and quarter_start_date = date '2023-01-01'"
    )
    assert found["offence_count"] == -1


def test_the_real_file_gives_every_offence_once_by_both_counts(load_feed, shared_data):
    path = shared_data / "home_office/crime_outcomes_cambridgeshire_2017-18.csv"
    loaded = load_feed(FEED, {path.name: path}).build(*CORE)
    with path.open(encoding="utf-8", newline="") as file:
        by_hand = list(csv.DictReader(file))

    ((table, account),) = loaded.accounts.values()
    assert (table, account.rows_in_file, account.rows_loaded) == (
        "home_office_outcomes", 10_248, 10_248,
    )  # fmt: skip
    (found,) = loaded.rows(
        "select sum(offence_count)::bigint as offences, sum(outcome_count)::bigint as assigned, "
        "sum(offence_count) filter (is_charged)::bigint as charged, "
        "sum(offence_count) filter (outcome_code is null)::bigint as open from core.offence_outcome"
    )
    assert found == {"offences": 66_194, "assigned": 66_221, "charged": 6_614, "open": 295}
    assert found["offences"] == sum(int(cells["offences"]) for cells in by_hand)


def test_the_real_file_gives_31_rapes_charged_of_650_recorded(load_feed, shared_data):
    path = shared_data / "home_office/crime_outcomes_cambridgeshire_2017-18.csv"
    (found,) = load_feed(FEED, {path.name: path}).build(*CORE).run(METRIC)

    assert (found["numerator"], found["denominator"]) == (31, 650)
    assert round(found["value"], 2) == 4.77
