"""Twelve tables, one folder: each file is known by its header."""

from assets.raw.crown_court_caseload import FEED

AGE = "quarter_end,year,quarter,age_band,age_order,count\n2025-12-31,2025,Q4,1 to 2 years,8.0,9.0\n"
REMAND_AGE = (
    "quarter_end,year,quarter,remand_status,age_band,age_order,count\n"
    "2025-12-31,2025,Q4,Bail,1 to 2 years,8.0,4.0\n"
)


def test_ages_by_remand_status_are_not_taken_for_ages_of_all_cases(load_feed, tmp_path):
    (tmp_path / "a.csv").write_text(AGE)
    (tmp_path / "b.csv").write_text(REMAND_AGE)

    loaded = load_feed(
        FEED,
        {"age.csv": tmp_path / "a.csv", "renamed.csv": tmp_path / "b.csv"},
    )

    tables = {name: table for name, (table, _) in loaded.accounts.items()}
    assert tables == {"age.csv": "crown_court_case_age", "renamed.csv": "crown_court_remand_age"}


def test_counts_written_as_decimals_are_whole_numbers(load_feed, tmp_path):
    (tmp_path / "a.csv").write_text(AGE)

    loaded = load_feed(FEED, {"age.csv": tmp_path / "a.csv"})

    assert loaded.rows("select case_count from raw.crown_court_case_age") == [{"case_count": 9}]


def test_every_published_table_has_a_layout(shared_data, load_feed):
    files = {path.name: path for path in (shared_data / "crown_court").glob("*.csv")}

    loaded = load_feed(FEED, files)

    assert {table for table, _ in loaded.accounts.values()} == {lay.table for lay in FEED.layouts}
    assert {account.state for _, account in loaded.accounts.values()} == {"loaded"}
