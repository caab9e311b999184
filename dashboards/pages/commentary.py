"""The form in which editors write commentary: figures looked up and checked before it is saved."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, redirect, request, url_for

from dashboards import words
from dashboards.login.guard import requires
from dashboards.pages import forms
from dashboards.pages.forms import LONGEST, Refusal, written
from dashboards.pages.reader import Reader
from dashboards.papers.draft import CommentaryDraft, try_out
from dashboards.papers.texts import Texts, commentary_name
from dashboards.web.pages import current_reader, error_page, personal_page
from dashboards.written import RefusedWritingError, UnavailableError
from snapshot.published import Row

commentary = Blueprint("commentary", __name__)
KIND = "commentary"


@dataclass(frozen=True)
class CommentaryPlace:
    """Where a commentary stands: a priority for action in the paper of a Board."""

    board_date: dt.date
    priority: Row
    theme: str
    objective: str

    @property
    def priority_id(self) -> str:
        """Name the priority."""
        return str(self.priority["priority_id"])

    @property
    def thing_id(self) -> str:
        """Name the commentary as the store does."""
        return f"{self.board_date.isoformat()}/{self.priority_id}"

    @property
    def file_name(self) -> str:
        """Name it as the checker does: by the file that would hold it."""
        return commentary_name(self.board_date, self.priority_id)

    @property
    def title(self) -> str:
        """Say what it is about."""
        return str(self.priority["title"] or "wording to be confirmed")


@commentary.get("/commentary")
@requires("editor")
def listing() -> Any:
    """List the priorities of every Board, with what is written for each."""
    reader = current_reader()
    try:
        texts = written().texts()
    except UnavailableError:
        return error_page(503, "What is saved cannot be read now. Wait a minute.")
    boards = [(day, _places(reader, day, texts)) for day in reversed(written().meetings)]
    return personal_page("commentaries.html", "Commentary", boards=boards)


@commentary.route("/commentary/<day>/<priority_id>", methods=["GET", "POST"])
@requires("editor")
def write(day: str, priority_id: str) -> Any:
    """Write the commentary on one priority for one Board."""
    place = _place(current_reader(), day, priority_id)
    if place is None:
        return error_page(404, "There is no such Board, or no such priority for action.")
    return _page(place) if request.method == "GET" else _sent(place)


def _place(reader: Reader, day: str, priority_id: str) -> CommentaryPlace | None:
    published = reader.published
    priority = {row["priority_id"]: row for row in published.priorities}.get(priority_id)
    board_date = next((d for d in written().meetings if d.isoformat() == day), None)
    if priority is None or board_date is None:
        return None
    objective = next(
        row for row in published.objectives if row["objective_id"] == priority["objective_id"]
    )
    return CommentaryPlace(board_date, priority, objective["theme"], objective["title"])


def _places(reader: Reader, board_date: dt.date, texts: Texts) -> list[Row]:
    """List the priorities of one Board with what is written for each, and where it is kept."""
    saved = {
        row["priority_id"]: row
        for row in reader.writings.commentary
        if row["board_date"] == board_date.isoformat()
    }
    files = set(texts.commentary(board_date))
    places = []
    for row in reader.published.priorities:
        there = saved.get(row["priority_id"])
        standing = "nothing written yet"
        if there:
            standing = f"saved by {there['person']}, {words.date_text(there['at'].date())}"
        elif commentary_name(board_date, row["priority_id"]) in files:
            standing = "in a file of the site"
        places.append(row | {"standing": standing})
    return places


def _sent(place: CommentaryPlace) -> Any:
    """Preview, save or withdraw; a text in which something cannot stand is not saved."""
    text, what = request.form.get("text", "")[:LONGEST], request.form.get("do", "preview")
    given = {
        "board_date": place.board_date.isoformat(), "priority_id": place.priority_id, "text": text,
    }  # fmt: skip
    draft = None
    if what != "withdraw" and text.strip():
        try:
            draft = _tried(place, text)
        except UnavailableError:
            reason = "What is saved cannot be read now. Nothing was saved: wait a minute."
            return _page(place, text, None, Refusal(503, reason))
        if what == "preview":
            return _page(place, text, draft)
        if draft.findings:
            count = words.counted(len(draft.findings), "thing")
            reason = f"Not saved: {count} to mend, each with its line and remedy."
            return _page(place, text, draft, Refusal(422, reason))
    outcome = forms.keep(KIND, given, place.thing_id, is_withdrawn=what == "withdraw")
    if isinstance(outcome, Refusal):
        return _page(place, text, draft, outcome)
    address = url_for(
        "commentary.write", day=place.board_date.isoformat(), priority_id=place.priority_id
    )
    return redirect(f"{address}?saved={outcome['version']}", 303)


def _tried(place: CommentaryPlace, text: str) -> CommentaryDraft:
    """Try a text out in its paper, cleaned as it would be saved."""
    return try_out(
        current_reader().published, place.theme, place.board_date, written().board,
        written().texts({place.file_name: text}), place.file_name,
    )  # fmt: skip


def _page(
    place: CommentaryPlace,
    text: str | None = None,
    draft: CommentaryDraft | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Show the form, with what was found and how the paper would set it."""
    history: list[Row] = []
    file_text, problem = "", ""
    try:
        history = written().history(KIND, place.thing_id)
        file_text = written().texts().read(place.file_name) or ""
    except (UnavailableError, RefusedWritingError) as error:
        problem = str(error)
    latest = refusal.saved if refusal and refusal.saved else (history[-1] if history else None)
    is_saved = latest is not None and not latest["is_withdrawn"]
    shown = latest["text"] if latest and is_saved else file_text
    return personal_page(
        "commentary.html", f"Commentary: {place.title}",
        refusal.code if refusal else 503 if problem else 200,
        place=place,
        text=shown if text is None else text,
        is_from_file=bool(file_text) and not is_saved and text is None,
        draft=draft,
        refusal=refusal or (Refusal(503, "What is saved cannot be read now.") if problem else None),
        latest=latest,
        version=latest["version"] if latest else 0,
        history=list(reversed(history)),
        saved=request.args.get("saved", "") == str(latest["version"]) if latest else False,
        kind_of=lambda block: type(block).__name__.lower(),
    )  # fmt: skip
