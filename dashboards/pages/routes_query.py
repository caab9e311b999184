"""The page on which the office's analysts ask the snapshot in SQL; for nobody else is it there."""

import csv
import io
from typing import Any

from flask import Flask, Response, current_app, request

from dashboards.asking.ask import MOST_ROWS, Answer, Desk
from dashboards.charts.export import safe
from dashboards.pages.answers import HTML, Answers, error_page, render

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
    """Give the application its SQL page, which only the restricted audience has."""

    @app.get("/query", endpoint="query")
    def query_page() -> Response:
        reader = answers.library.reader()
        if reader.published.audience != "restricted":
            return error_page(404)
        query, answer = _asked(answers)
        body = render(
            reader, "query.html", "query", "Ask in SQL", query=query, answer=answer,
            examples=EXAMPLES, most_rows=MOST_ROWS, tables=list(reader.published.notes.values()),
        )  # fmt: skip
        return _unkept(Response(body, content_type=HTML))

    @app.get("/query.csv", endpoint="query_csv")
    def query_csv() -> Response:
        reader = answers.library.reader()
        if reader.published.audience != "restricted":
            return error_page(404)
        _, answer = _asked(answers)
        if answer is None or answer.refused:
            return error_page(400, answer.refused if answer else "No question was asked.")
        response = Response(_csv(answer), content_type="text/csv; charset=utf-8")
        response.headers["Content-Disposition"] = 'attachment; filename="query.csv"'
        return _unkept(response)


def _asked(answers: Answers) -> tuple[str, Answer | None]:
    """Answer the question in the address; none from a page of somebody else's."""
    query = request.args.get("q", "").strip()
    if not query:
        return "", None
    if request.headers.get("Sec-Fetch-Site") in {"cross-site", "same-site"}:
        return query, Answer(refused="a question from another site is not answered; ask it here")
    desk: Desk = current_app.extensions["desk"]
    return query, desk.ask(answers.library.reader().published.path, query)


def _unkept(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _csv(answer: Answer) -> str:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([safe(name) for name in answer.names])
    rows: Any = answer.rows
    writer.writerows([["" if cell is None else safe(cell) for cell in row] for row in rows])
    return out.getvalue()
