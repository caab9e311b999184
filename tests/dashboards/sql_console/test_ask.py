"""Ad hoc SQL: one SELECT for the office's analysts, and nothing that could do harm."""

import re
import shutil
from html import unescape

import pytest

from dashboards.sql_console import child
from dashboards.sql_console.ask import MOST_ROWS, SqlConsole
from dashboards.web.app import create_app
from snapshot.published import Published


@pytest.fixture(scope="module")
def path(published_folder):
    opened = Published(published_folder, "restricted")
    yield opened.path
    opened.close()


@pytest.fixture(scope="module")
def desk():
    return SqlConsole()


def test_a_select_is_answered_with_its_columns_and_rows(desk, path):
    answer = desk.ask(path, "select metric_id, unit from metric where unit = 'gbp'")
    assert (answer.names, answer.rows) == (("metric_id", "unit"), (("grant_awarded_gbp", "gbp"),))
    assert not answer.is_cut


@pytest.mark.parametrize(
    "query",
    [
        "with recursive t(n) as (select 1 union all select n + 1 from t where n < 5) from t",
        "with A as (select 1 as x), b as (from a) select x, unnest([1, 2]) from B",
        "select m.metric_id, e.value from metric m, json_each('[1, 2]') e limit 3",
        "select * from main.metric, restricted.main.snapshot limit 1",
        "select unit, pg_typeof(unit), current_date from metric",
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


def test_a_question_that_is_refused_is_refused_by_name(copied):
    for query, said in {
        "pragma database_list": "PRAGMA may not be asked here",
        "  SET x = 1": "SET may not be asked here",
        "show tables": "SHOW, DESCRIBE and SUMMARIZE may not be asked here",
        "describe metric": "SHOW, DESCRIBE and SUMMARIZE may not be asked here",
        "select getenv('HOME')": "getenv may not be used here",
        "select * from read_text('x')": "read_text may not be used as a table here",
        "select * from duckdb_settings": "the system's own tables may not be asked here",
        "select * from nothing": "there is no table nothing",
        "pivot metric on unit using count(*)": "PIVOT must name its values",
        "select 1; select 2": "one SELECT at a time",
    }.items():
        assert said in answer_here(copied, query)["refused"]


def test_every_question_is_written_down_with_who_asked_it(path):
    written = []
    desk = SqlConsole(lambda action, person, **details: written.append((action, person, details)))
    desk.ask(path, "select 42 as x", "Ann Analyst")
    desk.ask(path, "drop table metric", "Ann Analyst")
    desk.ask(path, "x" * 30_000, "Ann Analyst")
    assert [(action, person) for action, person, _ in written] == [("query", "Ann Analyst")] * 3
    first, second, third = (details for _, _, details in written)
    assert (first["query"], first["rows"], first["refused"]) == ("select 42 as x", 1, None)
    assert (first["snapshot"], first["audience"]) == (path.parent.name, "restricted")
    assert (second["query"], second["rows"]) == ("drop table metric", 0)
    assert "DROP may not be asked here" in second["refused"]
    assert "longer than 20,000 characters" in third["refused"]


def test_what_cannot_be_written_down_is_not_answered(whole_folder):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    client = create_app(whole_folder, "restricted", record=full).test_client()
    response = client.get("/query?q=select 4200+42 as x")
    assert response.status_code == 500
    assert "4242" not in response.text


def test_the_page_is_there_for_the_analysts_and_for_nobody_else(analyst, whole, words_of):
    assert "1 row. The answer x 42" in words_of(analyst, "/query?q=select 42 as x")
    for address in ("/query", "/query?q=select 1", "/query.csv?q=select 1"):
        refused = whole.get(address)
        assert refused.status_code == 403
        assert "pcplan serve --audience restricted" in refused.text
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
