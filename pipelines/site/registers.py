"""The plan's registers: actions, evidence gaps, the release calendar and what the law asks for."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pipelines.settings.declared import Declared, Text, Texts, one_of
from pipelines.settings.document import Document, read_yaml

ACTION_STATES = ("open", "done", "dropped")
RELEASE_STATES = ("confirmed", "to confirm")


@dataclass(frozen=True, kw_only=True)
class Action(Declared):
    """Something the Board agreed: what, who, by when, and the last news of it."""

    action_id: Text
    action: Text
    owner: Text
    state: Annotated[str, one_of(ACTION_STATES)]
    updated_on: dt.date
    raised_on: dt.date | None = None
    due_date: dt.date | None = None
    news: Text = ""
    priority_id: Text
    metric_id: Text = ""
    source: Text = ""


@dataclass(frozen=True, kw_only=True)
class EvidenceGap(Declared):
    """Something the Board cannot be told yet, and who could tell it."""

    gap_id: Text
    question: Text
    why: Text
    supplier: Text
    asked_on: dt.date | None = None
    answer: Text = ""
    priority_id: Text
    metric_id: Text = ""
    source: Text = ""


@dataclass(frozen=True, kw_only=True)
class Release(Declared):
    """One edition of a published source: how far its figures go, and when it came out."""

    publication: Text
    edition: Text
    publisher: Text
    data_to: dt.date
    released_on: dt.date
    status: Annotated[str, one_of(RELEASE_STATES)]
    metric_ids: Texts = ()
    link: Text = ""


@dataclass(frozen=True, kw_only=True)
class StatutoryItem(Declared):
    """Something the law asks the office to publish."""

    item_id: Text
    provision: Text
    requirement: Text
    effective_from: dt.date | None = None
    link: Text = ""
    table_name: Text = ""
    metric_ids: Texts = ()
    not_applicable: Text = ""


@dataclass(frozen=True)
class Registers:
    """Every register; one whose file is not in the plan's folder is empty."""

    actions: tuple[Action, ...] = ()
    gaps: tuple[EvidenceGap, ...] = ()
    releases: tuple[Release, ...] = ()
    statutory: tuple[StatutoryItem, ...] = ()


def read_registers(folder: Path, priority_ids: set[str]) -> Registers:
    """Read the registers of a plan; ConfigurationError names file, line and field."""
    documents = {
        name: read_yaml(path) if (path := folder / f"{name}.yaml").is_file() else Document(name, ())
        for name in ("actions", "evidence_gaps", "releases", "statutory")
    }
    registers = Registers(
        documents["actions"].entries(Action, "action_id"),
        documents["evidence_gaps"].entries(EvidenceGap, "gap_id"),
        documents["releases"].entries(Release),
        documents["statutory"].entries(StatutoryItem, "item_id"),
    )
    owed = {
        "actions": [action.priority_id for action in registers.actions],
        "evidence_gaps": [gap.priority_id for gap in registers.gaps],
    }
    for name, named in owed.items():
        for place, priority_id in enumerate(named):
            if priority_id not in priority_ids:
                documents[name].refuse(
                    (place, "priority_id"),
                    f"must be a priority for action of plan.yaml; found {priority_id!r}.",
                )
    return registers
