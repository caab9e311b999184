"""The plan as data: read whole, and refused by file and field where it contradicts itself."""

import shutil

import pytest

from pipelines.errors import ConfigurationError
from pipelines.plan import read_plan
from tests.conftest import ROOT

PLAN = """
title: Plan
period: 2017-20
themes:
  - theme: victims
    title: Victims
    aim: The aim.
    objectives:
      - objective_id: V1
        title: The objective.
        priorities:
          - {priority_id: V1.1, status: official, title: The priority., items: [
              {item: One, metric_id: m1}, {item: Two, reason: not yet a feed}], context: [m2]}
          - {priority_id: V1.2, status: to confirm}
"""


@pytest.fixture
def read(tmp_path):
    def read(old="", new="", **files):
        shutil.copytree(ROOT / "assets" / "plan", tmp_path, dirs_exist_ok=True)
        (tmp_path / "plan.yaml").write_text(PLAN.replace(old, new, 1), encoding="utf-8")
        for name, text in files.items():
            (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
        return read_plan(tmp_path)

    return read


def test_the_plan_that_ships_is_whole():
    plan = read_plan(ROOT / "assets" / "plan")
    assert {theme.theme for theme in plan.themes} == {
        "victims",
        "offenders",
        "communities",
        "transformation",
    }
    owners = {objective.objective_id for objective in plan.objectives}
    assert {priority.objective_id for priority in plan.priorities} <= owners


def test_a_plan_keeps_its_own_order_and_every_item_names_a_measure_or_a_reason(read):
    plan = read()
    assert [priority.priority_id for priority in plan.priorities] == ["V1.1", "V1.2"]
    assert [(p.item, p.metric_id, p.reason, p.is_context) for p in plan.promises] == [
        ("One", "m1", "", False),
        ("Two", "", "not yet a feed", False),
        ("", "m2", "", True),
    ]


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("theme: victims", "theme: police", "theme 'police' is not one of victims"),
        ("{item: One, metric_id: m1}", "{item: One}", "names neither a metric_id nor a reason"),
        ("V1.2", "V1.1", "priority_id V1.1 stands twice"),
        ("status: to confirm", "status: maybe", "status 'maybe' is not `official`"),
        ("title: The priority., ", "", "V1.1: is official but has no title"),
        ("title: Plan", "title: ''", "title must be text"),
        ("themes:", "themes: [", "is not valid YAML"),
        ("    objectives:", "    objectives: 3\n    was:", "objectives must be a list"),
    ],
)
def test_a_mistake_is_told_with_its_file(read, old, new, words):
    with pytest.raises(ConfigurationError) as mistake:
        read(old, new)
    assert "plan.yaml" in str(mistake.value)
    assert words in str(mistake.value)


def test_an_event_without_a_date_is_refused(read):
    with pytest.raises(ConfigurationError, match="event_date 'May' is not a date"):
        read(events="- {event_date: May, text: x}\n")


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigurationError, match=r"plan\.yaml: is missing"):
        read_plan(tmp_path)
