"""What people wrote as the night publishes it: notes, decisions, questions, and news of actions."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pipelines.site.plan import Plan, read_plan
from pipelines.site.registers import Action
from pipelines.site.site import Site

NIGHT_PATIENCE_SECONDS = 60.0  # a night waits for somebody who is saving
Row = dict[str, Any]
_COLUMNS = {
    "annotation": (
        *("thing_id", "version", "metric_id", "area_code", "annotation_date", "text", "reason"),
        *("person", "at"),
    ),
    "decision": (
        *("thing_id", "version", "board_date", "decision", "owner", "due_date", "state", "at"),
    ),
    "public_question": (
        *("thing_id", "version", "asked_on", "asked_by", "question", "due_date", "answer"),
        *("answered_by", "answered_on", "at"),
    ),
}


def read_plan_of(site: Site) -> Plan:
    """Read the plan of a site with what people wrote beside it: both are published together."""
    from pipelines.site.written.store import Store  # slow to import

    plan = read_plan(site.root / "plan")
    with Store(site, patience_seconds=NIGHT_PATIENCE_SECONDS) as store:
        written = {name: standing(store.latest(name)) for name in _COLUMNS}
        news = standing(store.latest("action_update"))
    rows = {
        name: tuple(tuple(_plain(row[column]) for column in columns) for row in written[name])
        for name, columns in _COLUMNS.items()
    }
    actions = with_news(plan.registers.actions, news)
    return replace(plan, registers=replace(plan.registers, actions=actions), written=rows)


def standing(entries: Sequence[Row]) -> list[Row]:
    """Leave out what was withdrawn."""
    return [row for row in entries if not row["is_withdrawn"]]


def with_news(actions: Sequence[Action], news: Sequence[Row]) -> tuple[Action, ...]:
    """Put the news that editors entered in each action, unless the plan's file has later news."""
    of = {row["action_id"]: row for row in news}
    return tuple(
        replace(
            action,
            state=told["state"],
            news=told["news"],
            updated_on=told["news_on"],
            due_date=told["due_date"] or action.due_date,
        )
        if (told := of.get(action.action_id)) and told["news_on"] >= action.updated_on
        else action
        for action in actions
    )


def _plain(value: object) -> object:
    """Write a moment as the snapshot keeps it: UTC, without saying so."""
    return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
