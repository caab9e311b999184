"""First time entrants: the table is found by its title, and footnote marks are no part of a name."""

import datetime as dt

import pytest
import xlsxwriter

from assets.raw.first_time_entrants import FEED, read_entrants

TITLE = "Numbers of child first time entrants(1)(2), by Local Authority, years ending December 2017 to 2018"


def workbook(path, *tables):
    with xlsxwriter.Workbook(path) as book:
        for rows in tables:
            sheet = book.add_worksheet()
            for number, cells in enumerate(rows):
                sheet.write_row(number, 0, cells)
    return path


def test_every_area_and_year_is_a_record_whatever_stands_around_the_table(load_feed, tmp_path):
    path = workbook(
        tmp_path / "ch2.xlsx",
        [["Contents"], ["Table 2.9"]],
        [
            [f"Table 2.9: {TITLE}"],
            [],
            ["Region", "Local Authority(3)", "2017", "2018(4)"],
            ["East of England"],
            ["East of England", "Cambridgeshire", "1,128", 120],
            ["East of England", "Peterborough(5)", "*", "-"],
            [],
            ["(1) From the Police National Computer."],
        ],
    )

    loaded = load_feed(FEED, {"ch2.xlsx": path})

    assert loaded.rows(
        "select area_name, area_kind, measure, year_ending, value, value_state "
        "from raw.first_time_entrants order by area_name, year_ending"
    ) == [
        dict(
            zip(
                ("area_name", "area_kind", "measure", "year_ending", "value", "value_state"),
                row,
                strict=True,
            )
        )
        for row in (
            ("Cambridgeshire", "local authority", "number", dt.date(2017, 12, 31), 1128.0, None),
            ("Cambridgeshire", "local authority", "number", dt.date(2018, 12, 31), 120.0, None),
            (
                "Peterborough",
                "local authority",
                "number",
                dt.date(2017, 12, 31),
                None,
                "suppressed",
            ),
            ("Peterborough", "local authority", "number", dt.date(2018, 12, 31), 0.0, None),
        )
    ]


@pytest.mark.parametrize(
    ("title", "measure", "ending"),
    [
        (TITLE, "number", "2018-12-31"),
        ("Rates per 100,000 of first-time entrants, by area, years ending March 2017 to 2018",
         "rate per 100,000", "2018-03-31"),
        ("Population aged 10 to 17, by Local Authority, mid-2017 to mid-2018",
         "population", "2018-12-31"),
    ],
)  # fmt: skip
def test_the_title_says_what_is_counted_and_when_the_year_ends(tmp_path, title, measure, ending):
    path = tmp_path / "table.csv"
    path.write_text(f'"{title}"\nLocal Authority,2017,2018\nPeterborough,10,11\n')

    rows = [cells for _, cells in read_entrants(path).rows]

    assert rows[-1] == ["", "Peterborough", "local authority", measure, ending, "11"]


@pytest.mark.parametrize(
    "title",
    [
        "Numbers of child first time entrants, by age, years ending December 2017 to 2018",
        "Children cautioned or sentenced, by Local Authority, years ending March 2017 to 2018",
    ],
)
def test_other_tables_of_the_workbook_are_not_read(tmp_path, title):
    first = "Age" if "age" in title else "Local Authority"
    path = workbook(tmp_path / "other.xlsx", [[title], [first, "2017", "2018"], ["A", 1, 2]])

    found = read_entrants(path)

    assert list(found.rows) == []
    assert FEED.layouts[0].bind(found.header)[1]


def test_two_tables_joined_in_one_file_are_refused(load_feed, tmp_path):
    path = tmp_path / "joined.csv"
    one = f'"{TITLE}"\nLocal Authority,2017,2018\nPeterborough,10,11\n'
    path.write_text(one + one)

    loaded = load_feed(FEED, {"joined.csv": path})

    _, account = loaded.accounts["joined.csv"]
    assert account.state == "refused"
    assert "two tables were joined" in account.reason


def test_a_code_before_the_name_is_kept(tmp_path):
    path = tmp_path / "coded.csv"
    path.write_text(
        f'"{TITLE}"\nONS code,Local Authority,2017,2018\nE06000031,Peterborough,10,11\n'
    )

    rows = [cells for _, cells in read_entrants(path).rows]

    assert [cells[:2] for cells in rows] == [["E06000031", "Peterborough"]] * 2


@pytest.mark.parametrize(
    ("header", "why"),
    [("2017,2018,2018", "2018 stands more than once"), ("2017,2018,Rate", "'Rate'")],
)
def test_a_header_with_a_year_twice_or_a_strange_column_is_refused(
    load_feed, tmp_path, header, why
):
    path = tmp_path / "odd.csv"
    path.write_text(f'"{TITLE}"\nLocal Authority,{header}\nPeterborough,10,11,12\n')

    loaded = load_feed(FEED, {"odd.csv": path})

    _, account = loaded.accounts["odd.csv"]
    assert account.state == "refused"
    assert why in account.reason


def test_a_total_row_is_no_area_and_a_change_column_is_no_year(load_feed, tmp_path):
    path = tmp_path / "total.csv"
    path.write_text(
        f'"{TITLE}"\nLocal Authority,2017,2018,% change\nPeterborough,10,11,10%\nTotal,10,11,10%\n'
    )

    loaded = load_feed(FEED, {"total.csv": path})

    assert loaded.rows(
        "select area_name, sum(value) as n from raw.first_time_entrants group by 1"
    ) == [{"area_name": "Peterborough", "n": 21.0}]
