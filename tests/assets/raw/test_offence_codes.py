"""The list of offence codes: the office's own file, or the sheet of the Home Office's workbook."""

import datetime as dt

import pandas as pd
import pytest

from assets.raw.offence_codes import FEED

CORE = "assets/core/offence_code.sql"


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "prc-pfa-mar2013-onwards-tables.xlsx"
    counts = [
        ["Financial Year", "Force Name", "Offence Code", "Offence Description", "Offence Group"],
        ["2018/19", "Kent", "1", "Murder", "Violence against the person"],
    ]
    listed = [
        ["Offence reference", None, None, None],
        ["Offence Code", "Offence Description", "Offence Group", "Offence Subgroup"],
        ["28E", "Burglary Residential", "Theft offences", "Residential burglary"],
    ]
    with pd.ExcelWriter(path) as book:
        pd.DataFrame(counts).to_excel(book, sheet_name="2018-19", index=False, header=False)
        pd.DataFrame(listed).to_excel(book, sheet_name="Offence_Ref", index=False, header=False)
    return path


def test_a_code_whose_name_changed_stands_once_for_each_time(load_feed, tmp_path):
    path = tmp_path / "offence_codes.csv"
    path.write_text(
        "offence_code,offence_description,offence_group,offence_subgroup,valid_from,valid_to\n"
        "71,Abuse through prostitution,Sexual offences,Other sexual offences,,2013-03-31\n"
        "71 ,Abuse through exploitation,Sexual offences,Other sexual offences,2013-04-01,\n",
        encoding="utf-8",
    )

    rows = (
        load_feed(FEED, {path.name: path}).build(CORE).rows("from core.offence_code order by all")
    )

    assert [(row["offence_code"], row["valid_from"], row["valid_to"]) for row in rows] == [
        ("71", dt.date(2013, 4, 1), None),
        ("71", None, dt.date(2013, 3, 31)),
    ]


def test_the_reference_sheet_is_taken_and_the_sheets_of_counts_are_not(load_feed, workbook):
    loaded = load_feed(FEED, {workbook.name: workbook}).build(CORE)

    (row,) = loaded.rows("from core.offence_code")
    assert (row["offence_code"], row["offence_subgroup"]) == ("28E", "Residential burglary")
