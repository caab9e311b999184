"""What a query reads, in every form SQL may take; and what is refused because it hides it."""

import pytest

from pipelines.catalogue.lineage import strip_header, tables_read
from pipelines.errors import LineageError

READS = {
    "a table": ("select * from raw.a", {"raw.a"}),
    "a join with using": ("select * from raw.a left join core.b using (x)", {"raw.a", "core.b"}),
    "a chain of CTEs": (
        "with a as (select * from raw.x), b as (select * from a) select * from b",
        {"raw.x"},
    ),
    "a CTE named like a table": (
        "with crime as (select * from raw.crime) select * from crime join core.crime using (x)",
        {"raw.crime", "core.crime"},
    ),
    "a CTE that reads what is named like itself": (
        "with crime as (select * from core.crime) select * from crime",
        {"core.crime"},
    ),
    "a nested CTE": (
        "with a as (with b as (select * from raw.x) select * from b) select * from a",
        {"raw.x"},
    ),
    "a recursive CTE": (
        "with recursive t(n) as (select min(n) from raw.x union all "
        "select n + 1 from t where n < 9) select * from t join core.y using (n)",
        {"raw.x", "core.y"},
    ),
    "a subquery in from": ("select * from (select * from raw.x) as t", {"raw.x"}),
    "a scalar subquery": (
        "select (select max(x) from raw.x) as m, y from raw.y",
        {"raw.x", "raw.y"},
    ),
    "exists": (
        "select * from raw.a where exists (from core.b where core.b.x = raw.a.x)",
        {"raw.a", "core.b"},
    ),
    "in": ("select * from raw.a where x in (select x from core.b)", {"raw.a", "core.b"}),
    "a lateral join": (
        "select * from raw.a, lateral (select * from core.b where b.x = a.x)",
        {"raw.a", "core.b"},
    ),
    "a union by name": (
        "select * from raw.a union all by name select * from raw.b",
        {"raw.a", "raw.b"},
    ),
    "except": ("select x from raw.a except select x from raw.b", {"raw.a", "raw.b"}),
    "an unpivot": (
        "select * from raw.a unpivot (v for k in (x, y))",
        {"raw.a"},
    ),
    "a pivot with named values": (
        "select * from (from raw.a) pivot (sum(v) for k in ('x', 'y'))",
        {"raw.a"},
    ),
    "from first": ("from raw.a select x", {"raw.a"}),
    "a window and qualify": (
        "select * from raw.a qualify row_number() over (partition by x order by y) = 1",
        {"raw.a"},
    ),
    "an asof join": (
        "select * from raw.a asof join core.b on a.x = b.x and a.t >= b.t",
        {"raw.a", "core.b"},
    ),
    "a values list": ("select * from (values (1, 2)) as v(a, b)", set()),
    "unnest and range": ("select unnest(range(3)) as n from raw.a, range(5) as r(m)", {"raw.a"}),
    "a subquery in a case and in order by": (
        "select case when (select count(*) from raw.b) > 0 then 1 end from raw.a "
        "order by (select max(x) from raw.c)",
        {"raw.a", "raw.b", "raw.c"},
    ),
    "a comment and a closing semicolon": ("-- from raw.z\nselect * from raw.a;", {"raw.a"}),
}


@pytest.mark.parametrize(("query", "tables"), READS.values(), ids=READS.keys())
def test_a_query_s_tables_are_found(query, tables):
    assert tables_read(query.rstrip(";")) == tables


REFUSED = {
    "two statements": ("select 1; select 2", "2 statements"),
    "not a select": ("create table x as select 1", "is not one SELECT"),
    "nonsense": ("selec 1", "is not one SELECT"),
    "an insert": ("insert into raw.x select 1", "is not one SELECT"),
    "no schema": ("select * from crime", "without a schema"),
    "a file": ("select * from 'crime.csv'", "without a schema"),
    "read_csv": ("select * from read_csv('a.csv')", "files come in through a feed"),
    "read_parquet below a CTE": (
        "with a as (select * from read_parquet('a.parquet')) select * from a",
        "files come in through a feed",
    ),
    "query()": ("select * from query('select 1')", "hides what it reads"),
    "query_table()": ("select * from query_table('raw.x')", "hides what it reads"),
    "a table macro": ("select * from my_macro(1)", "cannot see through"),
    "a pivot without named values": (
        "pivot (from raw.a) on k using sum(v)",
        "is not one SELECT",
    ),
}


@pytest.mark.parametrize(("query", "words"), REFUSED.values(), ids=REFUSED.keys())
def test_what_lineage_cannot_see_through_is_refused(query, words):
    with pytest.raises(LineageError) as refusal:
        tables_read(query)
    assert words in str(refusal.value)


def test_a_header_is_no_part_of_the_query():
    assert strip_header("/* metric\ntitle = 'x'\n*/\nselect 1") == "select 1"
    assert strip_header("-- note\nselect 1") == "-- note\nselect 1"
