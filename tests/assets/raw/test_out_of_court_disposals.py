"""Out-of-court disposals: with quarters or without, and a hidden count is not nought."""

import pytest

from assets.raw.out_of_court_disposals import FEED

FULL = "Year,Quarter,Sex,Age Group,Police Force Area,Offence Type,Offence Group,Offence,Disposal Type,Count"
YEARLY = "Year,Police Force Area,Disposal Type,Number"


@pytest.mark.parametrize(
    ("header", "row"),
    [
        (FULL, "2018,Q1,01: Male,04: Adults,Cambridgeshire,02,03: Theft,46,01: Caution,12"),
        (FULL, "2018,2018 Q1,01: Male,04: Adults,Cambridgeshire,02,03: Theft,46,01: Caution,12"),
        (YEARLY, "2018,Cambridgeshire,01: Caution,12"),
    ],
)
def test_files_of_quarters_and_of_years_are_both_read(load_feed, tmp_path, header, row):
    path = tmp_path / "disposals.csv"
    path.write_text(f"{header}\n{row}\n")

    loaded = load_feed(FEED, {"disposals.csv": path})

    assert loaded.rows("select year, disposal_count from raw.out_of_court_disposals") == [
        {"year": 2018, "disposal_count": 12}
    ]


@pytest.mark.parametrize(
    ("cell", "count"), [("-", 0), ("*", None), ("..", None), ('"1,204"', 1204)]
)
def test_a_dash_is_nought_and_a_star_is_hidden(load_feed, tmp_path, cell, count):
    path = tmp_path / "disposals.csv"
    path.write_text(f"{YEARLY}\n2018,Cambridgeshire,01: Caution,{cell}\n")

    loaded = load_feed(FEED, {"disposals.csv": path})

    assert loaded.rows("select disposal_count from raw.out_of_court_disposals") == [
        {"disposal_count": count}
    ]
