"""The functions of ours that queries may use: kept in the working store, so a pasted query runs too.

They are scalar: what a query reads stays visible to lineage. One that must change gets another name,
since stores of earlier versions keep it under this one.
"""

import re

import duckdb

# How a name of a force or an area is compared: small letters only, `&` read as `and`.
_NAME_KEY = "regexp_replace(replace(lower(name), '&', 'and'), '[^a-z]', '', 'g')"


def define_functions(connection: duckdb.DuckDBPyConnection) -> None:
    """Define the functions of ours in the database that a connection has open."""
    connection.execute(f"create macro if not exists name_key(name) as {_NAME_KEY}")


def name_key(name: str) -> str:
    """Fold a name of a force or an area as the SQL function of the same name does."""
    return re.sub("[^a-z]", "", name.lower().replace("&", "and"))
