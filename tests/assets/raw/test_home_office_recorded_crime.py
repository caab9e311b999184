"""Police recorded crime: every header it comes with, counts below nought, and the workbook."""

import pandas as pd
import pytest

from assets.raw.home_office_recorded_crime import FEED

LONG = (
    "Financial Year,Financial Quarter,Force Name,Offence Description,Offence Group,"
    "Offence Subgroup,Offence Code,Number of Offences"
)
SHORT = "FY,Financial Quarter,Force,Offence Description,Group,Offence Subgroup,Offence Code,n,territorial"
ROW = "2018/19,1,Kent,Arson,Criminal damage and arson,Arson,56A,{}"


@pytest.mark.parametrize(("header", "tail"), [(LONG, ""), (SHORT, ",true")])
def test_both_published_headers_are_known(load_feed, tmp_path, header, tail):
    path = tmp_path / "prc.csv"
    path.write_text(f"{header}\n{ROW.format('12.0') + tail}\n")

    rows = load_feed(FEED, {"prc.csv": path}).rows("from raw.home_office_recorded_crime")

    assert [(row["force_name"], row["offence_count"]) for row in rows] == [("Kent", 12)]


@pytest.mark.parametrize(("given", "loaded"), [("-5.0", -5), ("NA", None), ('"1,204"', 1_204)])
def test_counts_may_be_negative_missing_or_written_with_commas(load_feed, tmp_path, given, loaded):
    path = tmp_path / "prc.csv"
    path.write_text(f"{LONG}\n{ROW.format(given)}\n")

    rows = load_feed(FEED, {"prc.csv": path}).rows("from raw.home_office_recorded_crime")

    assert [row["offence_count"] for row in rows] == [loaded]


def test_the_workbook_of_a_sheet_a_year_is_joined_and_its_cover_left_out(load_feed, tmp_path):
    path = tmp_path / "prc-pfa.xlsx"
    first = pd.DataFrame([ROW.format(7).split(",")], columns=LONG.split(","))
    with pd.ExcelWriter(path) as book:
        pd.DataFrame([["Police recorded crime"]]).to_excel(book, sheet_name="Cover", index=False)
        first.to_excel(book, sheet_name="2018-19", index=False)
        # The columns of the second year stand in another order.
        second = first.assign(**{"Financial Year": "2019/20"})[reversed(LONG.split(","))]
        second.to_excel(book, sheet_name="2019-20", index=False)

    rows = load_feed(FEED, {"prc.xlsx": path}).rows("from raw.home_office_recorded_crime_workbook")

    assert [(row["financial_year"], row["offence_count"]) for row in rows] == [
        ("2018/19", 7),
        ("2019/20", 7),
    ]
