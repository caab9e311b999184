"""Every odd file: what is loaded, rejected, ignored or refused, and what the supplier is told."""

import pytest

from pipelines.contract.feed import Alias, Column, Control
from pipelines.contract.periods import month_in_path
from tests.pipelines.conftest import crime_feed

HEADER = "Month,Force,Crimes,Note\n"
ROWS = [f"2019-0{n}-01,E23000023,{n}00,note {n}\n" for n in range(1, 10)]
WHOLE = HEADER + "".join(ROWS)
TOTAL = sum(n * 100 for n in range(1, 10))


@pytest.fixture
def take(office):
    """Deliver one file alone, run the night; return its account and the rows that it gave."""

    def take(content, name="crime/a.csv", **changes):
        if changes:
            office.feeds = [crime_feed(**changes)]
        office.deliver(name, content)
        office.night()
        rows = office.rows(
            "select month_start_date::varchar, crime_count, note from raw.crime order by all"
        )
        return office.account(name), rows

    return take


def test_a_plain_file_is_loaded_whole(take):
    account, rows = take(WHOLE)
    assert account == ("loaded", 9, 9, 0, 0, "")
    assert sum(row[1] for row in rows) == TOTAL
    assert rows[0] == ("2019-01-01", 100, "note 1")


@pytest.mark.parametrize(
    ("oddity", "content"),
    {
        "byte order mark": b"\xef\xbb\xbf" + WHOLE.encode(),
        "UTF-16": WHOLE.encode("utf-16"),
        "UTF-16 big end first": b"\xfe\xff" + WHOLE.encode("utf-16-be"),
        "CR LF": WHOLE.replace("\n", "\r\n").encode(),
        "CR alone": WHOLE.replace("\n", "\r").encode(),
        "mixed line ends": WHOLE.replace("\n", "\r\n", 4).encode(),
        "no last line end": WHOLE.rstrip("\n").encode(),
        "blank lines between": WHOLE.replace("\n2019-05", "\n\n\n2019-05").encode(),
        "blank lines at the end": WHOLE.encode() + b"\n\r\n\n",
        "every cell in quotes": "".join(
            ",".join(f'"{cell}"' for cell in line.split(",")) + "\n" for line in WHOLE.splitlines()
        ).encode(),
        "spaces around the header": WHOLE.replace("Month,Force", " Month , FORCE ").encode(),
    }.items(),
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_same_rows_come_out_however_the_file_is_written(take, oddity, content):
    account, rows = take(content)
    assert account[:5] == ("loaded", 9, 9, 0, 0), (oddity, account)
    assert sum(row[1] for row in rows) == TOTAL
    assert [row[2] for row in rows] == [f"note {n}" for n in range(1, 10)]


def test_columns_are_found_by_name_not_by_place(take):
    lines = [line.split(",") for line in WHOLE.splitlines()]
    moved = "\n".join(",".join([c[3], c[2], c[0], c[1]]) for c in lines) + "\n"
    account, rows = take(moved)
    assert account[:3] == ("loaded", 9, 9)
    assert rows[8] == ("2019-09-01", 900, "note 9")


def test_a_column_outside_the_contract_is_left_out_and_named(take):
    wide = "\n".join(
        line + ("," + ("Officer" if not n else "x")) for n, line in enumerate(WHOLE.splitlines())
    )
    account, rows = take(wide + "\n")
    assert account[:5] == ("loaded", 9, 9, 0, 0)
    assert "'Officer'" in account[5]
    assert sum(row[1] for row in rows) == TOTAL


def test_an_optional_column_may_be_absent(take):
    narrow = "\n".join(",".join(line.split(",")[:3]) for line in WHOLE.splitlines()) + "\n"
    account, rows = take(narrow)
    assert account[:3] == ("loaded", 9, 9)
    assert {row[2] for row in rows} == {None}


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        (("Crimes", "Offences"), "missing 'Crimes'"),
        (("Force,", ""), "missing 'Force'"),
        (("Note", "Crimes"), "'Crimes' stands more than once (column 3, column 4)"),
    ],
)
def test_a_file_without_the_agreed_header_is_refused_by_the_column_s_name(take, changed, words):
    account, rows = take(WHOLE.replace(*changed, 1))
    assert account[0] == "refused"
    assert account[5].startswith("line 1: ")
    assert words in account[5]
    assert rows == []


def test_a_total_row_is_ignored_and_counted_but_not_added(take):
    account, rows = take(WHOLE + f"Total,,{TOTAL},\n")
    assert account[:5] == ("loaded", 10, 9, 0, 1)
    assert sum(row[1] for row in rows) == TOTAL


def test_a_total_row_that_the_contract_does_not_foresee_is_rejected_by_line(take):
    account, rows = take(WHOLE + f"Total,,{TOTAL},\n", ignore=())
    assert account[:5] == ("partly_rejected", 10, 9, 1, 0)
    assert "line 11: Month 'Total' is not a date" in account[5]
    assert sum(row[1] for row in rows) == TOTAL


def test_a_file_cut_inside_a_record_is_refused(take):
    account, rows = take(WHOLE[: WHOLE.index("E23", 150) + 2])
    assert account[0] == "refused"
    assert "incomplete" in account[5]
    assert rows == []


def test_a_file_cut_at_a_row_s_end_is_refused_where_the_supplier_always_ends_the_last_line(take):
    account, rows = take(WHOLE.rstrip("\n"), always_ends_with_newline=True)
    assert account[0] == "refused"
    assert "cut short" in account[5]
    assert rows == []


def test_a_file_with_fewer_records_than_agreed_is_refused(take):
    account, _ = take(WHOLE, minimum_rows=10)
    assert account[0] == "refused"
    assert "holds 9 records where at least 10 are expected" in account[5]


@pytest.mark.parametrize("content", [HEADER, HEADER.rstrip("\n"), HEADER + "\n\n"])
def test_a_header_alone_is_refused_rather_than_taken_as_zero(take, content):
    account, rows = take(content)
    assert account[0] == "refused"
    assert "header alone" in account[5]
    assert rows == []


def test_an_empty_file_is_refused(take):
    account, _ = take(b"")
    assert account[0] == "refused"
    assert "empty" in account[5]


def test_bytes_of_windows_1252_are_refused_by_line_and_byte(take):
    account, rows = take(
        WHOLE.replace("note 5", "caf\N{LATIN SMALL LETTER E WITH ACUTE}").encode("cp1252")
    )
    assert account[0] == "refused"
    assert account[5].startswith("line 6: byte 0xe9 is not UTF-8 text")
    assert rows == []


def test_windows_1252_is_read_where_the_contract_allows_it(take):
    text = WHOLE.replace("note 5", "\N{POUND SIGN}5 for a caf\N{LATIN SMALL LETTER E WITH ACUTE}")
    account, rows = take(text.encode("cp1252"), encodings=("utf-8", "cp1252"))
    assert account[:3] == ("loaded", 9, 9)
    assert rows[4][2] == "\N{POUND SIGN}5 for a caf\N{LATIN SMALL LETTER E WITH ACUTE}"


def test_a_record_that_holds_a_nul_is_rejected_by_line(take, office):
    account, rows = take(WHOLE.replace("note 3", "no\0te"))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0)
    assert "line 4" in account[5]
    assert len(rows) == 8


def test_an_unclosed_quote_costs_its_own_record_alone(take):
    account, rows = take(WHOLE.replace("note 4", '"note 4'))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0)
    assert "line 5" in account[5]
    assert "quote that is not closed" in account[5]
    assert [row[0] for row in rows if row[0] == "2019-04-01"] == []


def test_an_unclosed_quote_in_the_last_record_costs_that_record_alone(take):
    account, rows = take(WHOLE.replace("note 9", '"note 9'))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0)
    assert len(rows) == 8


def test_a_quoted_line_break_and_a_quoted_comma_stay_in_their_cell(take):
    account, rows = take(WHOLE.replace("note 4", '"two\nlines, and ""words"""'))
    assert account[:5] == ("loaded", 9, 9, 0, 0)
    assert rows[3][2] == 'two\nlines, and "words"'


def test_the_line_of_a_reject_counts_the_lines_that_records_before_it_span(take):
    text = WHOLE.replace("note 2", '"two\nlines"').replace("500,note 5", "many,note 5")
    account, _ = take(text)
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0)
    assert "line 7: Crimes 'many' is not a whole number" in account[5]


@pytest.mark.parametrize(
    "text", ['"1,234"', "1234.0", " 1234 ", "+1234", "\N{POUND SIGN}1234", '"1,234 %"']
)
def test_a_number_is_read_through_thousands_pound_and_per_cent_signs(take, text):
    account, rows = take(WHOLE.replace(",100,", f",{text},"))
    assert account[:3] == ("loaded", 9, 9), account
    assert rows[0][1] == 1234


@pytest.mark.parametrize(
    "text", ["12.5", "1,2,3,4", "1e3", "0x10", "--1", "abc", "NaN", "1 234 567 8901234567890123"]
)
def test_what_is_not_a_whole_number_is_rejected_not_rounded(take, text):
    cell = f'"{text}"'
    account, rows = take(WHOLE.replace(",100,", f",{cell},"))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0), account
    assert rows[0][0] == "2019-02-01"


@pytest.mark.parametrize("text", ["2019-13-01", "31/01/2019", "2019-02-30", "", "January"])
def test_what_is_not_a_date_is_rejected(take, text):
    account, rows = take(WHOLE.replace("2019-01-01", text))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0), account
    assert len(rows) == 8


def test_each_reject_keeps_file_line_column_value_and_rule(take, office):
    take(WHOLE.replace("2019-02-01,E23000023", "2019-02-01,Cambs"))
    assert office.rows(
        "select file_name, line, column_name, value, rule from quality.rejected_record"
    ) == [("crime/a.csv", 3, "Force", "Cambs", r"is not of the form E23\d{6}")]


def test_a_record_of_the_wrong_width_is_rejected(take):
    account, _ = take(WHOLE.replace("note 7", "note 7,and more"))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0)
    assert "has 5 fields where the header has 4" in account[5]


def test_two_files_joined_are_refused(take):
    account, rows = take(WHOLE + WHOLE)
    assert account[0] == "refused"
    assert account[5].startswith("line 11: the header stands a second time")
    assert rows == []


def test_a_file_of_which_more_than_a_fifth_is_broken_is_refused_whole(take):
    account, rows = take(WHOLE.replace("E23000023", "?", 2))
    assert account[:5] == ("refused", 9, 0, 9, 0)
    assert "refused whole" in account[5]
    assert rows == []


def test_a_file_with_a_thousand_columns_and_more_is_refused_in_a_short_sentence(take):
    account, _ = take(",".join(f"c{n}" for n in range(1200)) + "\n1\n")
    assert account[0] == "refused"
    assert len(account[5]) < 1000


def test_html_and_random_bytes_are_refused_not_raised(take):
    account, _ = take(b"<!doctype html><html><body>Log in</body></html>\n")
    assert account[0] == "refused"


def test_random_bytes_are_refused_not_raised(take):
    account, _ = take(bytes(range(256)) * 40)
    assert account[0] == "refused"


def test_rows_keep_the_file_and_the_place_they_came_from(take, office):
    take(WHOLE)
    rows = office.rows("select source_file, source_row, crime_count from raw.crime order by 2")
    assert rows[0] == ("crime/a.csv", 1, 100)
    assert rows[-1] == ("crime/a.csv", 9, 900)


def figures_with(markers, **changes):
    """The columns of the feed, with markers for its count."""
    month, force, _, note = crime_feed().layouts[0].columns
    count = Column(
        "crime_count", ("Crimes",), type="bigint", number=True, markers=markers, **changes
    )
    return (month, force, count, note)


MARKERS = {
    "*": "suppressed", "[c]": "suppressed", "-": "zero", "..": "missing", "[z]": "not_applicable",
}  # fmt: skip
MARKED = [("*", None, "suppressed"), ("[c]", None, "suppressed"), ("-", 0, None),
          ("..", None, "missing"), ("[z]", None, "not_applicable"), ("", None, "missing"),
          (" * ", None, "suppressed"), ("7", 7, None)]  # fmt: skip


@pytest.mark.parametrize("path", ["fast", "slow"])
def test_each_marker_is_read_as_its_state_and_zero_as_a_figure(office, path):
    office.feeds = [crime_feed(columns=figures_with(MARKERS, keeps_state=True))]
    rows = [f"2019-0{n}-01,E23000023,{cell},\n" for n, (cell, *_) in enumerate(MARKED, 1)]
    text = HEADER + "".join(rows)
    office.deliver("crime/a.csv", text if path == "fast" else text.replace("\n", "\r\n", 2))
    office.night()
    assert office.account("crime/a.csv")[:5] == ("loaded", 8, 8, 0, 0)
    found = office.rows(
        "select crime_count, crime_count_state from raw.crime order by month_start_date"
    )
    assert found == [(figure, state) for _, figure, state in MARKED]


def test_an_empty_cell_may_mean_zero(office):
    office.feeds = [crime_feed(columns=figures_with({"": "zero"}))]
    office.deliver("crime/a.csv", HEADER + "2019-01-01,E23000023,,\n")
    office.night()
    assert office.rows("select crime_count from raw.crime") == [(0,)]


def test_a_marker_that_the_contract_does_not_know_is_rejected_not_guessed(take):
    account, _ = take(WHOLE.replace(",100,", ",[u],"), columns=figures_with(MARKERS))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0)
    assert "Crimes '[u]' is not a whole number" in account[5]


CONTROL = (Control("total.*", "crime_count"),)


def test_a_total_of_the_supplier_s_own_that_agrees_is_ignored_and_counted(take):
    account, rows = take(WHOLE + f'Total,,"{TOTAL:,}",\n', controls=CONTROL, ignore=())
    assert account == ("loaded", 10, 9, 0, 1, "")
    assert sum(row[1] for row in rows) == TOTAL


def test_a_total_that_does_not_equal_the_records_refuses_the_file_with_both_figures(take):
    account, rows = take(WHOLE + "Total,,5000,\n", controls=CONTROL)
    assert account[:5] == ("refused", 10, 0, 10, 0)
    assert account[5].startswith(
        "line 11: the total of Crimes is 5,000, but the file's records add up to 4,500."
    )
    assert rows == []


def test_a_total_also_counts_the_record_that_another_rule_rejects(take):
    text = WHOLE.replace("2019-03-01,E23000023", "2019-03-01,Cambs") + f"Total,,{TOTAL},\n"
    account, _ = take(text, controls=CONTROL)
    assert account[:5] == ("partly_rejected", 10, 8, 1, 1)


def test_totals_of_several_sections_must_equal_the_records_together(take):
    sections = HEADER + "".join([*ROWS[:4], "Total,,1000,\n", *ROWS[4:], "Total,,3500,\n"])
    account, _ = take(sections, controls=CONTROL)
    assert account[:5] == ("loaded", 11, 9, 0, 2)


def test_a_file_without_the_total_that_its_supplier_always_sends_is_refused(take):
    account, _ = take(WHOLE, controls=(Control("total.*", "crime_count", required=True),))
    assert account[0] == "refused"
    assert "has no row 'total.*', which this supplier always sends: the file was cut" in account[5]


def test_a_total_row_without_a_figure_is_refused(take):
    account, _ = take(WHOLE + "Total,,,\n", controls=CONTROL)
    assert account[0] == "refused"
    assert "line 11: the total row's Crimes is '', which is no figure" in account[5]


def test_a_total_that_no_contract_foresees_is_rejected_where_it_is_the_sum_of_the_others(take):
    note = Column("note", ("Note",), required=False)
    month, force, count, _ = crime_feed().layouts[0].columns
    text = "Note,Month,Force,Crimes\n" + "".join(f"n,{r.rsplit(',', 1)[0]}\n" for r in ROWS)
    account, rows = take(
        text + f"TOTAL,2019-12-01,E23000023,{TOTAL}\n",
        ignore=(),
        columns=(note, month, force, count),
    )
    assert account[:5] == ("partly_rejected", 10, 9, 1, 0)
    assert "is the total of the other records" in account[5]
    assert sum(row[1] for row in rows) == TOTAL


def test_a_record_whose_key_stands_twice_is_rejected_by_the_line_it_repeats(take):
    account, rows = take(WHOLE + ROWS[2], key=("month_start_date", "force_code"))
    assert account[:5] == ("partly_rejected", 10, 9, 1, 0)
    assert (
        "line 11: (the record) '2019-03-01 | E23000023' repeats the month_start_date and "
        "force_code of line 4"
    ) in account[5]
    assert sum(row[1] for row in rows) == TOTAL


def test_two_files_joined_without_the_second_header_are_refused_where_records_have_a_key(take):
    account, rows = take(WHOLE + "".join(ROWS), key=("month_start_date", "force_code"))
    assert account[:2] == ("refused", 18)
    assert rows == []


def test_two_files_joined_within_a_line_are_refused(take):
    account, rows = take(WHOLE.rstrip("\n") + WHOLE)
    assert account[0] == "refused"
    assert account[5].startswith("line 10: the header stands a second time")
    assert rows == []


def test_a_quote_that_closes_rows_later_swallows_no_record(take):
    text = WHOLE.replace("note 3", '"note 3').replace("note 6", 'note 6"')
    account, rows = take(text)
    assert account[:3] == ("partly_rejected", 9, 8)
    assert {row[0] for row in rows} == {f"2019-0{n}-01" for n in range(1, 10) if n != 3}


@pytest.mark.parametrize("text", ["epoch", "infinity", "19-01-01", "2019-01-01x", "0019-01-01"])
def test_what_only_a_database_would_take_for_a_date_is_rejected(take, text):
    account, _ = take(WHOLE.replace("2019-01-01", text))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0), account


def test_a_month_that_does_not_begin_on_its_first_day_is_rejected(take):
    account, _ = take(WHOLE.replace("2019-04-01", "2019-01-04"))
    assert "Month '2019-01-04' is not the first day of a month" in account[5]


def test_a_month_that_has_not_begun_is_rejected(take):
    account, rows = take(WHOLE.replace("2019-04-01", "2099-04-01"))
    assert account[:5] == ("partly_rejected", 9, 8, 1, 0)
    assert "line 5: Month '2099-04-01' lies after" in account[5]
    assert len(rows) == 8


def test_a_month_to_come_is_loaded_where_the_feed_looks_ahead(take):
    account, _ = take(WHOLE.replace("2019-04-01", "2099-04-01"), looks_ahead=True)
    assert account[:2] == ("loaded", 9)


def test_a_file_whose_name_says_a_period_to_come_is_refused(office):
    office.feeds = [crime_feed(period_in_name=month_in_path)]
    office.deliver("crime/2099-01.csv", WHOLE)
    office.night()
    state, *_, reason = office.account("crime/2099-01.csv")
    assert state == "refused"
    assert "its name says the period from 1 January 2099" in reason


def test_dates_to_come_are_loaded_with_a_note_where_no_month_is_declared(take):
    account, _ = take(WHOLE.replace("2019-04-01", "2099-04-01"), month="")
    assert account[:2] == ("loaded", 9)
    assert "holds dates to 1 April 2099, which are still to come" in account[5]


@pytest.mark.parametrize(
    ("name", "says"),
    [("crime/2019-10.csv", "is so called from 2024-04, but the file's name says October 2019"),
     ("crime/2024-05.csv", "")],
)  # fmt: skip
def test_a_column_name_of_another_edition_is_told(office, name, says):
    month, force, _, note = crime_feed().layouts[0].columns
    count = Column(
        "crime_count", ("Crimes",), type="bigint", aliases=(Alias("Offences", "2024-04"),)
    )
    office.feeds = [crime_feed(columns=(month, force, count, note))]
    office.deliver(name, WHOLE.replace("Crimes", "Offences"))
    office.night()
    account = office.account(name)
    assert account[:3] == ("loaded", 9, 9)
    assert says in account[5]
    assert bool(account[5]) == bool(says)
