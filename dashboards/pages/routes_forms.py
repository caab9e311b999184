"""The forms in which editors write: notes on charts, decisions, questions, and news of actions."""

from typing import Any

from flask import Flask, request, url_for

from dashboards import words
from dashboards.login.people import requires
from dashboards.pages import decided, forms, governance, routes_commentary, routes_sign_off
from dashboards.pages.forms import Entry, Sheet
from dashboards.pages.reader import Reader
from dashboards.web.answers import Answers, error_page
from dashboards.written import Written
from snapshot.published import Row

_METHODS = ["GET", "POST"]


def add_forms(app: Flask, answers: Answers, written: Written) -> None:
    """Give the application its forms."""
    _add_notes(app, answers, written)
    _add_registers(app, answers, written)
    routes_commentary.add_commentary(app, answers, written)
    routes_sign_off.add_sign_off(app, answers, written)


def _add_notes(app: Flask, answers: Answers, written: Written) -> None:
    @app.route("/measures/<metric_id>/annotate", endpoint="annotate", methods=_METHODS)
    @requires("editor")
    def annotate(metric_id: str) -> Any:
        reader = answers.library.reader()
        metric = reader.published.metrics.get(metric_id)
        if metric is None:
            return error_page(404)
        return forms.answer(answers, written, _notes(reader, metric))


def _notes(reader: Reader, metric: Row) -> Sheet:
    metric_id, published = metric["metric_id"], reader.published
    series = published.series_of(metric_id)
    areas = {row["area_code"]: published.area_name(row) for row in series if row["figures"]}
    mine = [row for row in reader.annotations if row["metric_id"] == metric_id]
    return Sheet(
        kind="annotation",
        heading=f"Notes on {metric['title']}",
        lead="A note explains a figure: it stands on the chart, in the table and in papers, "
        "with your name and the day. From the next publication everyone may read it, the public "
        "without your name.",
        address=url_for("annotate", metric_id=metric_id),
        back=(url_for("measure", metric_id=metric_id), f"Back to {metric['title']}"),
        entries=[
            Entry(row["annotation_id"], row["text"], words.date_text(row["annotation_date"]))
            for row in mine
        ],
        keys={"metric_id": metric_id},
        choices={"area_code": {"": "All areas"} | dict(sorted(areas.items(), key=_by_name))},
    )


def _by_name(item: tuple[str, str]) -> str:
    return item[1]


def _add_registers(app: Flask, answers: Answers, written: Written) -> None:
    @app.route("/governance/decisions", endpoint="decisions", methods=_METHODS)
    @requires("editor")
    def decisions() -> Any:
        return forms.answer(answers, written, _decisions(answers.library.reader(), written))

    @app.route("/governance/questions", endpoint="public_questions", methods=_METHODS)
    @requires("editor")
    def questions() -> Any:
        return forms.answer(answers, written, _questions(answers.library.reader()))

    @app.route("/governance/actions", endpoint="action_updates", methods=_METHODS)
    @requires("editor")
    def actions() -> Any:
        reader = answers.library.reader()
        return forms.answer(answers, written, _actions(reader, request.values.get("id", "")))


def _decisions(reader: Reader, written: Written) -> Sheet:
    past = [day for day in written.meetings if day <= reader.published.as_at]
    return Sheet(
        kind="decision",
        heading="Decisions of the Board",
        lead="What the Board decided, who does it and by when. From the next publication everyone "
        "may read it.",
        address=url_for("decisions"),
        back=(f"{url_for('governance')}#decisions", "Back to Governance"),
        entries=[
            Entry(d.row["decision_id"], d.row["decision"], d.standing)
            for d in decided.decisions(reader)
        ],
        defaults={"state": "open", "board_date": past[-1].isoformat() if past else ""},
    )


def _questions(reader: Reader) -> Sheet:
    return Sheet(
        kind="public_question",
        heading="Questions of the public",
        lead="What the public asked the Board, and what was answered. From the next publication "
        "everyone may read both: leave out who asked.",
        address=url_for("public_questions"),
        back=(f"{url_for('governance')}#questions", "Back to Governance"),
        entries=[
            Entry(q.row["question_id"], q.row["question"], q.standing)
            for q in decided.questions(reader)
        ],
    )


def _actions(reader: Reader, action_id: str) -> Sheet:
    found = governance.actions(reader)
    named = next((a.row for a in found if a.row["action_id"] == action_id), None)
    defaults = {"news_on": reader.published.as_at.isoformat()}
    return Sheet(
        kind="action_update",
        heading=f"News of an action: {named['action']}" if named else "News of actions",
        lead="The latest news stands in the register until the plan's own file has later news. "
        "From the next publication everyone may read it.",
        address=url_for("action_updates"),
        back=(f"{url_for('governance')}#actions", "Back to Governance"),
        entries=[Entry(a.row["action_id"], a.row["action"], a.standing) for a in found],
        keys={"action_id": action_id if named else ""},
        defaults=defaults | {"state": named["state"]} if named else defaults,
        only_listed=True,
    )
