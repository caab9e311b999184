#!/usr/bin/env bash
# duckdb 1.5.5 with its ducklake extension 1.5.5 (from PyPI's wheels).
# DuckDB's sum(bigint) is HUGEINT. A DuckLake table says HUGEINT too, but keeps such a column as DOUBLE in Parquet:
# beyond 2^53 the stored value is another one. A table of a few rows is kept exactly (it lies in the catalogue, not in
# Parquet), so the same statement is exact on a small table and wrong on a large one.
# Seen: 18014398509481986000 summed; 18014398509481986048 read back from 2,000 rows; the column's type is HUGEINT
# before and after; in the Parquet file it is DOUBLE. A cast of the sum to bigint or decimal avoids it.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/env"
"$folder/env/bin/pip" install --quiet --disable-pip-version-check duckdb==1.5.5 duckdb-extension-ducklake==1.5.5
cd "$folder"
"$folder/env/bin/python" - <<'PY'
from pathlib import Path

import duckdb
import duckdb_extension_ducklake

wheel = Path(duckdb_extension_ducklake.__file__).parent
extension = next(wheel.rglob("ducklake.duckdb_extension"))
con = duckdb.connect()
con.execute(f"load '{extension}'")
con.execute("attach 'ducklake:catalogue.ducklake' as lake (data_path 'data/')")
SUMS = "select sum(9007199254740993::bigint) over () as total from range(2000)"
summed = con.execute(SUMS).fetchone()[0]
con.execute(f"create table lake.large as {SUMS}")
con.execute(f"create table lake.small as {SUMS} limit 1")
large, kind = con.execute("select distinct total, typeof(total) from lake.large").fetchone()
small = con.execute("select total from lake.small").fetchone()[0]
parquet = next(Path("data").rglob("*.parquet"))
stored = con.execute(f"select type from parquet_schema('{parquet}') where name = 'total'").fetchone()[0]
print(f"duckdb {duckdb.__version__}: summed {summed}; large table gives {large} ({kind}, stored as {stored});")
print(f"  small table gives {small}")
assert (summed, small) == (18014398509481986000,) * 2, "the finding has changed"
assert (large, kind, stored) == (18014398509481986048, "HUGEINT", "DOUBLE"), "the finding has changed"
PY
