"""What a suite sees, says and leaves behind, on one open connection."""

import subprocess
import sys

import duckdb
import pytest

from expectations import expect
from pipelines.build.suite import can_commit, run_suite
from pipelines.errors import ConfigurationError

COLUMNS = "force_code varchar, month date, crimes integer, solved integer"
ROWS = """
    ('E23000023', '2019-09-01', 10, 4),
    ('E23000023', '2019-10-01', 12, 5),
    ('E23000036', '2019-10-01', 8, 8)
"""
WRONG = "('Cambs', null, -3, 2), ('E23000036', '2019-10-01', 8, 9)"


@pytest.fixture(scope="module")
def connection():
    with duckdb.connect() as connection:
        yield connection


@pytest.fixture
def check(connection):
    """Begin, insert, check on a temporary view; roll back after the test."""

    def check(rows, *promises):
        connection.execute("begin")
        connection.execute(f"create table crime ({COLUMNS})")
        connection.execute(f"insert into crime values {rows}")
        connection.execute("create temp view checked as select * from crime")
        suite = [one for some in promises for one in some]
        return run_suite(connection, suite, "checked", "core.crime")

    yield check
    connection.execute("rollback")


RELIED_ON = {
    "column set": expect.critical(
        expect.table_columns_to_match_set("force_code", "month", "crimes", "solved")
    ),
    "not null": expect.critical(expect.column_values_to_not_be_null("month")),
    "in set": expect.critical(
        expect.column_values_to_be_in_set("force_code", ["E23000023", "E23000036"])
    ),
    "regex": expect.critical(
        expect.column_values_to_match_regex("force_code", regex=r"^E23\d{6}$")
    ),
    "between": expect.critical(expect.column_values_to_be_between("crimes", min_value=0)),
    "compound unique": expect.critical(expect.compound_columns_to_be_unique("force_code", "month")),
    "row count": expect.critical(expect.table_row_count_to_be_between(min_value=1, max_value=4)),
    "pair": expect.critical(
        expect.column_pair_values_a_to_be_greater_than_b("crimes", "solved", or_equal=True)
    ),
    "query": expect.critical(
        expect.no_rows(
            "every code is one of a force",
            "select * from {batch} where not regexp_matches(force_code, '^E23\\d{{6}}$')",
        )
    ),
}
UNIQUE = expect.critical(expect.column_values_to_be_unique("crimes"))


@pytest.mark.parametrize("name", RELIED_ON)
def test_an_expectation_we_rely_on_holds_on_good_rows(check, name):
    (good,) = check(ROWS, RELIED_ON[name])
    assert (good.passed, good.raised, good.error) == (True, False, None)


@pytest.mark.parametrize("name", [name for name in RELIED_ON if name != "column set"])
def test_an_expectation_we_rely_on_breaks_on_wrong_rows(check, name):
    (wrong,) = check(f"{ROWS}, {WRONG}", RELIED_ON[name])
    assert (wrong.passed, wrong.raised, wrong.error) == (False, False, None)


def test_a_missing_column_and_a_repeated_value_break(check):
    columns, unique = check(
        f"{ROWS}, {WRONG}",
        expect.critical(
            expect.table_columns_to_match_set("force_code", "month", "crimes", "region")
        ),
        UNIQUE,
    )
    assert [r.passed or r.raised for r in (columns, unique)] == [False, False]
    assert columns.sample == "missing region; unexpected solved"
    assert (unique.unexpected_count, unique.sample) == (1, "crimes 8, row_count 2")


def test_a_promise_is_put_into_words_with_its_count_and_a_sample(check):
    missing, form, low, key = check(
        f"{ROWS}, {WRONG}",
        expect.critical(
            expect.column_values_to_not_be_null("month"),
            expect.column_values_to_match_regex("force_code", regex=r"^E23\d{6}$"),
        ),
        expect.warning(
            expect.column_values_to_be_between(
                "crimes", min_value=0, max_value=3_000, notes="Ask the force to confirm."
            )
        ),
        RELIED_ON["compound unique"],
    )
    assert (missing.table_name, missing.expectation) == ("core.crime", "month is never empty")
    assert (missing.severity, missing.unexpected_count, missing.breaks) == ("critical", 1, True)
    assert form.expectation == r"force_code has the form ^E23\d{6}$"
    assert form.sample == "Cambs"
    assert low.expectation == "crimes is at least 0 and at most 3,000"
    assert (low.severity, low.sample, low.breaks) == ("warning", "-3", False)
    assert low.notes == "Ask the force to confirm."
    assert key.expectation == "no two rows share all of force_code, month"


def test_a_query_shows_the_rows_it_found_and_says_its_description(check):
    (found,) = check(
        f"{ROWS}, {WRONG}",
        expect.critical(
            expect.no_rows(
                "no more crimes are solved than recorded",
                "select force_code, solved from {batch} where solved > crimes",
            )
        ),
    )
    assert found.expectation == "no more crimes are solved than recorded"
    assert found.unexpected_count == 2
    assert found.sample == "force_code Cambs, solved 2; force_code E23000036, solved 9"


def test_a_year_is_not_written_as_a_count(check):
    alone, beside = check(
        ROWS,
        expect.critical(
            expect.no_rows("no year", "select distinct year(month) as edition_year from {batch}"),
            expect.no_rows(
                "no crimes",
                "select year(month) as year, 1000 * sum(crimes) as crimes from {batch} group by 1",
            ),
        ),
    )
    assert (alone.sample, beside.sample) == ("2019", "year 2019, crimes 30,000")


@pytest.mark.parametrize(
    "promise",
    [
        RELIED_ON["compound unique"],
        expect.critical(expect.no_repeats("a month once", "force_code, month")),
    ],
)
def test_a_repeated_key_with_an_empty_part_is_found(check, promise):
    rows = "('E23000023', null, 1, 1), ('E23000023', null, 2, 2)"
    (compound,) = check(rows, promise)
    assert not compound.passed, "Great Expectations itself joins on equality and overlooks it"
    assert compound.sample == "force_code E23000023, month empty, row_count 2"


def test_results_come_in_the_order_of_the_suite(check):
    results = check(ROWS, RELIED_ON["query"], UNIQUE, RELIED_ON["row count"], RELIED_ON["between"])
    assert [result.expectation for result in results] == [
        "every code is one of a force",
        "no two rows share crimes",
        "the number of rows is at least 1 and at most 4",
        "crimes is at least 0",
    ]


def test_a_check_that_cannot_be_run_is_our_fault_and_takes_no_other_check_with_it(
    check, connection
):
    column, table, count = check(
        ROWS,
        expect.critical(
            expect.column_values_to_be_between("no_such_column", min_value=0),
            expect.no_rows("no stranger", "select * from {batch} join core.nothing using (x)"),
        ),
        RELIED_ON["between"],
    )
    assert column.raised
    assert not column.passed
    assert "no_such_column" in column.error
    assert (table.raised, table.unexpected_count, table.sample) == (True, None, None)
    assert (count.raised, count.passed) == (False, True)
    assert can_commit(connection)


def test_a_check_that_fails_while_it_runs_leaves_only_a_rollback(check, connection):
    fails, after = check(
        ROWS,
        expect.warning(
            expect.no_rows(
                "it fails as it runs",
                "select force_code from {batch} where cast(force_code as integer) > 0",
            )
        ),
        RELIED_ON["between"],
    )
    assert fails.raised and after.raised
    assert "ended the transaction, so none after it ran" in after.error
    assert "Could not convert string" in after.error
    assert not can_commit(connection)

    connection.execute("rollback")
    connection.execute("begin")
    connection.execute("create temp view other as select 1 as crimes")
    (again,) = run_suite(connection, RELIED_ON["between"], "other", "core.other")
    assert again.passed


def test_a_sample_that_cannot_be_shown_is_our_fault_too(check, connection):
    (result,) = check(
        ROWS,
        expect.warning(
            expect.no_rows("all are numbers", "select cast(force_code as integer) from {batch}")
        ),
    )
    assert result.raised
    assert "Could not convert string" in result.error
    assert not can_commit(connection)


def test_the_caller_may_still_roll_back_or_commit(connection):
    connection.execute(f"create table kept ({COLUMNS})")
    connection.execute(f"insert into kept values {ROWS}")
    suite = expect.critical(expect.table_row_count_to_be_between(min_value=4, max_value=4))
    row = "insert into kept values ('E23000023', '2019-11-01', 9, 1)"
    counts = []
    for ending in ("rollback", "commit"):
        connection.execute("begin")
        connection.execute(row)
        connection.execute("create or replace temp view kept_checked as select * from kept")
        (seen,) = run_suite(connection, suite, "kept_checked", "core.kept")
        assert seen.passed, "the check sees the row that is not committed yet"
        connection.execute(ending)
        counts.append(connection.execute("select count(*) from kept").fetchone()[0])
    assert counts == [3, 4]
    connection.execute("drop table kept cascade")


def test_a_view_made_anew_with_other_columns_is_seen_anew(connection):
    suite = expect.critical(expect.table_columns_to_match_set("a", "b"))
    passed = []
    for columns in ("1 as a", "1 as a, 2 as b"):
        connection.execute(f"create or replace temp view anew as select {columns}")
        passed.append(run_suite(connection, suite, "anew", "core.anew")[0].passed)
    assert passed == [False, True]


def test_an_empty_table_keeps_promises_about_rows_it_does_not_have(connection):
    connection.execute(f"create or replace temp table hollow ({COLUMNS})")
    suite = [one for promise in RELIED_ON.values() for one in promise]
    results = run_suite(connection, suite, "hollow", "core.hollow")
    assert [r.expectation for r in results if not r.passed] == [
        "the number of rows is at least 1 and at most 4"
    ]


def test_a_table_without_a_suite_is_not_asked(connection):
    assert run_suite(connection, [], "no_such_view", "core.nothing") == []


def test_a_suite_is_one_query_and_asks_again_only_for_what_broke():
    class Asked(list):
        def execute(self, query):
            self.append(query)
            return connection.execute(query)

    with duckdb.connect() as connection:
        connection.execute("create temp table checked as select 'a' as code, 3 as low, 2 as high")
        asked = Asked()
        suite = expect.critical(
            expect.column_values_to_not_be_null("code"),
            expect.column_pair_values_a_to_be_greater_than_b("high", "low"),
            expect.column_values_to_be_unique("code"),
            expect.no_rows("little", "select low from {batch} group by all having sum(low) > 2"),
        )
        results = run_suite(asked, suite, "checked", "core.it")
    assert [one.unexpected_count for one in results] == [0, 1, 0, 1]
    assert len([query for query in asked if "count(*)" in query]) == 1
    assert len([query for query in asked if "limit 5" in query]) == 2


def test_a_kind_that_a_night_cannot_run_is_refused_by_name(connection):
    suite = [{"type": "expect_column_sum_to_be_between", "kwargs": {"column": "crimes"}}]
    with pytest.raises(ConfigurationError, match="expect_column_sum_to_be_between: is no kind"):
        run_suite(connection, suite, "checked", "core.crime")


def test_a_night_does_not_import_great_expectations():
    program = """
import sys, duckdb
from pipelines import assemble
from pipelines.build.suite import run_suite
suite = assemble.catalogue().suites["core.police_force"]
with duckdb.connect() as connection:
    run_suite(connection, suite, "(select 1 as nothing)", "core.police_force")
sys.exit(" ".join({"great_expectations", "sqlalchemy"} & sys.modules.keys()) or 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
