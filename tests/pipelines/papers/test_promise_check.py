"""The promise check on the plan of 2019: what the real board paper promised and left out."""

import datetime as dt

import pytest

from pipelines import assemble
from pipelines.publish.catalogue_rows import promise_rows
from pipelines.site.plan import read_plan
from tests.conftest import ROOT

BOARD_DATE = dt.date(2019, 12, 19)
# What the paper of 19 December 2019 gave figures for, by the measures that hold them now.
GIVEN = {
    "prosecution_possible_rate",
    "prosecution_possible_rate_dwelling_burglary",
    "positive_outcome_rate",
    "charged_outcome_rate",
    "typical_day_count",
    "recorded_crime_count",
    "violence_with_injury_rate",
    "proven_reoffending_rate",
    "reoffences_per_reoffender",
    "conviction_rate",
}


@pytest.fixture(scope="module")
def plan():
    return read_plan(ROOT / "assets" / "plan")


def check(plan, with_figure, reasons=None):
    known = {metric.metric_id for metric in assemble.catalogue().metrics}
    rows = promise_rows(plan, known, with_figure, reasons or {}, BOARD_DATE)
    return [row for row in rows if str(row[0]).startswith("O")]


def test_the_four_items_that_the_paper_of_2019_left_out_are_found(plan):
    rows = check(plan, GIVEN)
    left_out = {item for _, item, _, _, state, _ in rows if state != "kept"}
    assert left_out == {
        "Out of court disposals",
        "Drugs data",
        "Effective trial/ineffective trial/cracked trial data",
        "New entrants to criminal justice system data",
    }


def test_what_has_no_figure_says_why_and_on_which_date(plan):
    rows = check(plan, GIVEN, {"drug_offence_rate": "core.recorded_crime_year: broke a promise"})
    reasons = {item: reason for _, item, _, reason, state, _ in rows if state != "kept"}
    assert reasons["Drugs data"] == (
        "core.recorded_crime_year: broke a promise (on 19 December 2019)"
    )
    assert reasons["Out of court disposals"] == (
        "nothing has been delivered to compute it from (on 19 December 2019)"
    )


def test_a_measure_that_is_in_no_catalogue_is_said_to_be(plan):
    rows = promise_rows(plan, set(), set(), {}, BOARD_DATE)
    reasons = {metric_id: reason for _, _, metric_id, reason, _, _ in rows}
    assert reasons["drug_offence_rate"].startswith("no measure named drug_offence_rate is in")
