"""Teach Great Expectations 1.24 to run inside DuckDB, on a connection that we hold open.

Great Expectations has no DuckDB back end, but reaches it through SQLAlchemy once it knows three
things: that the connection must outlive a query, how DuckDB matches a regular expression, and
where DuckDB keeps the types of a view's columns. All three go into private places, so this is the
only module that touches them, and its test fails, naming the place, when they move.
"""

import enum
import functools
import importlib
import sys
import types
from collections.abc import Callable
from typing import Any

import duckdb

from pipelines.errors import PcplanError

DIALECT = "duckdb"
ENGINE_MODULE = "great_expectations.execution_engine.sqlalchemy_execution_engine"
EXPECTATION_MODULE = "great_expectations.expectations.expectation"
CONFIGURATION = "configuration"
REGEX_FUNCTION = "get_dialect_regex_expression"
COMPARISON_MODULE = "great_expectations.expectations.type_comparison"
TYPES_MODULE = "great_expectations.expectations.metrics.table_metrics.table_column_types"
TYPES_FUNCTION = "get_sqlalchemy_column_metadata"
REGEX_MODULES = "great_expectations.expectations.metrics."

# It imports these as it starts (half of its import), for expectations and pages of no use here.
UNUSED = ("scipy.stats", "altair")


class _Dialect(str, enum.Enum):  # noqa: UP042 - Great Expectations' own tuple holds such members
    """A member for the private tuple: compared as text, and asked for its value."""

    DUCKDB = DIALECT


def teach() -> None:
    """Make Great Expectations fit for DuckDB in this process; harmless when done before."""
    for name in UNUSED:
        _put_off(name)
    import great_expectations.expectations  # noqa: F401 - loads every module that is changed below

    engine = _module(ENGINE_MODULE)
    persisted = _private(engine, "_PERSISTED_CONNECTION_DIALECTS")
    if DIALECT not in persisted:
        engine._PERSISTED_CONNECTION_DIALECTS = (*persisted, _Dialect.DUCKDB)
    comparison = _module(COMPARISON_MODULE)
    by_name = _private(comparison, "CASE_INSENSITIVE_DIALECTS")
    if DIALECT not in by_name:
        comparison.CASE_INSENSITIVE_DIALECTS = by_name | {DIALECT}
    _replace(_module(TYPES_MODULE), TYPES_FUNCTION, _with_duckdb_types)
    matching = [
        module
        for name, module in sorted(sys.modules.items())
        if name.startswith(REGEX_MODULES) and hasattr(module, REGEX_FUNCTION)
    ]
    if not matching:
        raise PcplanError(_moved(REGEX_MODULES + "*", REGEX_FUNCTION))
    for module in matching:
        _replace(module, REGEX_FUNCTION, _with_duckdb_regex)
    _keep_configurations()


class _PutOff(types.ModuleType):
    """Stands for a module until something of it is asked for."""

    def __getattr__(self, attribute: str) -> Any:
        if attribute.startswith("__"):
            raise AttributeError(attribute)
        if sys.modules.get(self.__name__) is self:
            del sys.modules[self.__name__]
        return getattr(importlib.import_module(self.__name__), attribute)


def _put_off(name: str) -> None:
    """Have a module loaded at its first use and not when it is imported.

    The standard library's LazyLoader loads at the second import too (Python 3.11).
    """
    if name not in sys.modules:
        sys.modules[name] = _PutOff(name)


_configurations: dict[int, tuple[Any, Any]] = {}


def _keep_configurations() -> None:
    """Work an expectation's configuration out once a check, not some 70 times.

    Great Expectations derives it anew at every reading, which is a quarter of what a suite costs.
    """
    expectation = _module(EXPECTATION_MODULE).Expectation
    worked_out = expectation.__dict__.get(CONFIGURATION)
    if not isinstance(worked_out, property) or worked_out.fget is None:
        raise PcplanError(_moved(EXPECTATION_MODULE, CONFIGURATION))
    if getattr(worked_out.fget, "kept", False):
        return
    work_out = worked_out.fget

    def configuration(self: Any) -> Any:
        held = _configurations.get(id(self))
        if held is None or held[0] is not self:
            held = _configurations[id(self)] = (self, work_out(self))
        return held[1]

    configuration.kept = True  # type: ignore[attr-defined]
    setattr(expectation, CONFIGURATION, property(configuration))


def forget_configurations() -> None:
    """Let go of what was worked out for the check before."""
    _configurations.clear()


def lend(connection: duckdb.DuckDBPyConnection, failures: list[str]) -> Any:
    """Wrap our open connection so that SQLAlchemy can use it but never close or commit it.

    What fails is added to `failures` as it happens: Great Expectations tries again, and then
    reports that the transaction is aborted rather than what aborted it.
    """
    from duckdb_engine import ConnectionWrapper, CursorWrapper

    class LentCursor(CursorWrapper):
        """A cursor that notes what fails."""

        def execute(self, statement: str, *arguments: Any, **named: Any) -> None:
            """Run the statement; note a failure and let it go on."""
            try:
                super().execute(statement, *arguments, **named)
            except duckdb.Error as error:
                failures.append(str(error))
                raise

    class LentConnection(ConnectionWrapper):
        """A connection whose transaction belongs to the lender."""

        def cursor(self) -> CursorWrapper:
            """Hand out a cursor on the lender's connection."""
            return LentCursor(connection, self)

        def close(self) -> None:
            """Leave the lender's connection open."""

        def begin(self) -> None:
            """Leave the lender's transaction as it is."""

        def commit(self) -> None:
            """Leave the lender's transaction as it is."""

        def rollback(self) -> None:
            """Leave the lender's transaction as it is."""

    return LentConnection(connection)


def _with_duckdb_regex(original: Callable[..., Any]) -> Callable[..., Any]:
    """Match with `regexp_matches` (anywhere in the value, as elsewhere) where GX knows no way."""

    @functools.wraps(original)
    def expression(
        column: Any,
        regex: str,
        dialect: Any,
        positive: bool = True,
    ) -> Any:
        if getattr(dialect, "name", None) != DIALECT:
            return original(column, regex, dialect, positive)
        import sqlalchemy

        matches = sqlalchemy.func.regexp_matches(column, sqlalchemy.literal(regex))
        return matches if positive else sqlalchemy.not_(matches)

    return expression


def _with_duckdb_types(original: Callable[..., Any]) -> Callable[..., Any]:
    """Read column types from DuckDB's own catalogue: reflection finds none on a temporary view."""

    @functools.wraps(original)
    def metadata(
        execution_engine: Any,
        table_selectable: Any,
        schema_name: str | None = None,
    ) -> Any:
        if execution_engine.dialect_name != DIALECT:
            return original(execution_engine, table_selectable, schema_name)
        import sqlalchemy

        query = sqlalchemy.text(
            "select column_name, data_type, is_nullable from duckdb_columns()"
            " where table_name = :name and schema_name = coalesce(:schema, schema_name)"
            " order by column_index"
        ).bindparams(name=str(table_selectable), schema=schema_name)
        rows = execution_engine.execute_query(query).fetchall()
        return [
            {"name": name, "type": data_type, "nullable": nullable, "primary_key": False}
            for name, data_type, nullable in rows
        ]

    return metadata


def _module(name: str) -> Any:
    if name not in sys.modules:
        raise PcplanError(_moved(name, "the module"))
    return sys.modules[name]


def _private(module: Any, name: str) -> Any:
    if not hasattr(module, name):
        raise PcplanError(_moved(module.__name__, name))
    return getattr(module, name)


def _replace(module: Any, name: str, wrap: Callable[..., Any]) -> None:
    original = _private(module, name)
    if not getattr(original, "taught_by_pcplan", False):
        taught = wrap(original)
        taught.taught_by_pcplan = True  # type: ignore[attr-defined]
        setattr(module, name, taught)


def _moved(where: str, what: str) -> str:
    return (
        f"{where}: {what} is not there. Great Expectations has changed its inside. "
        "Install the version that requirements.lock names."
    )
