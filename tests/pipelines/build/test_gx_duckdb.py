"""Great Expectations still has the places that we teach, and runs on a connection that we hold."""

import sys
from types import ModuleType

import duckdb
import pytest

from pipelines.build import gx_duckdb
from pipelines.errors import PcplanError


def test_the_version_installed_is_one_that_was_taught():
    import great_expectations

    assert great_expectations.__version__.startswith("1.24."), (
        "gx_duckdb.py changes private places of Great Expectations 1.24: read its source again"
    )


def test_the_connection_is_kept_open_between_queries():
    gx_duckdb.teach()
    engine = sys.modules[gx_duckdb.ENGINE_MODULE]
    assert "duckdb" in engine._PERSISTED_CONNECTION_DIALECTS
    assert engine._dialect_requires_persisted_connection(connection_string="duckdb:///:memory:")


def test_teaching_twice_changes_nothing_more():
    gx_duckdb.teach()
    engine = sys.modules[gx_duckdb.ENGINE_MODULE]
    types = sys.modules[gx_duckdb.TYPES_MODULE]
    before = engine._PERSISTED_CONNECTION_DIALECTS, types.get_sqlalchemy_column_metadata
    gx_duckdb.teach()
    assert before == (engine._PERSISTED_CONNECTION_DIALECTS, types.get_sqlalchemy_column_metadata)


def test_a_regular_expression_is_matched_anywhere_in_the_value_as_elsewhere():
    gx_duckdb.teach()
    import sqlalchemy
    from duckdb_engine import Dialect
    from great_expectations.expectations.metrics import util

    column = sqlalchemy.column("code")
    for positive, sql in [
        (True, "regexp_matches(code, '^E23')"),
        (False, "NOT regexp_matches(code, '^E23')"),
    ]:
        expression = util.get_dialect_regex_expression(column, "^E23", Dialect(), positive)
        compiled = expression.compile(dialect=Dialect(), compile_kwargs={"literal_binds": True})
        assert str(compiled).replace("(NOT", "NOT").replace("))", ")") == sql


def test_other_databases_keep_their_own_regular_expression():
    gx_duckdb.teach()
    import sqlalchemy
    from great_expectations.expectations.metrics import util
    from sqlalchemy.dialects import postgresql

    expression = util.get_dialect_regex_expression(sqlalchemy.column("code"), "^E23", postgresql)
    assert "~" in str(expression)


def test_a_place_that_has_moved_is_named(monkeypatch):
    gx_duckdb.teach()
    monkeypatch.setitem(sys.modules, gx_duckdb.TYPES_MODULE, ModuleType("changed"))
    with pytest.raises(PcplanError, match=r"get_sqlalchemy_column_metadata is not there"):
        gx_duckdb.teach()


def test_a_lent_connection_can_be_used_but_not_closed_or_committed():
    with duckdb.connect() as connection:
        connection.execute("create table t (a integer)")
        connection.execute("begin")
        connection.execute("insert into t values (1)")
        lent = gx_duckdb.lend(connection, [])
        lent.commit()
        lent.close()
        connection.execute("rollback")
        assert connection.execute("select count(*) from t").fetchone() == (0,)
