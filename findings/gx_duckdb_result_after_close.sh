#!/usr/bin/env bash
# great_expectations 1.24.1 on DuckDB 1.5.5 through duckdb-engine 0.17.0 and SQLAlchemy 2.0.58: it reads a result after
# it has given the connection back. Databases whose driver holds the rows by then do not mind; DuckDB's are gone with the
# ROLLBACK that SQLAlchemy's pool sends. So on a table file every expectation raises ("list index out of range" or
# "'NoneType' object is not subscriptable"), though its queries are right. With a connection that outlives them, handed
# over by SQLAlchemy's own `creator`, the same expectation passes: no private place need be changed.
# Seen: by connection string success=False, raised; by `creator` success=True.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check great-expectations==1.24.1 duckdb==1.5.5 \
    duckdb-engine==0.17.0 sqlalchemy==2.0.58
cd "$folder"
"$folder/env/bin/python" -W ignore - <<'PY' 2>/dev/null
import duckdb
import great_expectations as gx
from duckdb_engine import ConnectionWrapper
from great_expectations.data_context.types.base import ProgressBarsConfig


class Kept(ConnectionWrapper):
    def begin(self):
        pass

    commit = rollback = close = begin


for name in ("text", "kept"):
    with duckdb.connect(f"{name}.duckdb") as database:
        database.execute("create table crime as from (values ('E1', 1), ('E2', 2)) as t(area, crimes)")

context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = ProgressBarsConfig(globally=False)
filled = gx.expectations.ExpectColumnValuesToNotBeNull(column="area")


def answer(name, source):
    asset = source.add_table_asset(name, table_name="crime")
    result = asset.add_batch_definition_whole_table(name).get_batch().validate(filled)
    raised = "raised_exception': True" in str(result.exception_info)
    print(f"great_expectations {gx.__version__} {name}: success={result.success}, raised={raised}")
    return result.success, raised


by_text = answer("by connection string", context.data_sources.add_sql("text", connection_string="duckdb:///text.duckdb", create_temp_table=False))
database = duckdb.connect("kept.duckdb")
by_creator = answer("by creator", context.data_sources.add_sql(
    "kept", connection_string="duckdb:///:memory:", create_temp_table=False, kwargs={"creator": lambda: Kept(database)}
))
assert (by_text, by_creator) == ((False, True), (True, False)), "the finding has changed"
PY
