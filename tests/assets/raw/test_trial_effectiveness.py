"""Trials: which kind of court a file is about, blank values, and the results as spelled."""

import pytest

from assets.raw.trial_effectiveness import FEED
from pipelines.ingest.intake.header import candidates

HEADER = "year,quarter,region,lcjb,court,offence_group,trial_effectiveness,reason,value\r\n"
ROW = "2019,Q2,South East,Cambridgeshire,Peterborough,13: Not known"


def delivered(tmp_path, name, *lines):
    path = tmp_path / name
    path.write_text(HEADER + "".join(f"{line}\r\n" for line in lines), newline="")
    return {name: path}


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("magistrates_trials_2019Q2.csv", "trial_effectiveness_magistrates"),
        ("trials_mags_2020.csv", "trial_effectiveness_magistrates"),
        ("crown_court_trials_2019Q2.csv", "trial_effectiveness_crown"),
        ("trial_2020Q4.csv", "trial_effectiveness_crown"),
        ("2020/magistrates/trial_2020Q4.csv", "trial_effectiveness_magistrates"),
    ],
)
def test_the_name_of_a_file_says_which_court_it_is_about(name, table):
    layout, *_ = candidates(FEED.layouts, f"trial_effectiveness/{name}")

    assert layout.table == table


def test_a_file_whose_name_names_no_court_is_not_guessed_at():
    assert candidates(FEED.layouts, "trial_effectiveness/effectiveness_2020.csv") == []


def test_a_blank_value_is_nought_and_vacated_is_read_as_spelled(load_feed, tmp_path):
    files = delivered(
        tmp_path,
        "crown_trials.csv",
        f"{ROW},1: Effective trials,0. Not applicable,42",
        f"{ROW},4. Vacated trial,0. Not applicable,",
    )

    loaded = load_feed(FEED, files)

    assert loaded.rows(
        "select trial_effectiveness, trial_count from raw.trial_effectiveness_crown order by 1"
    ) == [
        {"trial_effectiveness": "1: Effective trials", "trial_count": 42},
        {"trial_effectiveness": "4. Vacated trial", "trial_count": 0},
    ]


def test_a_result_of_no_known_name_is_rejected_with_its_line(load_feed, tmp_path):
    good = [f"{ROW},2: Cracked trials,1. Late guilty plea,{count}" for count in range(9)]
    files = delivered(tmp_path, "crown_trials.csv", *good, f"{ROW},5: Adjourned,0,3")

    loaded = load_feed(FEED, files)

    _, account = loaded.accounts["crown_trials.csv"]
    assert (account.rows_loaded, account.rows_rejected) == (9, 1)
    assert account.rejects[0][:3] == (11, "trial_effectiveness", "5: Adjourned")
