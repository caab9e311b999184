"""Sentence outcomes: the sheet's numbered categories, both courts, calendar quarters."""

import datetime as dt

QUERY = "assets/core/sentence_outcome.sql"


def figure(category, value, *, court="Magistrates' Courts", section="Sentence Outcomes"):
    return {
        "court": court,
        "section": section,
        "category": category,
        "measure": category or "Checksum",
        "quarter": "2019 Q1",
        "value": value,
    }


def test_categories_are_named_alike_in_both_courts(run_sql):
    rows = run_sql(
        QUERY,
        {
            "raw.court_disposals": [
                figure("04: Community Sentence", 10.0),
                figure("04: Community Sentence", 4.0, court="Crown Court"),
                figure("07: Compensation (primary disposal)", 2.0),
            ]
        },
    )

    assert {
        (row["court_type"], row["sentence_outcome"], row["sentenced_count"]) for row in rows
    } == {
        ("Magistrates' courts", "Community sentence", 10),
        ("Crown Court", "Community sentence", 4),
        ("Magistrates' courts", "Compensation", 2),
    }
    assert {(row["quarter_start_date"], row["quarter_end_date"]) for row in rows} == {
        (dt.date(2019, 1, 1), dt.date(2019, 3, 31))
    }


def test_other_sections_of_the_sheet_and_columns_without_a_category_are_left_out(run_sql):
    rows = run_sql(
        QUERY,
        {
            "raw.court_disposals": [
                figure("Proceeded against", 99.0, section="Prosecutions and Convictions"),
                figure(None, 99.0),
                figure("03: Fine", 5.0),
            ]
        },
    )

    assert [row["sentence_outcome"] for row in rows] == ["Fine"]
