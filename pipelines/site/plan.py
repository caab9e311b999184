"""The Police and Crime Plan as data: read from the site's `plan/` folder and checked."""

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from pipelines.errors import ConfigurationError
from pipelines.site.registers import Registers, read_registers

THEMES = ("victims", "offenders", "communities", "transformation")


@dataclass(frozen=True)
class Promise:
    """A business-intelligence item that a priority promises; a metric keeps it, or a reason."""

    priority_id: str
    item: str
    metric_id: str
    reason: str
    is_context: bool = False


@dataclass(frozen=True)
class Priority:
    """A priority for action; its title is empty while the official wording is to be confirmed."""

    priority_id: str
    objective_id: str
    title: str
    status: str


@dataclass(frozen=True)
class Objective:
    """An objective of a theme."""

    objective_id: str
    theme: str
    title: str


@dataclass(frozen=True)
class Theme:
    """A theme and its aim."""

    theme: str
    title: str
    aim: str


@dataclass(frozen=True)
class Event:
    """Something that a reader of a chart must know."""

    event_date: dt.date
    text: str
    note: str
    metric_ids: tuple[str, ...]
    is_break: bool


@dataclass(frozen=True)
class Plan:
    """The whole plan, in its own order."""

    title: str
    period: str
    themes: tuple[Theme, ...]
    objectives: tuple[Objective, ...]
    priorities: tuple[Priority, ...]
    promises: tuple[Promise, ...]
    events: tuple[Event, ...]
    board: dict[str, Any]
    registers: Registers = field(default_factory=Registers)
    written: dict[str, tuple[tuple[object, ...], ...]] = field(default_factory=dict)

    def theme_of(self, priority_id: str) -> str:
        """Name the theme that a priority for action belongs to."""
        themes = {o.objective_id: o.theme for o in self.objectives}
        owners = {p.priority_id: p.objective_id for p in self.priorities}
        return themes[owners[priority_id]]


def read_plan(folder: Path) -> Plan:
    """Read plan.yaml, its events, boards and registers; ConfigurationError names file and field."""
    path = folder / "plan.yaml"
    document = _read(path, dict)
    themes: list[Theme] = []
    objectives: list[Objective] = []
    priorities: list[Priority] = []
    promises: list[Promise] = []
    for entry in _list(path, document, "themes"):
        theme = Theme(*(_text(path, entry, name) for name in ("theme", "title", "aim")))
        if theme.theme not in THEMES:
            known = ", ".join(THEMES)
            raise ConfigurationError(f"{path}: theme {theme.theme!r} is not one of {known}.")
        themes.append(theme)
        for item in _list(path, entry, "objectives"):
            objective_id = _text(path, item, "objective_id")
            objectives.append(Objective(objective_id, theme.theme, _text(path, item, "title")))
            for priority in _list(path, item, "priorities"):
                priorities.append(_priority(path, priority, objective_id))
                promises += _promises(path, priority)
    _unique(path, "objective_id", [objective.objective_id for objective in objectives])
    _unique(path, "priority_id", [priority.priority_id for priority in priorities])
    return Plan(
        _text(path, document, "title"),
        str(document.get("period", "")),
        tuple(themes),
        tuple(objectives),
        tuple(priorities),
        tuple(promises),
        tuple(_events(folder / "events.yaml")),
        _read(folder / "boards.yaml", dict),
        read_registers(folder, {priority.priority_id for priority in priorities}),
    )


def _priority(path: Path, entry: dict[str, Any], objective_id: str) -> Priority:
    status = _text(path, entry, "status")
    priority_id = _text(path, entry, "priority_id")
    if status not in ("official", "to confirm"):
        raise ConfigurationError(
            f"{path}: {priority_id}: status {status!r} is not `official` or `to confirm`."
        )
    title = str(entry.get("title", ""))
    if status == "official" and not title:
        raise ConfigurationError(f"{path}: {priority_id}: is official but has no title. Give it.")
    return Priority(priority_id, objective_id, title, status)


def _promises(path: Path, priority: dict[str, Any]) -> list[Promise]:
    priority_id = str(priority["priority_id"])
    found = []
    for entry in _list(path, priority, "items"):
        item = _text(path, entry, "item")
        metric_id, reason = str(entry.get("metric_id", "")), str(entry.get("reason", ""))
        if not metric_id and not reason:
            raise ConfigurationError(
                f"{path}: {priority_id}: item {item!r} names neither a metric_id nor a reason. "
                "Say which measure keeps it, or why none can."
            )
        found.append(Promise(priority_id, item, metric_id, reason))
    found += [Promise(priority_id, "", name, "", True) for name in priority.get("context", [])]
    return found


def _events(path: Path) -> list[Event]:
    return [
        Event(
            _date(path, entry),
            _text(path, entry, "text"),
            str(entry.get("note", "")),
            tuple(entry.get("metric_ids") or ()),
            bool(entry.get("is_break", False)),
        )
        for entry in _read(path, list)
    ]


def _date(path: Path, entry: dict[str, Any]) -> dt.date:
    value = entry.get("event_date")
    if not isinstance(value, dt.date):
        raise ConfigurationError(f"{path}: event_date {value!r} is not a date. Write 2019-12-19.")
    return value


def _read(path: Path, kind: type) -> Any:
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigurationError(
            f"{path}: is missing. `pcplan init` writes one; copy it from a new site."
        ) from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: is not valid YAML: {error}") from error
    if not isinstance(document, kind):
        raise ConfigurationError(f"{path}: must hold a {kind.__name__}; see `pcplan init`.")
    return document


def _list(path: Path, entry: dict[str, Any], name: str) -> list[dict[str, Any]]:
    value = entry.get(name) or []
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise ConfigurationError(f"{path}: {name} must be a list; found {value!r}.")
    return value


def _text(path: Path, entry: dict[str, Any], name: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise ConfigurationError(f"{path}: {name} must be text; found {value!r} in {entry!r:.80}.")
    return value.strip()


def _unique(path: Path, name: str, values: list[str]) -> None:
    twice = sorted({value for value in values if values.count(value) > 1})
    if twice:
        raise ConfigurationError(f"{path}: {name} {', '.join(twice)} stands twice. Rename one.")
