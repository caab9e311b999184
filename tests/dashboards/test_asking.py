"""Ad hoc SQL: one SELECT for the office's analysts, and nothing that could do harm."""

import json
import re
import shutil
import time
from html import unescape
from pathlib import Path

import pytest

from dashboards.app import create_app
from dashboards.asking import child
from dashboards.asking.ask import MOST_ROWS, Desk
from dashboards.published import Published


@pytest.fixture(scope="module")
def path(published_folder):
    opened = Published(published_folder, "restricted")
    yield opened.path
    opened.close()


@pytest.fixture(scope="module")
def desk():
    return Desk()


def test_a_select_is_answered_with_its_columns_and_rows(desk, path):
    answer = desk.ask(path, "select metric_id, unit from metric where unit = 'gbp'")
    assert (answer.names, answer.rows) == (("metric_id", "unit"), (("grant_awarded_gbp", "gbp"),))
    assert not answer.is_cut


@pytest.mark.parametrize(
    "query",
    [
        "with a as (select 1 as x) select x from a",
        "from snapshot select force_code",
        "values (1), (2)",
        "select strftime(period_end_date, '%Y') as y, count(*) from observation group by all",
    ],
)
def test_each_way_to_write_a_select_is_answered(desk, path, query):
    assert desk.ask(path, query).rows


def test_more_rows_than_are_shown_are_cut_and_said_so(desk, path):
    answer = desk.ask(path, "select * from range(5000)")
    assert (len(answer.rows), answer.is_cut) == (MOST_ROWS, True)


ATTACKS = [
    "drop table metric",
    "delete from metric",
    "insert into metric (metric_id) values ('x')",
    "update metric set title = 'x'",
    "create table t (x int)",
    "create temp table t (x int)",
    "create macro f() as 1",
    "select 1; drop table metric",
    "select 1; select 2",
    "attach 'other.duckdb'",
    "detach restricted",
    "copy metric to 'out.csv'",
    "export database 'out'",
    "import database 'in'",
    "install httpfs",
    "load httpfs",
    "set memory_limit = '10GB'",
    "reset lock_configuration",
    "pragma database_list",
    "pragma version",
    "call pragma_database_list()",
    "show tables",
    "show databases",
    "describe metric",
    "summarize metric",
    "explain select 1",
    "vacuum",
    "checkpoint",
    "begin",
    "prepare q as select 1",
    "use memory",
    "from (show databases)",
    "select * from (describe metric)",
    "with a as (from (show databases)) select * from a",
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from read_parquet('x.parquet')",
    "select * from read_json('x.json')",
    "select * from read_duckdb('x.duckdb')",
    "select * from '/etc/passwd'",
    "select * from 'https://example.org/x.csv'",
    "select * from glob('/*')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from parquet_metadata('x.parquet')",
    "select getenv('HOME')",
    "select current_setting('temp_directory')",
    "select * from duckdb_settings()",
    "select * from duckdb_databases()",
    "select * from duckdb_databases",
    "select path from (select * from duckdb_databases())",
    "select * from duckdb_secrets()",
    "select * from duckdb_extensions()",
    "select * from duckdb_temporary_files()",
    "select * from duckdb_logs",
    "select * from pragma_database_list",
    "select * from pragma_storage_info('metric')",
    "select * from information_schema.tables",
    "select * from pg_catalog.pg_tables",
    "select * from query('select 1')",
    "select * from query_table('metric')",
    "select * from json_execute_serialized_sql('{}')",
    "select (select max(path) from duckdb_databases())",
    "select * from metric where exists (select 1 from read_text('/etc/passwd'))",
    "",
    "select",
    "select * from nothing",
    "\x00",
]


@pytest.fixture(scope="module")
def copied(path, tmp_path_factory):
    """A copy of the file that nothing else holds open, so that the child's code can run here."""
    return shutil.copy(path, tmp_path_factory.mktemp("copy") / "restricted.duckdb")


def answer_here(copied, query):
    asked = {"path": str(copied), "query": query, "most_rows": 10, "memory_megabytes": 64}
    return child.answer(asked)


def test_the_code_of_the_child_answers_here_as_it_does_there(copied):
    assert answer_here(copied, "select 42 as x") == {
        "names": ["x"],
        "rows": [[42]],
        "is_cut": False,
    }


@pytest.mark.parametrize("query", ATTACKS)
def test_whatever_is_not_one_harmless_select_is_refused_without_a_path(copied, query):
    before = Path(copied).read_bytes()
    answer = answer_here(copied, query)
    assert set(answer) == {"refused"}
    assert answer["refused"]
    assert str(Path(copied).parent) not in answer["refused"]
    assert Path(copied).read_bytes() == before


@pytest.mark.parametrize("query", ["drop table metric", "from (show databases)", "select"])
def test_what_is_refused_here_is_refused_there(desk, path, query):
    assert desk.ask(path, query).refused


BOMBS = [
    "select count(*) from range(100000000000) a, range(100000000000) b",
    "with recursive t as (select 1 as n union all select n + 1 from t) select max(n) from t",
    "select list(x) from (select unnest(range(2000000000)) as x)",
    "select length(repeat('x', 1000000000) || repeat('y', 1000000000))",
    "select count(distinct repeat(i::varchar, 100000)) from range(1000000) t(i)",
]


@pytest.mark.parametrize("query", BOMBS)
def test_a_question_that_takes_too_long_or_too_much_is_stopped(desk, path, query):
    begun = time.monotonic()
    answer = desk.ask(path, query, seconds=2.0)
    assert answer.refused
    assert time.monotonic() - begun < 5


def test_every_question_is_written_down(path, tmp_path):
    log = tmp_path / "questions.jsonl"
    desk = Desk(log)
    desk.ask(path, "select 42 as x")
    desk.ask(path, "drop table metric")
    first, second = map(json.loads, log.read_text("utf-8").splitlines())
    assert (first["query"], first["rows"], first["refused"]) == ("select 42 as x", 1, None)
    assert second["query"] == "drop table metric"
    assert second["refused"]


def test_the_page_is_there_for_the_analysts_and_for_nobody_else(analyst, whole, words_of):
    assert "1 row. The answer x 42" in words_of(analyst, "/query?q=select 42 as x")
    for address in ("/query", "/query?q=select 1", "/query.csv?q=select 1"):
        assert whole.get(address).status_code == 404
    assert "/query" not in whole.get("/").text


def test_an_answer_can_be_taken_away_and_holds_no_formula(analyst):
    response = analyst.get("/query.csv?q=select '=1%2B1' as x, null as y")
    assert response.text == "x,y\r\n'=1+1,\r\n"
    assert response.headers["Cache-Control"] == "no-store"


def test_another_site_cannot_ask_through_an_analysts_browser(analyst):
    response = analyst.get("/query?q=select 42", headers={"Sec-Fetch-Site": "cross-site"})
    assert "a question from another site is not answered" in response.text.lower()


def test_what_comes_back_is_text_and_never_markup(analyst):
    page = analyst.get("/query?q=select '<script>alert(1)</script>' as x").text
    assert "<script>alert" not in page


def test_an_empty_page_of_the_restricted_snapshot_offers_questions_that_work(analyst, words_of):
    page = analyst.get("/query").text
    assert "Questions to begin with" in page
    asked = {unescape(address) for address in re.findall(r'href="(/query\?q=[^"]+)"', page)}
    assert len(asked) == 3
    for address in asked:
        assert "Not answered" not in words_of(analyst, address)


def test_a_snapshot_opened_by_the_pages_can_be_asked_at_the_same_time(published_folder):
    client = create_app(published_folder, "restricted").test_client()
    assert client.get("/").status_code == 200
    assert "42" in client.get("/query?q=select 42").text
