#!/usr/bin/env bash
# great_expectations 1.24.1: one expectation, one set of rows, two answers.
# ExpectCompoundColumnsToBeUnique(ignore_row_if="never") on two equal rows whose key has a NULL part: on a pandas frame
# both rows are unexpected; on SQL (here SQLite through SQLAlchemy 2.0.58) the expectation passes with 0 unexpected,
# since NULL equals nothing in the query's join. So a key with a missing month or area repeats unseen in a database.
# Seen: pandas success=False, 2 unexpected; SQL success=True, 0 unexpected.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check great-expectations==1.24.1 pandas==3.1.1 sqlalchemy==2.0.58
cd "$folder"
"$folder/env/bin/python" -W ignore - <<'PY' 2>/dev/null
import sqlite3

import great_expectations as gx
import pandas as pd
from great_expectations.data_context.types.base import ProgressBarsConfig

rows = pd.DataFrame({"area": ["E1", "E1", "E2"], "month": [None, None, "2019-11"]})
context = gx.get_context(mode="ephemeral")
context.variables.progress_bars = ProgressBarsConfig(globally=False)
unique = gx.expectations.ExpectCompoundColumnsToBeUnique(column_list=["area", "month"], ignore_row_if="never")

frame = context.data_sources.add_pandas("frame").add_dataframe_asset("rows")
by_pandas = frame.add_batch_definition_whole_dataframe("all").get_batch({"dataframe": rows}).validate(unique)

with sqlite3.connect("rows.db") as database:
    rows.to_sql("rows", database, index=False)
table = context.data_sources.add_sqlite("file", connection_string="sqlite:///rows.db").add_table_asset("rows", table_name="rows")
by_sql = table.add_batch_definition_whole_table("all").get_batch().validate(unique)

answers = {name: (answer.success, answer.result["unexpected_count"]) for name, answer in (("pandas", by_pandas), ("SQL", by_sql))}
for name, (success, count) in answers.items():
    print(f"great_expectations {gx.__version__} on {name}: success={success}, {count} unexpected")
assert answers == {"pandas": (False, 2), "SQL": (True, 0)}, "the finding has changed"
PY
