"""The forms in which editors write: notes on charts, decisions, questions, and news of actions."""

from operator import itemgetter
from typing import Any

from flask import Blueprint, request, url_for

from dashboards import words
from dashboards.login.guard import requires
from dashboards.pages import forms, governance
from dashboards.pages.forms import EntryForm, FormEntry, written
from dashboards.pages.reader import Reader
from dashboards.web.pages import current_reader, error_page
from snapshot.published import Row

registers = Blueprint("registers", __name__)
_METHODS = ["GET", "POST"]


@registers.route("/measures/<metric_id>/annotate", methods=_METHODS)
@requires("editor")
def annotate(metric_id: str) -> Any:
    """Write a note on the chart of a measure, change one, or withdraw it."""
    reader = current_reader()
    metric = reader.published.metrics.get(metric_id)
    return forms.answer(_notes(reader, metric)) if metric else error_page(404)


@registers.route("/governance/decisions", methods=_METHODS)
@requires("editor")
def decisions() -> Any:
    """Write what the Board decided."""
    return forms.answer(_decisions(current_reader()))


@registers.route("/governance/questions", methods=_METHODS)
@requires("editor")
def questions() -> Any:
    """Write what the public asked, and what was answered."""
    return forms.answer(_questions(current_reader()))


@registers.route("/governance/actions", methods=_METHODS)
@requires("editor")
def actions() -> Any:
    """Write the latest news of an action."""
    return forms.answer(_actions(current_reader(), request.values.get("id", "")))


def _notes(reader: Reader, metric: Row) -> EntryForm:
    metric_id, published = metric["metric_id"], reader.published
    series = published.series_of(metric_id)
    areas = {row["area_code"]: published.area_name(row) for row in series if row["figures"]}
    mine = [row for row in reader.annotations if row["metric_id"] == metric_id]
    return EntryForm(
        kind="annotation",
        heading=f"Notes on {metric['title']}",
        lead="A note explains a figure: it stands on the chart, in the table and in papers, "
        "with your name and the day. From the next publication everyone may read it, the public "
        "without your name.",
        address=url_for("registers.annotate", metric_id=metric_id),
        back=(url_for("measures.view", metric_id=metric_id), f"Back to {metric['title']}"),
        entries=[
            FormEntry(row["annotation_id"], row["text"], words.date_text(row["annotation_date"]))
            for row in mine
        ],
        keys={"metric_id": metric_id},
        choices={"area_code": {"": "All areas"} | dict(sorted(areas.items(), key=itemgetter(1)))},
    )


def _decisions(reader: Reader) -> EntryForm:
    past = [day for day in written().meetings if day <= reader.published.as_at]
    return EntryForm(
        kind="decision",
        heading="Decisions of the Board",
        lead="What the Board decided, who does it and by when. From the next publication everyone "
        "may read it.",
        address=url_for("registers.decisions"),
        back=(f"{url_for('governance.view')}#decisions", "Back to Governance"),
        entries=[
            FormEntry(d.row["decision_id"], d.row["decision"], d.standing)
            for d in governance.decisions(reader)
        ],
        defaults={"state": "open", "board_date": past[-1].isoformat() if past else ""},
    )


def _questions(reader: Reader) -> EntryForm:
    return EntryForm(
        kind="public_question",
        heading="Questions of the public",
        lead="What the public asked the Board, and what was answered. From the next publication "
        "everyone may read both: leave out who asked.",
        address=url_for("registers.questions"),
        back=(f"{url_for('governance.view')}#questions", "Back to Governance"),
        entries=[
            FormEntry(q.row["question_id"], q.row["question"], q.standing)
            for q in governance.questions(reader)
        ],
    )


def _actions(reader: Reader, action_id: str) -> EntryForm:
    register = governance.actions(reader)
    named = next((a.row for a in register if a.row["action_id"] == action_id), None)
    defaults = {"news_on": reader.published.as_at.isoformat()}
    return EntryForm(
        kind="action_update",
        heading=f"News of an action: {named['action']}" if named else "News of actions",
        lead="The latest news stands in the register until the plan's own file has later news. "
        "From the next publication everyone may read it.",
        address=url_for("registers.actions"),
        back=(f"{url_for('governance.view')}#actions", "Back to Governance"),
        entries=[FormEntry(a.row["action_id"], a.row["action"], a.standing) for a in register],
        keys={"action_id": action_id if named else ""},
        defaults=defaults | {"state": named["state"]} if named else defaults,
        only_listed=True,
    )
