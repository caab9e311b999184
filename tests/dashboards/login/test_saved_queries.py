"""Questions that people keep: their own, shared or not, and removed by them alone."""

import pytest

from dashboards.sql_console import saved
from dashboards.sql_console.saved import NotSavedError, SavedQueries
from tests.dashboards.login.conftest import log_in, token_on

QUESTION = "select metric_id,\n       '<b>\"it''s\"</b>' as x\nfrom metric limit 1"


def save(client, name="My question", query=QUESTION, **fields):
    token = token_on(client, "/query?q=select+1")
    form = {"csrf_token": token, "name": name, "q": query} | fields
    return client.post("/query/saved", data=form)


def test_a_question_is_kept_as_it_was_written_and_found_again(pages, words_of):
    client = pages().test_client()
    log_in(client, "ann")
    answer = save(client)
    assert answer.status_code == 303
    page = client.get(answer.headers["Location"])
    assert page.headers["Cache-Control"] == "no-store, private"
    assert "&lt;b&gt;&#34;it&#39;&#39;s&#34;&lt;/b&gt;" in page.text
    assert "Nobody else can read it." in page.text
    assert "Your saved questions My question" in words_of(client, "/query")


def test_another_analyst_reads_what_is_shared_and_nothing_else(pages, words_of):
    app = pages()
    ann, eddie, vera = (app.test_client() for _ in range(3))
    for client, sub in ((ann, "ann"), (eddie, "eddie"), (vera, "vera")):
        log_in(client, sub)
    mine = save(ann, "Mine").headers["Location"]
    shared = save(ann, "For all", shared="yes").headers["Location"]
    assert eddie.get(mine).status_code == 404
    assert "Saved by Ann Analyst on 22 November 2026." in words_of(eddie, shared)
    assert "Questions that others share For all (Ann Analyst)" in words_of(eddie, "/query")
    assert "Mine" not in words_of(eddie, "/query")
    assert vera.get(shared).status_code == 403
    assert app.test_client().get(shared).status_code == 302


def test_only_its_owner_or_an_administrator_removes_a_question(pages, written):
    app = pages()
    ann, eddie, adam = (app.test_client() for _ in range(3))
    for client, sub in ((ann, "ann"), (eddie, "eddie"), (adam, "adam")):
        log_in(client, sub)
    shared = save(ann, shared="yes").headers["Location"]
    another = save(ann, shared="yes").headers["Location"]
    refused = eddie.post(
        f"{shared}/remove", data={"csrf_token": token_on(eddie, "/query?q=select+1")}
    )
    assert refused.status_code == 403
    assert "Ann Analyst" in refused.text
    for client, address in ((ann, shared), (adam, another)):
        token = token_on(client, address)
        assert client.post(f"{address}/remove", data={"csrf_token": token}).status_code == 303
        assert ann.get(address).status_code == 404
    changes = [(who, said["event"]) for action, who, said in written if action == "change"]
    assert changes == [
        ("Ann Analyst <ann@opcc.example>", "saved"),
        ("Ann Analyst <ann@opcc.example>", "saved"),
        ("Ann Analyst <ann@opcc.example>", "removed"),
        ("Adam Administrator <adam@opcc.example>", "removed"),
    ]


@pytest.mark.parametrize("address", ["/query/saved", "/query/saved/x/remove"])
def test_nothing_is_saved_or_removed_without_the_token_of_the_form(pages, address):
    client = pages().test_client()
    log_in(client, "ann")
    assert client.post(address, data={"name": "x", "q": "select 1"}).status_code == 400


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"name": " "}, "Give it a name of at most 80 characters."),
        ({"name": "x" * 81}, "Give it a name of at most 80 characters."),
        ({"query": " \n"}, "There is no question to save."),
    ],
)
def test_what_cannot_be_saved_is_said_plainly(pages, fields, said):
    client = pages().test_client()
    log_in(client, "ann")
    refused = save(client, **fields)
    assert refused.status_code == 400
    assert said in refused.text


def test_one_person_keeps_so_many_questions_and_no_more(tmp_path, monkeypatch):
    monkeypatch.setattr(saved, "MOST_OF_ONE", 2)
    store = SavedQueries(f"sqlite:///{(tmp_path / 'saved.sqlite').as_posix()}")
    for owner in ("ann", "ann", "eddie", "eddie"):
        store.save(owner, owner, "x", "select 1", is_shared=True)
    with pytest.raises(NotSavedError, match="Remove one first"):
        store.save("ann", "ann", "x", "select 1", is_shared=False)
    store.close()


def test_an_injected_name_finds_nothing(tmp_path):
    store = SavedQueries(f"sqlite:///{(tmp_path / 'saved.sqlite').as_posix()}")
    store.save("ann", "Ann", "x", "select 1", is_shared=False)
    assert store.one("' or 1=1 --", "eddie") is None
    assert store.seen_by("' or '1'='1") == []
    store.close()
