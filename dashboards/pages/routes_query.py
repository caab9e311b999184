"""The page on which the office's analysts ask the snapshot in SQL, and keep their questions."""

import csv
import io
from typing import Any

from flask import Flask, Response, current_app, redirect, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from dashboards.charts.export import safe
from dashboards.login.people import person, requires
from dashboards.sql_console.ask import LONGEST_QUERY, MOST_ROWS, Answer, Desk
from dashboards.sql_console.saved import LONGEST_NAME, NotSavedError, Saved, SavedQueries
from dashboards.web.answers import HTML, Answers, error_page, render

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


def add_query(app: Flask, answers: Answers) -> None:
    """Give the application its SQL page, which those have who may read the restricted figures."""

    @app.get("/query", endpoint="query")
    @requires("analyst")
    def query_page() -> Response:
        query, answer = _asked(answers)
        return _page(answers, query, answer)

    @app.get("/query.csv", endpoint="query_csv")
    @requires("analyst")
    def query_csv() -> Response:
        _, answer = _asked(answers)
        if answer is None or answer.refused:
            return error_page(400, answer.refused if answer else "No question was asked.")
        response = Response(_csv(answer), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="query.csv"'
        return _unkept(response)

    _add_saved(app, answers)


def _add_saved(app: Flask, answers: Answers) -> None:
    @app.get("/query/saved/<query_id>", endpoint="query_saved")
    @requires("analyst")
    def saved_page(query_id: str) -> Response:
        store = _store()
        found = store.one(query_id, person().key) if store else None
        if found is None:
            return error_page(404, "No such question is saved, or its owner does not share it.")
        return _page(answers, found.text, None, found)

    @app.post("/query/saved", endpoint="query_save")
    @requires("analyst")
    def save() -> AnyResponse:
        store, who = _store(), person()
        if store is None:
            return error_page(404)
        query, name = (request.form.get(field, "") for field in ("q", "name"))
        is_shared = request.form.get("shared") == "yes"
        try:
            query_id = store.save(
                who.key, who.name, name, query[:LONGEST_QUERY], is_shared=is_shared
            )
        except NotSavedError as error:
            return _unkept(error_page(400, str(error), (url_for("query", q=query), "Go back")))
        _record(event="saved", what="query", query_id=query_id, is_shared=is_shared)
        return _unkept(redirect(url_for("query_saved", query_id=query_id), 303))

    @app.post("/query/saved/<query_id>/remove", endpoint="query_remove")
    @requires("analyst")
    def remove(query_id: str) -> AnyResponse:
        store, who = _store(), person()
        found = store.one(query_id, who.key) if store else None
        if store is None or found is None:
            return error_page(404, "No such question is saved.")
        if not _may_remove(found):
            return error_page(403, f"It is {found.owner_name}'s. They or an administrator can.")
        store.remove(query_id)
        _record(event="removed", what="query", query_id=query_id, owner=found.owner_name)
        return _unkept(redirect(url_for("query"), 303))


def _page(
    answers: Answers, query: str, answer: Answer | None, saved: Saved | None = None
) -> Response:
    reader, store = answers.library.reader(), _store()
    kept = store.seen_by(person().key) if store else []
    body = render(
        reader, "query.html", "query", saved.name if saved else "Ask in SQL",
        query=query, answer=answer, saved=saved, may_remove=saved is not None and _may_remove(saved),
        own=[one for one in kept if one.owner == person().key],
        from_others=[one for one in kept if one.owner != person().key],
        can_save=store is not None, longest_name=LONGEST_NAME,
        examples=EXAMPLES, most_rows=MOST_ROWS, tables=list(reader.published.notes.values()),
    )  # fmt: skip
    return _unkept(Response(body, content_type=HTML))


def _asked(answers: Answers) -> tuple[str, Answer | None]:
    """Answer the question in the address; none from a page of somebody else's."""
    query = request.args.get("q", "").strip()
    if not query:
        return "", None
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        return query, Answer(refused="a question from another site is not answered; ask it here")
    desk: Desk = current_app.extensions["desk"]
    return query, desk.ask(answers.library.reader().published.path, query, person().label)


def _store() -> SavedQueries | None:
    store: SavedQueries | None = current_app.extensions["saved_queries"]
    return store


def _may_remove(saved: Saved) -> bool:
    return saved.owner == person().key or person().may("administrator")


def _record(**details: object) -> None:
    current_app.extensions["record"]("change", person().label, **details)


def _unkept(response: AnyResponse) -> Any:
    response.headers["Cache-Control"] = "no-store"
    return response


def _csv(answer: Answer) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(name) for name in answer.names])
    rows: Any = answer.rows
    writer.writerows([["" if cell is None else safe(cell) for cell in row] for row in rows])
    return out.getvalue()
