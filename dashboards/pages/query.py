"""The page on which the office's analysts ask the snapshot in SQL, and keep their questions."""

from flask import Blueprint, Response, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dashboards.login.guard import person, requires
from dashboards.sql_console.ask import LONGEST_QUERY, MOST_ROWS, Answer
from dashboards.sql_console.saved import LONGEST_NAME, NotSavedError, Saved
from dashboards.web.pages import current_reader, error_page, personal_page, unkept
from dashboards.web.services import services
from snapshot.export import csv_text

query = Blueprint("query", __name__)
EXAMPLES = (
    (
        "The latest figures of our own area",
        "select metric_id, period_end_date, value, state\n"
        "from observation\n"
        "where area_code = (select force_code from snapshot) and breakdown_value is null\n"
        "order by period_end_date desc\nlimit 50",
    ),
    (
        "What shows a signal",
        "select metric_id, area_code, period_type, variation, sentence\n"
        "from signal\nwhere variation in ('improving', 'concern', 'shift')",
    ),
    (
        "Records rejected, by feed and rule",
        "select feed_id, rule, count(*) as records\n"
        "from rejected_record\ngroup by all\norder by records desc",
    ),
)


@query.get("/query")
@requires("analyst")
def ask() -> Response:
    """Show the page for questions, with the answer to the one in the address."""
    question, answer = _answered()
    return _page(question, answer)


@query.get("/query.csv")
@requires("analyst")
def as_csv() -> Response:
    """Send the answer to the question in the address as a file."""
    _, answer = _answered()
    if answer is None or answer.refused:
        return error_page(400, answer.refused if answer else "No question was asked.")
    response = Response(_csv(answer), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="query.csv"'
    return unkept(response)


@query.get("/query/saved/<query_id>")
@requires("analyst")
def saved(query_id: str) -> Response:
    """Show a question that somebody saved."""
    store = services().saved_queries
    question = store.one(query_id, person().key) if store else None
    if question is None:
        return error_page(404, "No such question is saved, or its owner does not share it.")
    return _page(question.text, None, question)


@query.post("/query/saved")
@requires("analyst")
def save() -> AnyResponse:
    """Save a question under a name."""
    store, who = services().saved_queries, person()
    if store is None:
        return error_page(404)
    question, name = (request.form.get(field, "") for field in ("q", "name"))
    is_shared = request.form.get("shared") == "yes"
    try:
        query_id = store.save(
            who.key, who.name, name, question[:LONGEST_QUERY], is_shared=is_shared
        )
    except NotSavedError as error:
        back = (url_for("query.ask", q=question), "Go back")
        return unkept(error_page(400, str(error), back))
    _record(event="saved", what="query", query_id=query_id, is_shared=is_shared)
    return unkept(redirect(url_for("query.saved", query_id=query_id), 303))


@query.post("/query/saved/<query_id>/remove")
@requires("analyst")
def remove(query_id: str) -> AnyResponse:
    """Forget a saved question: its owner's own, or any for an administrator."""
    store, who = services().saved_queries, person()
    question = store.one(query_id, who.key) if store else None
    if store is None or question is None:
        return error_page(404, "No such question is saved.")
    if not _may_remove(question):
        return error_page(403, f"It is {question.owner_name}'s. They or an administrator can.")
    store.remove(query_id)
    _record(event="removed", what="query", query_id=query_id, owner=question.owner_name)
    return unkept(redirect(url_for("query.ask"), 303))


def _page(question: str, answer: Answer | None, kept_one: Saved | None = None) -> Response:
    store, key = services().saved_queries, person().key
    kept = store.seen_by(key) if store else []
    return personal_page(
        "query.html", kept_one.name if kept_one else "Ask in SQL", active="query",
        query=question, answer=answer, saved=kept_one,
        may_remove=kept_one is not None and _may_remove(kept_one),
        own=[one for one in kept if one.owner == key],
        from_others=[one for one in kept if one.owner != key],
        can_save=store is not None, longest_name=LONGEST_NAME, examples=EXAMPLES,
        most_rows=MOST_ROWS, tables=list(current_reader().published.notes.values()),
    )  # fmt: skip


def _answered() -> tuple[str, Answer | None]:
    """Answer the question in the address; none from a page of somebody else's."""
    question = request.args.get("q", "").strip()
    if not question:
        return "", None
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        refused = "a question from another site is not answered; ask it here"
        return question, Answer(refused=refused)
    path = current_reader().published.path
    return question, services().sql_console.ask(path, question, person().label)


def _may_remove(question: Saved) -> bool:
    return question.owner == person().key or person().may("administrator")


def _record(**details: object) -> None:
    services().record("change", person().label, **details)


def _csv(answer: Answer) -> str:
    return csv_text(answer.names, answer.rows)
