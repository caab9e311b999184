"""What the checks see, say and leave behind, on one open connection."""

import subprocess
import sys

import duckdb
import great_expectations as gx
import great_expectations.expectations as gxe
import pytest

from pipelines.build.checks import Checker

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


@pytest.fixture(scope="module")
def checker(connection):
    return Checker(connection)


@pytest.fixture
def check(connection, checker):
    """Begin, insert, check on a temporary view; roll back after the test."""

    def check(rows, *expectations, name="core.crime"):
        connection.execute("begin")
        connection.execute(f"create table crime ({COLUMNS})")
        connection.execute(f"insert into crime values {rows}")
        connection.execute("create temp view checked as select * from crime")
        suite = gx.ExpectationSuite(name=name, expectations=list(expectations))
        return checker.check(suite, "checked")

    yield check
    connection.execute("rollback")


RELIED_ON = {
    "column set": gxe.ExpectTableColumnsToMatchSet(
        column_set=["force_code", "month", "crimes", "solved"]
    ),
    "not null": gxe.ExpectColumnValuesToNotBeNull(column="month"),
    "in set": gxe.ExpectColumnValuesToBeInSet(
        column="force_code", value_set=["E23000023", "E23000036"]
    ),
    "regex": gxe.ExpectColumnValuesToMatchRegex(column="force_code", regex=r"^E23\d{6}$"),
    "between": gxe.ExpectColumnValuesToBeBetween(column="crimes", min_value=0),
    "compound unique": gxe.ExpectCompoundColumnsToBeUnique(column_list=["force_code", "month"]),
    "row count": gxe.ExpectTableRowCountToBeBetween(min_value=1, max_value=4),
    "pair": gxe.ExpectColumnPairValuesAToBeGreaterThanB(
        column_A="crimes", column_B="solved", or_equal=True
    ),
    "query": gxe.UnexpectedRowsExpectation(
        unexpected_rows_query=(
            "select * from {batch} where not regexp_matches(force_code, '^E23\\d{{6}}$')"
        )
    ),
    "sum": gxe.ExpectColumnSumToBeBetween(column="crimes", min_value=30, max_value=30),
    "distinct values": gxe.ExpectColumnDistinctValuesToBeInSet(
        column="force_code", value_set=["E23000023", "E23000036"]
    ),
    "type": gxe.ExpectColumnValuesToBeOfType(column="crimes", type_="INTEGER"),
}
UNIQUE = gxe.ExpectColumnValuesToBeUnique(column="crimes")


@pytest.mark.parametrize("name", [name for name in RELIED_ON if name != "type"])
def test_an_expectation_we_rely_on_holds_on_good_rows_and_breaks_on_wrong_ones(check, name):
    good, *_ = check(ROWS, RELIED_ON[name])
    assert (good.passed, good.raised, good.error) == (True, False, None)


@pytest.mark.parametrize("name", [name for name in RELIED_ON if name not in ("type", "column set")])
def test_an_expectation_we_rely_on_breaks_on_wrong_rows(check, name):
    wrong, *_ = check(f"{ROWS}, {WRONG}", RELIED_ON[name])
    assert (wrong.passed, wrong.raised, wrong.error) == (False, False, None)


def test_a_missing_column_a_repeated_value_and_a_wrong_type_break(check):
    columns, unique, kind = check(
        f"{ROWS}, {WRONG}",
        gxe.ExpectTableColumnsToMatchSet(column_set=["force_code", "month", "crimes", "region"]),
        UNIQUE,
        gxe.ExpectColumnValuesToBeOfType(column="month", type_="VARCHAR"),
    )
    assert [r.passed or r.raised for r in (columns, unique, kind)] == [False, False, False]
    assert columns.sample == "missing region; unexpected solved"
    assert (unique.unexpected_count, unique.sample) == (1, "crimes 8, row_count 2")
    assert kind.sample == "found DATE"


def test_column_types_are_those_of_duckdb(check):
    (kind,) = check(ROWS, RELIED_ON["type"])
    assert kind.passed


def test_a_promise_is_put_into_words_with_its_count_and_a_sample(check):
    missing, form, low, key = check(
        f"{ROWS}, {WRONG}",
        gxe.ExpectColumnValuesToNotBeNull(column="month", severity="critical"),
        gxe.ExpectColumnValuesToMatchRegex(column="force_code", regex=r"^E23\d{6}$"),
        gxe.ExpectColumnValuesToBeBetween(
            column="crimes",
            min_value=0,
            max_value=3_000,
            severity="warning",
            notes="Ask the force to confirm.",
        ),
        gxe.ExpectCompoundColumnsToBeUnique(column_list=["force_code", "month"]),
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
        gxe.UnexpectedRowsExpectation(
            unexpected_rows_query="select force_code, solved from {batch} where solved > crimes",
            description="no more crimes are solved than recorded",
        ),
    )
    assert found.expectation == "no more crimes are solved than recorded"
    assert found.unexpected_count == 2
    assert found.sample == "force_code Cambs, solved 2; force_code E23000036, solved 9"


def test_a_year_is_not_written_as_a_count(check):
    alone, beside = check(
        ROWS,
        gxe.UnexpectedRowsExpectation(
            unexpected_rows_query="select distinct year(month) as edition_year from {batch}"
        ),
        gxe.UnexpectedRowsExpectation(
            unexpected_rows_query=(
                "select year(month) as year, 1000 * sum(crimes) as crimes from {batch} group by 1"
            )
        ),
    )
    assert (alone.sample, beside.sample) == ("2019", "year 2019, crimes 30,000")


def test_a_repeated_key_with_an_empty_part_is_found(check):
    rows = "('E23000023', null, 1, 1), ('E23000023', null, 2, 2)"
    (compound,) = check(rows, RELIED_ON["compound unique"])
    assert not compound.passed, "Great Expectations itself joins on equality and overlooks it"
    assert compound.sample == "force_code E23000023, month empty, row_count 2"


def test_results_come_in_the_order_of_the_suite(check):
    results = check(ROWS, RELIED_ON["query"], UNIQUE, RELIED_ON["row count"], RELIED_ON["sum"])
    assert [result.expectation.split()[0] for result in results] == ["no", "no", "the", "the"]
    assert "crimes" in results[1].expectation
    assert results[3].expectation == "the sum of crimes is exactly 30"


def test_a_condition_and_a_tolerance_are_said(check):
    from great_expectations.expectations.row_conditions import Column

    tolerant, only_some = check(
        f"{ROWS}, {WRONG}",
        gxe.ExpectColumnValuesToNotBeNull(column="month", mostly=0.5),
        gxe.ExpectColumnValuesToBeBetween(
            column="crimes", min_value=0, row_condition=Column("month").is_not_null()
        ),
    )
    assert tolerant.expectation.endswith("in at least 0.5 of the rows it applies to")
    assert only_some.expectation == "crimes is at least 0, where month is not empty"
    assert tolerant.passed
    assert only_some.passed


def test_a_check_that_raises_is_our_fault_and_takes_no_other_check_with_it(check, checker):
    pattern, total, count = check(
        ROWS,
        gxe.ExpectColumnValuesToMatchLikePattern(column="force_code", like_pattern="E%"),
        gxe.ExpectColumnSumToBeBetween(column="force_code", min_value=0),
        RELIED_ON["between"],
    )
    assert pattern.raised
    assert not pattern.passed
    assert "Like patterns are not supported" in pattern.error
    assert (total.raised, total.unexpected_count, total.sample) == (True, None, None)
    assert (count.raised, count.passed) == (False, True)
    assert checker.can_commit()


def test_a_check_that_fails_while_it_runs_leaves_only_a_rollback(check, checker, connection):
    (result,) = check(
        ROWS,
        gxe.UnexpectedRowsExpectation(
            unexpected_rows_query="select cast(force_code as integer) from {batch}",
            severity="warning",
        ),
    )
    assert result.raised
    assert "Could not convert string" in result.error
    assert not checker.can_commit()

    connection.execute("rollback")
    connection.execute("begin")
    connection.execute("create temp view other as select 1 as crimes")
    (after,) = checker.check(
        gx.ExpectationSuite(name="core.other", expectations=[RELIED_ON["between"]]), "other"
    )
    assert after.passed


def test_the_caller_may_still_roll_back_or_commit(connection, checker):
    connection.execute(f"create table kept ({COLUMNS})")
    connection.execute(f"insert into kept values {ROWS}")
    suite = gx.ExpectationSuite(
        name="core.kept", expectations=[gxe.ExpectTableRowCountToEqual(value=4)]
    )
    row = "insert into kept values ('E23000023', '2019-11-01', 9, 1)"
    counts = []
    for ending in ("rollback", "commit"):
        connection.execute("begin")
        connection.execute(row)
        connection.execute("create or replace temp view kept_checked as select * from kept")
        (seen,) = checker.check(suite, "kept_checked")
        assert seen.passed, "the check sees the row that is not committed yet"
        connection.execute(ending)
        counts.append(connection.execute("select count(*) from kept").fetchone()[0])
    assert counts == [3, 4]
    connection.execute("drop table kept cascade")


def test_a_view_made_anew_with_other_columns_is_seen_anew(connection, checker):
    suite = gx.ExpectationSuite(
        name="core.anew",
        expectations=[gxe.ExpectTableColumnsToMatchSet(column_set=["a", "b"])],
    )
    passed = []
    for columns in ("1 as a", "1 as a, 2 as b"):
        connection.execute(f"create or replace temp view anew as select {columns}")
        passed.append(checker.check(suite, "anew")[0].passed)
    assert passed == [False, True]


def test_an_empty_table_keeps_promises_about_rows_it_does_not_have(connection, checker):
    connection.execute(f"create or replace temp table hollow ({COLUMNS})")
    suite = gx.ExpectationSuite(
        name="core.hollow", expectations=[e for n, e in RELIED_ON.items() if n not in ("sum",)]
    )
    results = checker.check(suite, "hollow")
    assert [r.expectation for r in results if not r.passed] == [
        "the number of rows is at least 1 and at most 4"
    ]


def test_importing_the_module_does_not_import_great_expectations():
    program = "import sys, pipelines.checks; sys.exit('great_expectations' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True)
