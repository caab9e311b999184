"""What a form for writing shows and takes: its fields, what is wrong in them, and who saved before."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, current_app, redirect, request

from dashboards import words
from dashboards.login.guard import person
from dashboards.web.pages import error_page, personal_page
from dashboards.web.services import services
from dashboards.written import (
    OvertakenWritingError,
    RefusedWritingError,
    UnavailableError,
    WritingStore,
)
from snapshot.published import Row

LONGEST = 25_000  # characters that are looked at in one field


@dataclass(frozen=True)
class FormEntry:
    """One line of the list under a form: what can be changed."""

    thing_id: str
    text: str
    note: str = ""


@dataclass(frozen=True)
class EntryForm:
    """One form: what it is about, what the address gives it, and what there is already."""

    kind: str
    heading: str
    lead: str
    address: str
    back: tuple[str, str]
    entries: Sequence[FormEntry] = ()
    keys: Mapping[str, str] = field(default_factory=dict)
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    defaults: Mapping[str, str] = field(default_factory=dict)
    only_listed: bool = False  # nothing new can be entered: choose from the list


@dataclass(frozen=True)
class Refusal:
    """Why something was not saved; `saved` is what somebody else saved meanwhile."""

    code: int
    reason: str
    faults: Mapping[str, str] = field(default_factory=dict)
    saved: Row | None = None


def written() -> WritingStore:
    """Return the store of what people write: a form is shown only where there is one."""
    store = services().written
    assert store is not None
    return store


def answer(sheet: EntryForm) -> Any:
    """Show a form, or take what it brought: saved, withdrawn, or refused with nothing lost."""
    thing_id = request.values.get("id", "")
    if request.method == "GET":
        return page(sheet, thing_id)
    given = {
        asked.name: sheet.keys.get(asked.name) or request.form.get(asked.name, "")[:LONGEST]
        for asked in written().fields(sheet.kind)
    }
    outcome = _wrong_choice(sheet, given) or keep(
        sheet.kind, given, thing_id, is_withdrawn=request.form.get("do") == "withdraw"
    )
    if isinstance(outcome, Refusal):
        return page(sheet, thing_id, given, outcome)
    return redirect(f"{sheet.address}?saved={outcome['thing_id']}", 303)


def keep(
    kind: str, given: Mapping[str, str], thing_id: str, *, is_withdrawn: bool
) -> Row | Refusal:
    """Save or withdraw an entry under the name of who is logged in, and enter it in the audit log."""
    who = person()
    event = "withdrawn" if is_withdrawn else "saved"

    def enter(entry: str, version: int) -> None:
        services().record("change", who.label, event=event, what=kind, entry=entry, version=version)

    base = request.form.get("version", "0")
    version = int(base) if base.isascii() and base.isdigit() and len(base) < 8 else 0
    try:
        if is_withdrawn:
            return written().withdraw(
                kind, thing_id, version, person=who.name, account=who.key, enter=enter
            )
        return written().save(
            kind, given, person=who.name, account=who.key, enter=enter, thing_id=thing_id,
            base=version,
        )  # fmt: skip
    except OvertakenWritingError as error:
        return Refusal(409, str(error), saved=error.saved)
    except RefusedWritingError as error:
        return Refusal(422, str(error), error.faults)
    except UnavailableError as error:
        current_app.logger.warning("%s", error)
        return Refusal(503, "Somebody else is saving, or the disk cannot be written. "
                            "Nothing was saved: wait a minute and send it again.")  # fmt: skip


def page(
    sheet: EntryForm,
    thing_id: str,
    given: Mapping[str, str] | None = None,
    refusal: Refusal | None = None,
) -> Response:
    """Show the form: empty, as saved, or as it was sent where it was refused."""
    try:
        history = written().history(sheet.kind, thing_id) if thing_id else []
    except UnavailableError:
        history = []
        refusal = refusal or Refusal(503, "What is saved cannot be read now. Wait a minute.")
    listed = {entry.thing_id for entry in sheet.entries}
    if thing_id and not history and thing_id not in listed and refusal is None:
        return error_page(404, f"There is no {thing_id} here.", sheet.back)
    if refusal and refusal.saved:
        latest: Row | None = refusal.saved
    else:
        latest = history[-1] if history else None
    values = given or (as_text(latest) if latest and not sheet.only_listed else sheet.defaults)
    saved = request.args.get("saved", "")
    return personal_page(
        "form.html", sheet.heading, refusal.code if refusal else 200,
        sheet=sheet,
        fields=fields(sheet, values, refusal.faults if refusal else {}),
        thing_id=thing_id,
        version=latest["version"] if latest else 0,
        latest=latest,
        refusal=refusal,
        standing=told(sheet, refusal.saved) if refusal and refusal.saved else [],
        history=[(row, told(sheet, row)) for row in reversed(history)],
        saved=saved if saved in listed else "",
        is_asked=bool(thing_id) or not sheet.only_listed,
    )  # fmt: skip


def fields(
    sheet: EntryForm, values: Mapping[str, str], faults: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return each field that the form asks for, with its value and its fault."""
    return [
        {
            "asked": asked,
            "value": values.get(asked.name, ""),
            "fault": faults.get(asked.name, ""),
            "options": sheet.choices.get(asked.name) or {name: name for name in asked.choices},
        }
        for asked in written().fields(sheet.kind)
        if asked.kind != "key"
    ]


def told(sheet: EntryForm, row: Row) -> list[tuple[str, str]]:
    """Say an entry field by field."""
    pairs = []
    for asked in written().fields(sheet.kind):
        value = row[asked.name]
        text = words.date_text(value) if isinstance(value, dt.date) else str(value or "")
        if asked.kind != "key" and text:
            pairs.append((asked.label, sheet.choices.get(asked.name, {}).get(text, text)))
    return pairs


def as_text(row: Row) -> dict[str, str]:
    """Write an entry as a form holds it."""
    return {name: "" if value is None else str(value) for name, value in row.items()}


def _wrong_choice(sheet: EntryForm, given: Mapping[str, str]) -> Refusal | None:
    """Refuse what the page did not offer."""
    faults = {
        name: "Choose one from the list."
        for name, options in sheet.choices.items()
        if given.get(name, "") not in options
    }
    return Refusal(422, "Choose from the list.", faults) if faults else None
