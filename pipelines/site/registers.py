"""The plan's registers: actions, evidence gaps, the release calendar and what the law asks for."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import yaml

from pipelines.errors import ConfigurationError

ACTION_STATES = ("open", "done", "dropped")
RELEASE_STATES = ("confirmed", "to confirm")
Entry = Mapping[str, Any]
_Register = TypeVar("_Register")


@dataclass(frozen=True)
class Action:
    """Something the Board agreed: what, who, by when, and the last news of it."""

    action_id: str
    action: str
    owner: str
    state: str
    updated_on: dt.date
    raised_on: dt.date | None
    due_date: dt.date | None
    news: str
    priority_id: str
    metric_id: str
    source: str


@dataclass(frozen=True)
class EvidenceGap:
    """Something the Board cannot be told yet, and who could tell it."""

    gap_id: str
    question: str
    why: str
    supplier: str
    asked_on: dt.date | None
    answer: str
    priority_id: str
    metric_id: str
    source: str


@dataclass(frozen=True)
class Release:
    """One edition of a published source: how far its figures go, and when it came out."""

    publication: str
    edition: str
    publisher: str
    data_to: dt.date
    released_on: dt.date
    status: str
    metric_ids: tuple[str, ...]
    link: str


@dataclass(frozen=True)
class StatutoryItem:
    """Something the law asks the office to publish."""

    item_id: str
    provision: str
    requirement: str
    effective_from: dt.date | None
    link: str
    table_name: str
    metric_ids: tuple[str, ...]
    not_applicable: str


@dataclass(frozen=True)
class Registers:
    """Every register; one whose file is not in the plan's folder is empty."""

    actions: tuple[Action, ...] = ()
    gaps: tuple[EvidenceGap, ...] = ()
    releases: tuple[Release, ...] = ()
    statutory: tuple[StatutoryItem, ...] = ()


def read_registers(folder: Path, priority_ids: set[str]) -> Registers:
    """Read the registers of a plan; ConfigurationError names file, entry and field."""

    def read(name: str, make: Callable[["_Fields"], _Register]) -> tuple[_Register, ...]:
        return tuple(make(fields) for fields in _entries(folder / name, priority_ids))

    return Registers(
        read("actions.yaml", _action),
        read("evidence_gaps.yaml", _gap),
        read("releases.yaml", _release),
        read("statutory.yaml", _statutory),
    )


class _Fields:
    """One entry of a register, read field by field."""

    def __init__(self, path: Path, entry: Entry, priority_ids: set[str]) -> None:
        self.path, self.entry, self.priority_ids = path, entry, priority_ids

    def fail(self, name: str, wanted: str) -> ConfigurationError:
        found = self.entry.get(name)
        return ConfigurationError(
            f"{self.path}: {name} must be {wanted}; found {found!r} in {dict(self.entry)!r:.90}."
        )

    def text(self, name: str) -> str:
        value = self.entry.get(name)
        if not isinstance(value, str) or not value.strip():
            raise self.fail(name, "text")
        return value.strip()

    def optional(self, name: str) -> str:
        return self.text(name) if self.entry.get(name) is not None else ""

    def one_of(self, name: str, known: tuple[str, ...]) -> str:
        if self.entry.get(name) not in known:
            raise self.fail(name, f"one of {', '.join(known)}")
        return str(self.entry[name])

    def date(self, name: str) -> dt.date:
        value = self.entry.get(name)
        if not isinstance(value, dt.date):
            raise self.fail(name, "a date such as 2019-12-19")
        return value

    def optional_date(self, name: str) -> dt.date | None:
        return self.date(name) if self.entry.get(name) is not None else None

    def names(self, name: str) -> tuple[str, ...]:
        value = self.entry.get(name) or []
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise self.fail(name, "a list of names")
        return tuple(value)

    def priority(self) -> str:
        """The priority for action it belongs to: one that the plan has."""
        value = self.text("priority_id")
        if value not in self.priority_ids:
            raise self.fail(name="priority_id", wanted="a priority for action of plan.yaml")
        return value


def _action(fields: _Fields) -> Action:
    return Action(
        fields.text("action_id"),
        fields.text("action"),
        fields.text("owner"),
        fields.one_of("state", ACTION_STATES),
        fields.date("updated_on"),
        fields.optional_date("raised_on"),
        fields.optional_date("due_date"),
        fields.optional("news"),
        fields.priority(),
        fields.optional("metric_id"),
        fields.optional("source"),
    )


def _gap(fields: _Fields) -> EvidenceGap:
    return EvidenceGap(
        fields.text("gap_id"),
        fields.text("question"),
        fields.text("why"),
        fields.text("supplier"),
        fields.optional_date("asked_on"),
        fields.optional("answer"),
        fields.priority(),
        fields.optional("metric_id"),
        fields.optional("source"),
    )


def _release(fields: _Fields) -> Release:
    return Release(
        fields.text("publication"),
        fields.text("edition"),
        fields.text("publisher"),
        fields.date("data_to"),
        fields.date("released_on"),
        fields.one_of("status", RELEASE_STATES),
        fields.names("metric_ids"),
        fields.optional("link"),
    )


def _statutory(fields: _Fields) -> StatutoryItem:
    return StatutoryItem(
        fields.text("item_id"),
        fields.text("provision"),
        fields.text("requirement"),
        fields.optional_date("effective_from"),
        fields.optional("link"),
        fields.optional("table_name"),
        fields.names("metric_ids"),
        fields.optional("not_applicable"),
    )


def _entries(path: Path, priority_ids: set[str]) -> list[_Fields]:
    """Read one register's entries; none where an older site has no such file."""
    if not path.is_file():
        return []
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8")) or []
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: is not valid YAML: {error}") from error
    if not isinstance(document, list) or not all(isinstance(entry, dict) for entry in document):
        raise ConfigurationError(f"{path}: must hold a list of entries; see `pcplan init`.")
    entries = [_Fields(path, entry, priority_ids) for entry in document]
    for name in ("action_id", "gap_id", "item_id"):
        held = [entry[name] for entry in document if name in entry]
        twice = sorted({str(value) for value in held if held.count(value) > 1})
        if twice:
            raise ConfigurationError(f"{path}: {name} {', '.join(twice)} stands twice. Rename one.")
    return entries
