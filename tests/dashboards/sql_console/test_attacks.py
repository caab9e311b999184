"""Ad hoc SQL under attack: each question is refused or bounded, and nothing else happens.

After each one the snapshot's bytes are what they were, no file was made, no place on the server was
named, and the next question is answered. Attacks meet the child's own code here, and some of each
kind a real child; bombs go off in real children.
"""

import hashlib
import shutil
import subprocess
import sys
import threading
import time
from pathlib import Path

import duckdb
import psutil
import pytest

from dashboards.sql_console import child
from dashboards.sql_console.ask import ADDRESSES, MOST_ROWS, Answer, SqlConsole, _limit
from snapshot.published import Published

DEEP = 4_000
PATIENCE = 30.0  # for a question that must be answered, on a machine that does much else
SLOW = "select sum(sin(range)) from range(1000000000000)"


@pytest.fixture(scope="module")
def path(published_folder, tmp_path_factory):
    """A copy of the restricted file in a folder of its own, so that any new file beside it shows."""
    opened = Published(published_folder, "restricted")
    home = tmp_path_factory.mktemp("attacked") / "20191218T023000Z-test"
    home.mkdir()
    shutil.copy(opened.path, home / "restricted.duckdb")
    opened.close()
    return home / "restricted.duckdb"


@pytest.fixture(scope="module")
def desk():
    return SqlConsole()


def state_of(path):
    return hashlib.sha256(path.read_bytes()).hexdigest(), sorted(path.parent.iterdir())


def answer_here(path, query):
    """Answer with the child's own code, without the second that a process costs."""
    asked = {"path": str(path), "query": query, "most_rows": MOST_ROWS, "memory_megabytes": 64}
    found = child.answer(asked)
    rows = tuple(tuple(row) for row in found.get("rows", ()))
    return Answer(tuple(found.get("names", ())), rows, refused=found.get("refused", ""))


@pytest.fixture
def harmless(desk, path, tmp_path, monkeypatch):
    """Ask, here or in a real child, and see that nothing was harmed; return the answer."""
    monkeypatch.chdir(tmp_path)
    before = state_of(path)

    def harmless(query, seconds=None):
        def ask(query, seconds):
            if seconds is None:
                return answer_here(path, query)
            return desk.ask(path, query, seconds=seconds)

        answer = ask(query, seconds)
        assert state_of(path) == before
        assert list(tmp_path.iterdir()) == []
        told = " ".join([answer.refused, *answer.names, *map(str, answer.rows)])
        for place in (path.parent, Path.home(), sys.prefix, sys.base_prefix, "site-packages"):
            assert str(place) not in told
        assert "root:" not in told
        assert len(answer.rows) <= MOST_ROWS
        assert ask("select 42 as x", seconds and PATIENCE).rows == ((42,),)
        return answer

    return harmless


ATTACKS = [
    # Change something.
    "drop table metric",
    "delete from metric",
    "insert into metric (metric_id) values ('x')",
    "update metric set title = 'x'",
    "create table t (x int)",
    "create temp table t (x int)",
    "create view v as select 1",
    "create macro f() as 1",
    "create secret (type s3, key_id 'x', secret 'y')",
    "alter table metric add column x int",
    "truncate metric",
    "merge into metric using metric m on false when matched then delete",
    "comment on table metric is 'x'",
    # Several questions in one.
    "select 1; drop table metric",
    "select 1; select 2",
    "select 1;;;drop table metric",
    "select 1 /* ; */ ; set memory_limit = '10GB'",
    "select 1 --\n; attach 'x.duckdb'",
    # Reach other files, or write one.
    "attach 'other.duckdb'",
    "attach ':memory:' as m",
    "detach restricted",
    "copy metric to 'out.csv'",
    "copy (select 1) to 'out.parquet' (format parquet)",
    "copy metric from '/etc/passwd'",
    "export database 'out'",
    "import database 'in'",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from READ_TEXT('/etc/passwd')",
    "select * from \"read_text\"('/etc/passwd')",
    "select * from system.main.read_text('/etc/passwd')",
    "select * from main.read_blob('/etc/passwd')",
    "select * from read_parquet('x.parquet')",
    "select * from parquet_scan('x.parquet')",
    "select * from read_json('x.json')",
    "select * from read_duckdb('x.duckdb')",
    "select * from '/etc/passwd'",
    "select * from 'https://example.org/x.csv'",
    'select * from "/etc/passwd"',
    "select * from glob('/*')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_metadata('x.parquet')",
    "select * from metric where exists (select 1 from read_text('/etc/passwd'))",
    "select (select content from read_text('/etc/passwd'))",
    "select 1 limit (select count(*) from read_text('/etc/passwd'))",
    "select 1 order by (select 1 from read_text('/etc/passwd'))",
    "values ((select content from read_text('/etc/passwd')))",
    "with a as materialized (select * from read_text('/etc/passwd')) from a",
    "select * from metric join lateral (select * from read_text(metric_id)) on true",
    "select * from metric union all by name select * from read_text('/etc/passwd')",
    # Load, set, run.
    "install httpfs",
    "load httpfs",
    "force install httpfs from community",
    "set memory_limit = '10GB'",
    "set global enable_external_access = true",
    "reset lock_configuration",
    "set variable x = 1",
    "checkpoint",
    "vacuum",
    "analyze",
    "begin",
    "prepare q as select 1",
    "execute q",
    "deallocate q",
    "use memory",
    "explain select 1",
    "explain analyze select 1",
    # Learn about the server.
    "pragma database_list",
    "pragma version",
    "pragma table_info('metric')",
    "pragma enable_profiling",
    "call pragma_database_list()",
    "show tables",
    "show all tables",
    "show databases",
    "describe metric",
    "describe select 1",
    "summarize metric",
    "from (show databases)",
    "select * from (describe metric)",
    "select * from (summarize metric)",
    "with a as (from (show databases)) select * from a",
    "select getenv('HOME')",
    "select current_setting('temp_directory')",
    "select current_database()",
    "select current_query()",
    "select version()",
    "select * from duckdb_settings()",
    "select * from duckdb_databases()",
    "select * from duckdb_databases",
    "select * from DuckDB_Databases",
    "select * from system.main.duckdb_databases",
    "select path from (select * from duckdb_databases())",
    "select (select max(path) from duckdb_databases())",
    "select * from duckdb_secrets()",
    "select * from duckdb_extensions()",
    "select * from duckdb_temporary_files()",
    "select * from duckdb_logs",
    "select * from duckdb_functions()",
    "select * from pragma_database_list",
    "select * from pragma_storage_info('metric')",
    "select * from sqlite_master",
    "select * from information_schema.tables",
    "select * from pg_catalog.pg_tables",
    "select * from pg_tables",
    "select * from pg_timezone_names()",
    "select * from pragma_user_agent()",
    "select inet_server_addr()",
    "select json_serialize_plan('select * from metric')",
    # Hide a name of the system's behind one of the query's own.
    "select * from duckdb_databases, (with duckdb_databases as (select 1 as x)"
    " select * from duckdb_databases)",
    "with pg_tables as (select 1) select * from pg_tables",
    'with "/etc/passwd" as (select 1) select * from "/etc/passwd"',
    # Run text as a query.
    "select * from query('select 1')",
    "select * from query_table('metric')",
    "select * from json_execute_serialized_sql('{}')",
    "select * from histogram('duckdb_settings', name)",
    "select * from summary((select 1))",
    "select * from seq_scan('metric')",
    "select * from repeat_row(1, num_rows=2), test_all_types()",
    "select nextval('s')",
    "select setseed(0.5)",
    "select write_log('x')",
    "select sleep_ms(100000)",
    # No question at all.
    "",
    "select",
    "select * from nothing",
    "select ?",
    "select $path",
    "\x00",
    "select 1 \x00 drop table metric",
    "\ufeffdrop table metric",
    "\uff44\uff52\uff4f\uff50 table metric",
    "x" * 25_000,
]


def test_there_are_as_many_attacks_and_bombs_as_were_promised():
    assert len(set(ATTACKS)) >= 60
    assert len(set(BOMBS)) >= 15


@pytest.mark.parametrize("query", ATTACKS)
def test_an_attack_is_refused_and_does_no_harm(harmless, query):
    assert harmless(query).refused


@pytest.mark.parametrize("query", ATTACKS[::9])
def test_an_attack_is_refused_in_a_process_of_its_own_too(harmless, query):
    assert harmless(query, seconds=PATIENCE).refused


BOMBS = [
    # Time.
    "select count(*) from range(100000000000) a, range(100000000000) b",
    "with recursive t as (select 1 as n union all select n + 1 from t) select max(n) from t",
    SLOW,
    "select count(*) from metric a, metric b, metric c, metric d, metric e, metric f, metric g,"
    " observation h, observation i, observation j, observation k, observation l, observation m",
    "select max(md5(a.range::varchar || b.range)) from range(1000000) a, range(1000000) b",
    "select regexp_matches(repeat('a', 1000000), '(a|aa|aaa)*b') from range(100000000)",
    # Memory.
    "select list(x) from (select unnest(range(2000000000)) as x)",
    "select length(repeat('x', 1000000000) || repeat('y', 1000000000))",
    "select length(repeat(repeat('x', 1000000), 4000))",
    "select count(distinct repeat(i::varchar, 100000)) from range(1000000) t(i)",
    "select length(rpad('x', 2000000000, 'y'))",
    "select length(string_agg(repeat('x', 1000000), '')) from range(100000)",
    "with recursive t(s) as (select 'x' union all select s || s from t) select max(length(s)) from t",
    "select list_resize([1], 1000000000)",
    "select range, hash(range) from range(300000000) order by 2",
    "select hash(range) as h, count(*) from range(300000000) group by all order by h",
    "select sum(range) over (order by hash(range)) from range(300000000)",
    "select list(range(1000000)) from range(100000)",
    "select map_from_entries(list((range, repeat('x', 1000)))) from range(10000000)",
    "select printf('%2000000000d', 1)",
    "select range(30000000)",
    # Depth and length.
    f"select {'(' * DEEP}1{')' * DEEP}",
    f"select {'-' * 1}{' - '.join('1' for _ in range(DEEP))}",
    f"select {'[' * DEEP}1{']' * DEEP}",
    "select " + " union all select ".join("1" for _ in range(1_000)),
]


@pytest.mark.parametrize("query", BOMBS, ids=lambda query: query[:60])
def test_a_bomb_is_stopped_or_its_answer_is_small(harmless, query):
    answer = harmless(query, seconds=1.0)
    assert answer.refused or sum(len(str(row)) for row in answer.rows) < 5_000_000


def test_an_answer_of_much_text_is_cut(desk, path):
    query = "select repeat('x', 3000) as a, repeat('y', 3000) as b from range(1000)"
    answer = desk.ask(path, query, seconds=PATIENCE)
    assert answer.is_cut
    # 4,000,000 letters at most; each row has two cells of 2,000 and " (cut)": 4,012 letters.
    assert len(answer.rows) == 4_000_000 // 4_012


def test_while_two_are_answered_a_third_is_told_to_wait(desk, path):
    refused = []

    def ask():
        refused.append(desk.ask(path, SLOW, seconds=6.0).refused)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(refused) == [
        "it took too long, so it was stopped",
        "it took too long, so it was stopped",
        "two other questions are being answered; ask again in a moment",
    ]
    assert desk.ask(path, "select 42", seconds=PATIENCE).rows == ((42,),)


def test_the_child_has_an_empty_environment_and_lean_limits(desk, path):
    thread = threading.Thread(target=desk.ask, args=(path, SLOW, "nobody", 3.0))
    before = set(psutil.Process().children())
    thread.start()
    started = None
    while started is None and thread.is_alive():
        started = next(iter(set(psutil.Process().children()) - before), None)
    time.sleep(0.5)
    environment, command = started.environ(), started.cmdline()
    limit = started.rlimit(psutil.RLIMIT_AS)[0] if hasattr(psutil, "RLIMIT_AS") else ADDRESSES
    thread.join()
    assert set(environment) <= {"SYSTEMROOT", "LC_CTYPE"}
    assert "-I" in command
    assert limit == ADDRESSES


def test_where_the_system_can_hold_it_no_file_can_be_written_at_all(tmp_path):
    if not hasattr(psutil, "RLIMIT_AS"):
        pytest.skip("This system holds no process to limits, so none were tried.")
    program = "import sys, pathlib; sys.stdin.read(); pathlib.Path('made').write_text('x')"
    with subprocess.Popen(
        [sys.executable, "-I", "-c", program], cwd=tmp_path, text=True,
        stdin=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as process:  # fmt: skip
        _limit(process.pid)
        _, said = process.communicate("")
    assert "File too large" in said
    assert (tmp_path / "made").read_bytes() == b""


def test_no_function_that_makes_a_table_is_let_through_but_those_that_only_count():
    """A new DuckDB may bring a new way to read a file: whatever is not known is refused."""
    with duckdb.connect() as connection:
        found = connection.execute(
            "select distinct function_name from duckdb_functions()"
            " where function_type in ('table', 'table_macro', 'pragma')"
        ).fetchall()
    names = {name for (name,) in found}
    assert len(names) > 100
    assert names - child.TABLE_FUNCTIONS > {"read_text", "glob", "duckdb_settings", "query_table"}
    refused = set()
    for name in names:
        try:
            child._check_table_function(name)
        except child.QueryRefusedError:
            refused.add(name)
    assert refused == names - child.TABLE_FUNCTIONS
