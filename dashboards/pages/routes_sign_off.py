"""Sign-off of papers: who is logged in signs what was shown, and nothing else."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Flask, Response, current_app, redirect, request, url_for

from dashboards.login.people import Person, not_allowed, person
from dashboards.pages import forms
from dashboards.pages.forms import Refusal
from dashboards.papers.approval import STEPS, Approval, content_hash, stamped
from dashboards.papers.compose import EVERY, STATUTORY
from dashboards.papers.draft import Standing, stand
from dashboards.papers.writers.pdf import pdf
from dashboards.web.answers import HTML, Answers, error_page, render
from dashboards.written import RefusedWritingError, UnavailableError, Written
from snapshot.published import Published

ROLE_OF = {"checked": "editor", "assured": "assurer", "approved": "assurer"}
VERB = {"checked": "check", "assured": "assure", "approved": "approve"}
TITLES = {EVERY: "All themes", STATUTORY: "Statutory page"}
CHANGED = (
    "The paper has changed since you read it: its figures or its words are not the ones that you "
    "were shown. Nothing was signed. Read it again below, then sign."
)
NO_LOGIN = (
    "There is no login here, so nobody can be named. Sign with the command below, which asks "
    "who you are."
)


@dataclass(frozen=True)
class Shown:
    """A paper as one person sees it before they sign."""

    subject: str
    board_date: dt.date
    standing: Standing
    content: str
    approval: Approval
    snapshot_id: str

    @property
    def next_step(self) -> str:
        """Name the step still to take; empty once approved."""
        taken = len(self.approval.signatures)
        return STEPS[taken] if taken < len(STEPS) else ""


def add_sign_off(app: Flask, answers: Answers, written: Written) -> None:
    """Give the application its pages for sign-off."""

    @app.get("/sign-off", endpoint="sign_offs")
    def listing() -> Any:
        if not _may_look(person()):
            return not_allowed("editor")
        reader = answers.library.reader()
        steps = {(row["board_date"], row["subject"]): row for row in reader.writings.signatures}
        body = render(
            reader, "sign_offs.html", "governance", "Sign-off",
            boards=list(reversed(written.meetings)), subjects=_subjects(reader.published),
            steps=steps,
        )  # fmt: skip
        return forms.unkept(Response(body, content_type=HTML))

    @app.route("/sign-off/<subject>", endpoint="sign_off", methods=["GET", "POST"])
    def sign_off(subject: str) -> Any:
        if not _may_look(person()):
            return not_allowed("editor")
        found = _shown(answers, written, subject)
        if not isinstance(found, Shown):
            return found
        if request.method == "GET":
            return _page(answers, found)
        step = request.form.get("step", "")
        if step in ROLE_OF and not person().may(ROLE_OF[step]):
            return not_allowed(ROLE_OF[step])
        return _sign(answers, written, found, step)

    @app.get("/sign-off/<subject>.pdf", endpoint="sign_off_pdf")
    def as_pdf(subject: str) -> Any:
        if not _may_look(person()):
            return not_allowed("editor")
        found = _shown(answers, written, subject)
        if not isinstance(found, Shown):
            return found
        if found.standing.paper is None:
            return error_page(409, "The paper cannot be written yet: mend what was found first.")
        response = Response(
            pdf(stamped(found.standing.paper, found.approval)), content_type="application/pdf"
        )
        name = f"{subject}-{found.board_date.isoformat()}-{found.content[:12]}.pdf"
        response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return forms.unkept(response)


def _may_look(who: Person) -> bool:
    return who.may("editor") or who.may("assurer")


def _subjects(published: Published) -> dict[str, str]:
    return {row["theme"]: row["title"] for row in published.themes} | TITLES


def _shown(answers: Answers, written: Written, subject: str) -> Shown | Response:
    """Compose a paper as it stands now; an error page where there is no such paper."""
    published = answers.library.reader().published
    meetings = list(written.meetings)
    asked = request.values.get("board", "")
    next_one = next((day for day in meetings if day >= published.as_at), None)
    usual = next_one or (meetings[-1] if meetings else None)
    board_date = next((d for d in meetings if d.isoformat() == asked), None if asked else usual)
    if board_date is None or subject not in _subjects(published):
        return error_page(404, "There is no such paper, or the Board does not meet on that day.")
    try:
        standing = stand(published, subject, board_date, written.board, written.texts())
        content = content_hash(standing.paper) if standing.paper else ""
        approval = written.approval(subject, board_date, content)
    except UnavailableError as error:
        current_app.logger.warning("%s", error)
        return error_page(503, "What is signed cannot be read now. Wait a minute.")
    return Shown(subject, board_date, standing, content, approval, published.snapshot_id)


def _sign(answers: Answers, written: Written, found: Shown, step: str) -> Any:
    """Take one step for the content that was shown; refuse plainly where that is no longer so."""
    who = person()
    refused = _refused(found, step, who)
    if refused:
        return _page(answers, found, refused)
    about = {"subject": found.subject, "board_date": found.board_date.isoformat()}

    def enter() -> None:
        record = current_app.extensions["record"]
        record("sign", who.label, step=step, content=found.content, **about)

    try:
        written.sign(
            step, subject=found.subject, board_date=found.board_date, content=found.content,
            snapshot_id=found.snapshot_id, person=who.name, account=who.key, enter=enter,
        )  # fmt: skip
    except RefusedWritingError as error:
        return _page(answers, found, Refusal(409, str(error)))
    except UnavailableError as error:
        current_app.logger.warning("%s", error)
        said = "Somebody else is saving. Nothing was signed: wait a minute and send it again."
        return _page(answers, found, Refusal(503, said))
    address = url_for("sign_off", subject=found.subject, board=about["board_date"], signed=step)
    return redirect(address, 303)


def _refused(found: Shown, step: str, who: Person) -> Refusal | None:
    if step not in ROLE_OF:
        return Refusal(422, "Choose what to sign: check, assure or approve.")
    if not current_app.extensions["has_login"]:
        return Refusal(403, NO_LOGIN)
    if request.form.get("content") != found.content:
        return Refusal(409, CHANGED)
    if found.standing.findings:
        return Refusal(409, "Nothing was signed: mend first what the checker found.")
    return None


def _page(answers: Answers, found: Shown, refusal: Refusal | None = None) -> Response:
    who, reader = person(), answers.library.reader()
    has_login = current_app.extensions["has_login"]
    step = found.next_step
    body = render(
        reader, "sign_off.html", "governance", f"Sign-off: {_subjects(reader.published)[found.subject]}",
        found=found,
        paper_title=_subjects(reader.published)[found.subject],
        step=step,
        verb=VERB.get(step, ""),
        role=ROLE_OF.get(step, ""),
        may_sign=bool(step) and has_login and who.may(ROLE_OF[step]),
        has_login=has_login,
        who=who,
        refusal=refusal,
        signed=request.args.get("signed", "") if found.approval.signatures else "",
        history=[
            row
            for row in reader.writings.signatures
            if (row["board_date"], row["subject"]) == (found.board_date, found.subject)
        ],
    )  # fmt: skip
    return forms.unkept(Response(body, status=refusal.code if refusal else 200, content_type=HTML))
