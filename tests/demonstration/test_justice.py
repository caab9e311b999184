"""Courts, probation and youth: the demonstration has the publishers' quirks and the paper's figure."""

import csv
from collections import defaultdict

import pytest

from demonstration import partners, places_of_justice, probation, reoffending, trials, youth

SEED = 2019


@pytest.fixture(scope="module")
def files():
    found = {}
    for module in (partners, probation, reoffending, trials, youth):
        found |= dict(module.deliveries(SEED))
    return found | dict(places_of_justice.deliveries())


def records(content, *, below=0):
    lines = content.decode().splitlines()[below:]
    return list(csv.DictReader(lines))


def test_the_same_seed_gives_the_same_bytes(files):
    again = dict(trials.deliveries(SEED)) | dict(probation.deliveries(SEED))

    assert all(files[path] == content for path, content in again.items())


@pytest.mark.parametrize("kind", ["magistrates", "crown_court"])
def test_trials_leave_noughts_blank_and_spell_vacated_as_published(files, kind):
    rows = records(files[f"trial_effectiveness/synthetic/{kind}_trials_2019Q2.csv"])

    results = {row["trial_effectiveness"] for row in rows}
    assert results == {
        "1: Effective trials", "2: Cracked trials", "3: Ineffective trials", "4. Vacated trial"
    }  # fmt: skip
    assert "0" not in {row["value"] for row in rows}
    if kind == "crown_court":
        assert "" in {row["value"] for row in rows}
        assert {row["court"] for row in rows if row["lcjb"] == "Cambridgeshire"} == {
            "Cambridge",
            "Peterborough",
        }


@pytest.mark.parametrize(
    ("path", "notes", "field"),
    [
        ("probation_caseload/synthetic/probation_caseload_2019Q2.csv", 2, "30/06/2019"),
        ("probation_starts/synthetic/probation_starts_2019Q2.csv", 3, "Apr-Jun 2019"),
        ("probation_starts/synthetic/probation_requirements_2019Q2.csv", 3, "Apr-Jun 2019"),
    ],
)
def test_probation_begins_below_its_notes(files, path, notes, field):
    rows = records(files[path], below=notes)

    assert rows[-1]["date"] == field


def test_few_people_are_hidden_by_the_publisher(files):
    path = "probation_starts/synthetic/probation_requirements_2019Q2.csv"
    values = [row["value"] for row in records(files[path], below=3)]

    assert "*" in values
    assert min(int(value) for value in values if value != "*") == 5


def test_the_statuses_of_releases_add_up(files):
    path = "accommodation_on_release/synthetic/accommodation_on_release_2019Q2.csv"

    for row in records(files[path]):
        parts = [row[name] for name in ("Settled", "Not settled", "Homeless", "Status not known")]
        if "*" not in parts:
            assert sum(map(int, parts)) == int(row["Releases"])


def test_the_latest_short_sentences_reoffend_as_the_board_paper_prints():
    released, again = (sum(n) for n in zip(*reoffending.PAPER_SENTENCES.values(), strict=True))

    assert (again, released) == (6842, 11000)
    assert round(100 * again / released, 1) == 62.2


def test_a_change_of_definition_begins_a_new_series_of_the_cohort(files):
    versions = defaultdict(list)
    for row in records(files["iom_cohort/synthetic/iom_cohort_2019-09.csv"]):
        versions[row["definition_version"]].append(row["quarter_start_date"])

    assert max(versions["2014"]) == "2018-01-01"
    assert min(versions["2018 harm-based"]) == "2018-04-01"


def test_the_pilot_of_treatment_requirements_is_one_court_and_women(files):
    (path,) = (path for path in files if path.startswith("mental_health_treatment"))
    (row,) = records(files[path])

    assert (row["sex"], row["court_name"]) == ("female", "Peterborough Magistrates' Court")
    assert int(row["made_count"]) < 10
