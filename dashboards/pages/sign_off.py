"""Sign-off of papers: who is logged in signs what was shown, and nothing else."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, current_app, redirect, request, url_for

from dashboards.login.guard import not_allowed, person, requires
from dashboards.login.people import Person
from dashboards.pages.forms import Refusal, written
from dashboards.papers.approval import STEPS, Approval, content_hash, stamped
from dashboards.papers.compose import EVERY, STATUTORY
from dashboards.papers.draft import CheckedPaper, stand
from dashboards.papers.writers.pdf import pdf
from dashboards.web.pages import current_reader, error_page, personal_page, unkept
from dashboards.web.services import services
from dashboards.written import RefusedWritingError, UnavailableError
from snapshot.published import Published

sign_off = Blueprint("sign_off", __name__)
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
    standing: CheckedPaper
    content: str
    approval: Approval
    snapshot_id: str

    @property
    def next_step(self) -> str:
        """Name the step still to take; empty once approved."""
        taken = len(self.approval.signatures)
        return STEPS[taken] if taken < len(STEPS) else ""


@sign_off.get("/sign-off")
@requires("editor", "assurer")
def listing() -> Any:
    """List the papers of every Board, with how far each is signed."""
    reader = current_reader()
    steps = {(row["board_date"], row["subject"]): row for row in reader.writings.signatures}
    return personal_page(
        "sign_offs.html", "Sign-off", boards=list(reversed(written().meetings)),
        subjects=_subjects(reader.published), steps=steps,
    )  # fmt: skip


@sign_off.route("/sign-off/<subject>", methods=["GET", "POST"])
@requires("editor", "assurer")
def sign(subject: str) -> Any:
    """Show a paper as it stands, and take the signature of who read it."""
    shown = _shown(subject)
    if not isinstance(shown, Shown):
        return shown
    if request.method == "GET":
        return _page(shown)
    step = request.form.get("step", "")
    if step in ROLE_OF and not person().may(ROLE_OF[step]):
        return not_allowed(ROLE_OF[step])
    return _sign(shown, step)


@sign_off.get("/sign-off/<subject>.pdf")
@requires("editor", "assurer")
def as_pdf(subject: str) -> Any:
    """Send a paper as it stands, to be read before it is signed."""
    shown = _shown(subject)
    if not isinstance(shown, Shown):
        return shown
    if shown.standing.paper is None:
        return error_page(409, "The paper cannot be written yet: mend what was found first.")
    content = pdf(stamped(shown.standing.paper, shown.approval))
    response = Response(content, content_type="application/pdf")
    name = f"{subject}-{shown.board_date.isoformat()}-{shown.content[:12]}.pdf"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return unkept(response)


def _subjects(published: Published) -> dict[str, str]:
    return {row["theme"]: row["title"] for row in published.themes} | TITLES


def _shown(subject: str) -> Shown | Response:
    """Compose a paper as it stands now; an error page where there is no such paper."""
    published = current_reader().published
    meetings = list(written().meetings)
    asked = request.values.get("board", "")
    next_one = next((day for day in meetings if day >= published.as_at), None)
    usual = next_one or (meetings[-1] if meetings else None)
    board_date = next((d for d in meetings if d.isoformat() == asked), None if asked else usual)
    if board_date is None or subject not in _subjects(published):
        return error_page(404, "There is no such paper, or the Board does not meet on that day.")
    try:
        standing = stand(published, subject, board_date, written().board, written().texts())
        content = content_hash(standing.paper) if standing.paper else ""
        approval = written().approval(subject, board_date, content)
    except UnavailableError as error:
        current_app.logger.warning("%s", error)
        return error_page(503, "What is signed cannot be read now. Wait a minute.")
    return Shown(subject, board_date, standing, content, approval, published.snapshot_id)


def _sign(shown: Shown, step: str) -> Any:
    """Take one step for the content that was shown; refuse plainly where that is no longer so."""
    who = person()
    refused = _refused(shown, step, who)
    if refused:
        return _page(shown, refused)
    about = {"subject": shown.subject, "board_date": shown.board_date.isoformat()}

    def enter() -> None:
        services().record("sign", who.label, step=step, content=shown.content, **about)

    try:
        written().sign(
            step, subject=shown.subject, board_date=shown.board_date, content=shown.content,
            snapshot_id=shown.snapshot_id, person=who.name, account=who.key, enter=enter,
        )  # fmt: skip
    except RefusedWritingError as error:
        return _page(shown, Refusal(409, str(error)))
    except UnavailableError as error:
        current_app.logger.warning("%s", error)
        reason = "Somebody else is saving. Nothing was signed: wait a minute and send it again."
        return _page(shown, Refusal(503, reason))
    address = url_for(
        "sign_off.sign", subject=shown.subject, board=about["board_date"], signed=step
    )
    return redirect(address, 303)


def _refused(shown: Shown, step: str, who: Person) -> Refusal | None:
    if step not in ROLE_OF:
        return Refusal(422, "Choose what to sign: check, assure or approve.")
    if not services().login:
        return Refusal(403, NO_LOGIN)
    if request.form.get("content") != shown.content:
        return Refusal(409, CHANGED)
    if shown.standing.findings:
        return Refusal(409, "Nothing was signed: mend first what the checker shown.")
    return None


def _page(shown: Shown, refusal: Refusal | None = None) -> Response:
    who, reader, has_login = person(), current_reader(), services().login is not None
    step, title = shown.next_step, _subjects(reader.published)[shown.subject]
    return personal_page(
        "sign_off.html", f"Sign-off: {title}", refusal.code if refusal else 200,
        shown=shown,
        paper_title=title,
        step=step,
        verb=VERB.get(step, ""),
        role=ROLE_OF.get(step, ""),
        may_sign=bool(step) and has_login and who.may(ROLE_OF[step]),
        has_login=has_login,
        who=who,
        refusal=refusal,
        signed=request.args.get("signed", "") if shown.approval.signatures else "",
        history=[
            row
            for row in reader.writings.signatures
            if (row["board_date"], row["subject"]) == (shown.board_date, shown.subject)
        ],
    )  # fmt: skip
