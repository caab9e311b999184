"""The Police and Crime Plan as data: read from the site's `plan/` folder and checked."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Annotated, Any, NamedTuple

from pipelines.settings.declared import (
    Declared,
    Names,
    Plain,
    Text,
    Texts,
    must,
    one_of,
    refuse,
)  # fmt: skip
from pipelines.settings.document import read_yaml
from pipelines.site.registers import Registers, read_registers

THEMES = ("victims", "offenders", "communities", "transformation")


@dataclass(frozen=True, kw_only=True)
class Item(Declared):
    """A business-intelligence item that a priority promises; a metric keeps it, or a reason."""

    item: Text
    metric_id: str = ""
    reason: str = ""

    def check(self) -> None:
        """Refuse one that nothing keeps and nothing excuses."""
        if not self.metric_id and not self.reason:
            refuse(
                f"{self.item!r} names neither a metric_id nor a reason. Say which measure keeps it, "
                "or why none can.", "item",
            )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Priority(Declared):
    """A priority for action; its title is empty while the official wording is to be confirmed."""

    priority_id: Text
    title: Plain = ""
    status: Annotated[str, one_of(("official", "to confirm"))]
    items: tuple[Item, ...] = ()
    context: Texts = ()

    def check(self) -> None:
        """Refuse an official one without its wording."""
        if self.status == "official" and not self.title:
            refuse(f"{self.priority_id}: is official but has no title. Give it.", "status")


@dataclass(frozen=True, kw_only=True)
class Objective(Declared):
    """An objective of a theme."""

    objective_id: Text
    title: Text
    priorities: tuple[Priority, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Theme(Declared):
    """A theme and its aim."""

    theme: Annotated[str, one_of(THEMES)]
    title: Text
    aim: Text
    objectives: tuple[Objective, ...] = ()


@dataclass(frozen=True)
class Event(Declared):
    """Something that a reader of a chart must know."""

    event_date: dt.date
    text: Text
    note: str = ""
    metric_ids: Texts = ()
    is_break: bool = False


@dataclass(frozen=True, kw_only=True)
class Board(Declared):
    """The board's details: whom papers are from and for, and when it meets."""

    board_name: Plain = ""
    from_: Plain = ""
    agenda_item: Plain = ""
    foi: Plain = ""
    recommendation: Plain = ""
    meetings: tuple[dt.date, ...] = ()
    papers_days_before: Annotated[int, must("0 or more", lambda days: days >= 0)] = 7


class Promise(NamedTuple):
    """An item of a priority, or a measure that it shows for context and promises nothing of."""

    priority_id: str
    item: str
    metric_id: str
    reason: str = ""
    is_context: bool = False


@dataclass(frozen=True, kw_only=True)
class _PlanFile(Declared):
    """What plan.yaml says."""

    title: Text
    period: Plain = ""
    themes: tuple[Theme, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The whole plan, in its own order."""

    title: str
    period: str
    themes: tuple[Theme, ...]
    events: tuple[Event, ...]
    board: dict[str, Any]
    registers: Registers = field(default_factory=Registers)
    written: dict[str, tuple[tuple[object, ...], ...]] = field(default_factory=dict)

    @property
    def objectives(self) -> list[tuple[Theme, Objective]]:
        """Every objective, with its theme."""
        return [(theme, objective) for theme in self.themes for objective in theme.objectives]

    @property
    def priorities(self) -> list[tuple[Objective, Priority]]:
        """Every priority for action, with its objective."""
        return [(of, priority) for _, of in self.objectives for priority in of.priorities]

    @property
    def promises(self) -> list[Promise]:
        """Every item of every priority, and the measures that it shows for context."""
        return [promise for _, priority in self.priorities for promise in _promises(priority)]

    def theme_of(self, priority_id: str) -> str:
        """Name the theme that a priority for action belongs to."""
        return next(
            theme.theme
            for theme, objective in self.objectives
            if priority_id in {priority.priority_id for priority in objective.priorities}
        )


def _promises(priority: Priority) -> Iterator[Promise]:
    for item in priority.items:
        yield Promise(priority.priority_id, item.item, item.metric_id, item.reason)
    for metric_id in priority.context:
        yield Promise(priority.priority_id, "", metric_id, is_context=True)


def read_plan(folder: Path) -> Plan:
    """Read plan.yaml, its events, boards and registers; ConfigurationError names file and line."""
    document = read_yaml(folder / "plan.yaml")
    file = document.read(_PlanFile)
    document.refuse_twice(_identifiers(file.themes))
    events = read_yaml(folder / "events.yaml").entries(Event)
    plan = Plan(file.title, file.period, file.themes, events, read_board(folder))
    known = {priority.priority_id for _, priority in plan.priorities}
    return replace(plan, registers=read_registers(folder, known))


def _identifiers(themes: tuple[Theme, ...]) -> Iterator[tuple[Names, str]]:
    """Give what identifies each objective and priority, after the names that lead to it."""
    for t, theme in enumerate(themes):
        for o, objective in enumerate(theme.objectives):
            at = ("themes", t, "objectives", o)
            yield (*at, "objective_id"), objective.objective_id
            for p, priority in enumerate(objective.priorities):
                yield (*at, "priorities", p, "priority_id"), priority.priority_id


def read_board(folder: Path) -> dict[str, Any]:
    """Read boards.yaml as it is written, once it is found to be in order."""
    document = read_yaml(folder / "boards.yaml")
    document.read(Board)
    return dict(document.data or {})
